import type { Answer, VulnerabilityOf } from '../api/contract.ts'
import { formatPercent } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { Go } from './go.tsx'
import { ExploitedMark, SeverityMark } from './mark.tsx'

/** The nouns as links; every stored name is text, whatever it holds. */
export function ProjectLink({ project }: { readonly project: Answer<'ProjectRef'> }) {
  return (
    <Go to={`/projects/${project.id}`} className="clamp">
      {project.name}
    </Go>
  )
}

export function PackageLink({ of, version }: { readonly of: Answer<'PackageRef'>; readonly version?: string }) {
  return (
    <span className="wrap">
      <Go to={`/components/${of.id}`}>{of.name}</Go>
      {version === undefined ? null : <span className="mono"> {version}</span>} <span className="small quiet">{of.ecosystem}</span>
    </span>
  )
}

/** Licences as they are stated; none is said, an empty place would be read as one. */
export function Licences({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return <span className="quiet">{t('value.no-licence')}</span>
  return <span className="small wrap">{of.join(', ')}</span>
}

/** One that touches nobody here has no page: its name alone. */
export function AdvisoryLink({ of }: { readonly of: { readonly id: number | null; readonly shown: string } }) {
  if (of.id === null) return <span className="strong wrap">{of.shown}</span>
  return (
    <Go to={`/advisories/${encodeURIComponent(of.shown)}`} className="strong">
      {of.shown}
    </Go>
  )
}

/** A problem in two lines: name, how bad, what it is, how likely it is used. */
export function Problem({ of, more }: { readonly of: VulnerabilityOf | Answer<'ImpactProblem'>; readonly more?: string }) {
  const cve = of.shown.startsWith('CVE-') ? undefined : of.aliases.find((alias) => alias.startsWith('CVE-'))
  return (
    <div className="stack tight">
      <span className="row">
        <AdvisoryLink of={of} />
        {cve === undefined ? null : <span className="small quiet">{cve}</span>}
        {of.kind === 'malware' ? null : <SeverityMark severity={of.severity} />}
        {of.kind === 'malware' ? <MalwareMark /> : null}
        {of.kev === null ? null : <ExploitedMark />}
        {of.withdrawn ? <span className="small quiet">{t('mark.withdrawn')}</span> : null}
      </span>
      {of.summary === '' ? null : <span className="small wrap">{of.summary}</span>}
      <span className="small quiet">
        {[more, of.epss === null ? undefined : t('mark.epss', { share: formatPercent(of.epss) })]
          .filter((text) => text !== undefined)
          .join(' · ')}
      </span>
    </div>
  )
}

function MalwareMark() {
  return <span className="mark tone-malware">{t('severity.malware')}</span>
}
