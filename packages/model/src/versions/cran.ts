import { numberListOrder, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** R's package_version: numbers separated by `.` or `-`, a longer version after its beginning. */
export default defineVersionScheme({
  id: 'cran',
  ecosystems: ['Bioconductor', 'CRAN'],
  authority: 'R base, package_version / compareVersion',
  valid: isNumberList,
  compare(a, b) {
    if (a === b) return 0
    const one = isNumberList(a)
    const two = isNumberList(b)
    if (one !== two) return one ? 1 : -1
    return one ? numberListOrder(a.split(/[.-]/), b.split(/[.-]/)) : textOrder(a, b)
  },
})

function isNumberList(version: string): boolean {
  return /^\d+(?:[.-]\d+)*$/.test(version)
}
