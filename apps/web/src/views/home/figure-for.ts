import { formatNumber, formatPercent } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import type { Persona } from '../../shell/persona.ts'
import type { OverviewOf } from './home-view.tsx'

/** The one number that matters to each. */
export function figureFor(persona: Persona, overview: OverviewOf): { readonly value: string; readonly of: string } {
  const { counts, exploited, policy, components, projects } = overview
  if (persona === 'lead')
    return {
      value: formatNumber(exploited.findings),
      of: t('home.figure-lead', { count: exploited.findings, projects: exploited.projects }),
    }
  if (persona === 'maintainer') {
    const grave = counts.critical + counts.high + counts.malware
    return { value: formatNumber(grave), of: t('home.figure-maintainer', { count: grave }) }
  }
  if (persona === 'chooser') return { value: formatNumber(components), of: t('home.figure-chooser', { count: components, projects }) }
  if (persona === 'responder')
    return { value: formatNumber(exploited.projects), of: t('home.figure-responder', { count: exploited.projects }) }
  if (persona === 'researcher')
    return { value: formatNumber(overview.unmatched), of: t('home.figure-researcher', { count: overview.unmatched }) }
  const judged = policy.pass + policy.fail + policy.unknown
  return {
    value: judged === 0 ? '–' : formatPercent(policy.pass / judged),
    of: t('home.figure-auditor', { fail: formatNumber(policy.fail), unknown: formatNumber(policy.unknown) }),
  }
}
