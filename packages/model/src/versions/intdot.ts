import { digitOrder, digitsEnd, isDigit, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Numbers between dots, missing ones zero; what follows them does not count. A text without a number stands first. */
export default defineVersionScheme({
  id: 'intdot',
  ecosystems: [],
  authority: 'VERS type "intdot"',
  valid: (version) => isDigit(version.charCodeAt(0)),
  compare(a, b) {
    const one = isDigit(a.charCodeAt(0))
    const two = isDigit(b.charCodeAt(0))
    if (!one || !two) return one === two ? textOrder(a, b) : one ? 1 : -1
    let i = 0
    let j = 0
    for (;;) {
      const aEnd = digitsEnd(a, i)
      const bEnd = digitsEnd(b, j)
      const order = digitOrder(a, i, aEnd, b, j, bEnd)
      if (order !== 0) return order
      const aMore = a.charCodeAt(aEnd) === 46 && isDigit(a.charCodeAt(aEnd + 1))
      const bMore = b.charCodeAt(bEnd) === 46 && isDigit(b.charCodeAt(bEnd + 1))
      if (!aMore && !bMore) return 0
      i = aMore ? aEnd + 1 : a.length
      j = bMore ? bEnd + 1 : b.length
    }
  },
})
