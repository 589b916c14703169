import type { Answer } from '../api/contract.ts'
import { formatNumber } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { sumOf } from './counts.tsx'
import { ExploitedMark } from './mark.tsx'

export type UpgradeOf = Answer<'UpgradeRow'>

const MOST_FROM = 3

/** From which versions to which; a list of hundreds is cut, and says so. */
export function Step({ of: { from, versions, to } }: { readonly of: UpgradeOf }) {
  const shown = from.slice(0, MOST_FROM).map(({ version }) => version)
  const more = versions - shown.length
  return (
    <span className="wrap">
      <span className="mono">{shown.join(', ')}</span>
      {more > 0 ? ` ${t('upgrades.more', { count: more })}` : ''} → <Target to={to} />
    </span>
  )
}

/** The version to go to. That none is named is said, and is no reason to rest. */
export function Target({ to }: { readonly to: string | null }) {
  if (to === null) return <span className="quiet">{t('upgrades.none')}</span>
  return <span className="mono strong">{to}</span>
}

/** How much of what is open goes, and what the version has itself. */
export function Effect({ of: { open, clears, exploited, left, leaves } }: { readonly of: UpgradeOf }) {
  return (
    <span className="stack tight">
      <span className="row">
        {t('upgrades.clears', { count: sumOf(clears), open: formatNumber(sumOf(open)) })}
        {exploited > 0 ? <ExploitedMark /> : null}
      </span>
      {left === 0 ? null : (
        <span className="small wrap">
          {t('upgrades.leaves', { count: left, names: leaves.join(', ') + (left > leaves.length ? ' …' : '') })}
        </span>
      )}
    </span>
  )
}
