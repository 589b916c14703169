import type { ReactNode } from 'react'
import type { Outcome, SeverityName, StateName } from '../api/contract.ts'
import { t } from '../language/translate.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'none' | 'unknown' | 'malware' | 'pass'

/** A word in a coloured pill with a shape of its own: three signs for one meaning. */
export function Mark({ tone, icon, children }: { readonly tone: Tone; readonly icon: IconName; readonly children: ReactNode }) {
  return (
    <span className={`mark tone-${tone}`}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  )
}

export function SeverityMark({ severity }: { readonly severity: SeverityName }) {
  return (
    <Mark tone={severity} icon={severity}>
      {t(`severity.${severity}`)}
    </Mark>
  )
}

const STATE_LOOK: Readonly<Record<StateName, readonly [Tone, IconName]>> = {
  open: ['medium', 'critical'],
  affected: ['high', 'high'],
  accepted: ['unknown', 'minus'],
  'not-affected': ['pass', 'check'],
  fixed: ['pass', 'check'],
  'under-investigation': ['low', 'search'],
}

export function StateMark({ state }: { readonly state: StateName }) {
  const [tone, icon] = STATE_LOOK[state]
  return (
    <Mark tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Mark>
  )
}

const OUTCOME_LOOK: Readonly<Record<Outcome | 'not-evaluated', readonly [Tone, IconName]>> = {
  pass: ['pass', 'check'],
  fail: ['critical', 'cross'],
  unknown: ['medium', 'question'],
  'not-applicable': ['none', 'minus'],
  'not-evaluated': ['none', 'clock'],
}

/** Unknown looks like a question, never like a pass. Without its word the shape stands for it, and readers still hear the word. */
export function OutcomeMark({ outcome, bare = false }: { readonly outcome: Outcome | 'not-evaluated'; readonly bare?: boolean }) {
  const [tone, icon] = OUTCOME_LOOK[outcome]
  return (
    <Mark tone={tone} icon={icon}>
      <span className={bare ? 'visually-hidden' : undefined}>{t(`outcome.${outcome}`)}</span>
    </Mark>
  )
}

export function ExploitedMark() {
  return (
    <Mark tone="critical" icon="fire">
      {t('mark.exploited')}
    </Mark>
  )
}
