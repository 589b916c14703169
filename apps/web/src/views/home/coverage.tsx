import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { Meter } from '../portfolio/weak-points.tsx'
import type { HomeProps } from './home-view.tsx'

/** How much of the picture there is: what is not covered cannot be seen. */
export function Coverage({ overview }: HomeProps) {
  const { projects, components, unmatched, incompleteProjects, assessed, withProvenance } = overview
  const starterOnly = overview.index.kind === 'starter'
  const rows = [
    { name: t(starterOnly ? 'coverage.matched-starter' : 'coverage.matched'), part: components - unmatched, whole: components },
    { name: t('coverage.whole'), part: projects - incompleteProjects, whole: projects },
    { name: t('coverage.assessed'), part: assessed, whole: projects },
    { name: t('coverage.provenance'), part: withProvenance, whole: projects },
  ]
  return (
    <Card title={t('coverage.title')}>
      <dl className="facts">
        {rows.map(({ name, part, whole }) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>
              <Meter
                share={whole === 0 ? 0 : part / whole}
                text={t('coverage.of', { part: formatNumber(part), whole: formatNumber(whole) })}
              />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
