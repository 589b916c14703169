import type { OsvRecord, Severity } from '@cupel/model'

const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
  minor: 'low',
  negligible: 'low',
  none: 'none',
}

/** Red Hat's family states the severity of a security update in its title, `Important: openssl security update`. */
const TITLE = /^(Critical|Important|Moderate|Low): /

/** Severity that the source states in words, worst first when its packages differ; empty when it states none. */
export function statedSeverity(record: OsvRecord): Severity | '' {
  const words = [
    record.database_specific?.['severity'],
    TITLE.exec(record.summary ?? '')?.[1],
    ...(record.severity ?? []).filter((one) => !one.type.startsWith('CVSS')).map((one) => one.score),
    ...(record.affected ?? []).flatMap((one) => [wordIn(one.ecosystem_specific), wordIn(one.database_specific)]),
  ]
  const stated = new Set(words.map((word) => (typeof word === 'string' ? WORDS[word.trim().toLowerCase()] : undefined)))
  return (['critical', 'high', 'medium', 'low', 'none'] as const).find((severity) => stated.has(severity)) ?? ''
}

function wordIn(specific: unknown): unknown {
  return typeof specific === 'object' && specific !== null && 'severity' in specific ? specific.severity : undefined
}
