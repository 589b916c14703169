import { apiUrl } from '../../api/client.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { useAt } from '../../shell/url-state.ts'
import type { PartProps } from './project-view.tsx'

const SBOMS = [
  ['cyclonedx', 'CycloneDX'],
  ['spdx', 'SPDX'],
] as const
const VEXES = [
  ['openvex', 'OpenVEX'],
  ['csaf', 'CSAF VEX'],
  ['cyclonedx', 'CycloneDX VEX'],
] as const

/** The project as documents that other tools read: what is in it, and what was decided about it. */
export function Exports({ project }: PartProps) {
  const at = useAt()
  const path = `/projects/${project.id}`
  return (
    <Card title={t('exports.title')}>
      <dl className="facts">
        <dt>{t('exports.sbom')}</dt>
        <dd className="row wide">
          {SBOMS.map(([format, name]) => (
            <a key={format} href={apiUrl(`${path}/sbom`, { format, at })} download="">
              {name}
            </a>
          ))}
        </dd>
        <dt>{t('exports.vex')}</dt>
        <dd className="row wide">
          {VEXES.map(([format, name]) => (
            <a key={format} href={apiUrl(`${path}/vex`, { format, at })} download="">
              {name}
            </a>
          ))}
        </dd>
        {project.snapshot?.document == null ? null : (
          <>
            <dt>{t('exports.original')}</dt>
            <dd>
              <a href={apiUrl(`${path}/document`, { at })} download="">
                {t('exports.as-sent')}
              </a>
            </dd>
          </>
        )}
      </dl>
    </Card>
  )
}
