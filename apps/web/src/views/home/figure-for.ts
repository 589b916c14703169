import { formatNumber, formatPercent } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import type { Persona } from '../../shell/persona.ts'
import { isTold } from './exploited-number.tsx'
import type { OverviewOf } from './home-view.tsx'

/** The one number that matters to each. Where nothing is watched nothing is known: that is no zero. */
export function figureFor(persona: Persona, overview: OverviewOf): Figure {
  const figure = counted(persona, overview)
  const told = persona === 'lead' ? overview.exploited.findings : persona === 'responder' ? overview.exploited.projects : null
  return overview.projects === 0 || (told !== null && !isTold(overview, told)) ? { ...figure, value: '–' } : figure
}

interface Figure {
  readonly value: string
  readonly of: string
}

function counted(persona: Persona, overview: OverviewOf): Figure {
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
    return {
      value: formatNumber(overview.unmatched),
      of: t(overview.index.kind === 'starter' ? 'home.figure-researcher-starter' : 'home.figure-researcher', { count: overview.unmatched }),
    }
  const judged = policy.pass + policy.fail + policy.unknown
  return {
    value: judged === 0 ? '–' : formatPercent(policy.pass / judged),
    of: t('home.figure-auditor', { fail: formatNumber(policy.fail), unknown: formatNumber(policy.unknown) }),
  }
}
