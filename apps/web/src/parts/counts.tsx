import type { CountsOf } from '../api/contract.ts'
import { formatNumber } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { useStarterOnly } from './advisory-data.tsx'
import { Icon } from './icon.tsx'

const LEVELS = ['malware', 'critical', 'high', 'medium', 'low', 'unknown'] as const

export function sumOf(counts: CountsOf): number {
  return LEVELS.reduce((sum, level) => sum + counts[level], 0)
}

/** Open findings by severity. None is said in words, and never when some component could not be asked about, or hardly. */
export function Counts({ counts, incomplete = false }: { readonly counts: CountsOf; readonly incomplete?: boolean }) {
  const shown = LEVELS.filter((level) => counts[level] > 0)
  if (shown.length === 0) return <NoneFound incomplete={incomplete} />
  return (
    <span className="counts">
      {shown.map((level) => (
        <span key={level} className={`mark tone-${level}`} title={t(`severity.${level}`)}>
          <Icon name={level} size={13} />
          <span className="visually-hidden">{t(`severity.${level}`)} </span>
          {formatNumber(counts[level])}
        </span>
      ))}
    </span>
  )
}

function NoneFound({ incomplete }: { readonly incomplete: boolean }) {
  const starterOnly = useStarterOnly()
  return <span className="quiet">{t(noneFound(incomplete, starterOnly))}</span>
}

/** What it means that nothing was found: never more than what was asked can tell. */
export function noneFound(incomplete: boolean, starterOnly: boolean): 'counts.none' | 'counts.none-incomplete' | 'counts.none-starter' {
  if (incomplete) return 'counts.none-incomplete'
  return starterOnly ? 'counts.none-starter' : 'counts.none'
}

/** The same counts as one bar; decoration beside the numbers. */
export function Spread({ counts }: { readonly counts: CountsOf }) {
  const sum = sumOf(counts)
  if (sum === 0) return null
  return (
    <div className="spread" aria-hidden="true">
      {LEVELS.filter((level) => counts[level] > 0).map((level) => (
        <span key={level} className={`tone-${level}`} style={{ flexGrow: counts[level] }} />
      ))}
    </div>
  )
}
