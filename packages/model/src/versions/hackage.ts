import { numberListOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Numbers in turn, a longer version after its beginning (`1.0 < 1.0.0`); what is no list of numbers stands before all. */
export default defineVersionScheme({
  id: 'hackage',
  ecosystems: ['Hackage'],
  authority: 'Haskell Data.Version / Cabal Version, Ord instance',
  valid: isNumberList,
  compare(a, b) {
    if (a === b) return 0
    const one = isNumberList(a)
    const two = isNumberList(b)
    if (one !== two) return one ? 1 : -1
    return one ? numberListOrder(a.split('.'), b.split('.')) : textOrder(a, b)
  },
})

function isNumberList(version: string): boolean {
  return /^\d+(?:\.\d+)*$/.test(version)
}
