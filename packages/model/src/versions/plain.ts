import { digitOrder, isDigit, plainOrder, runEnd, separatorsEnd, textOrder } from '../version-order.ts'
import { defineVersionScheme } from '../version-scheme.ts'

/** Words that begin something before the release; all other words come after it. */
const BEFORE = /^(?:alpha|beta|a|b|dev|m|milestone|pre|preview|rc|snapshot)$/i

/**
 * For ecosystems without a published order: runs of digits as numbers, runs of letters as words, all else separates.
 * Pre-release words come before the end, numbers and other words after it; `1.0` and `1.0.0` differ.
 */
export default defineVersionScheme({
  id: 'plain',
  ecosystems: ['Android', 'Linux', 'OSS-Fuzz', 'Root', 'TuxCare'],
  authority: 'none: own fallback, described in docs/versions.md',
  valid: (version) => /\d/.test(version),
  compare(a, b) {
    const plain = plainOrder(a, b)
    if (plain !== 0 && plain === plain) return plain
    let i = 0
    let j = 0
    for (;;) {
      i = separatorsEnd(a, i)
      j = separatorsEnd(b, j)
      const order = rank(a, i) - rank(b, j)
      if (order !== 0) return order
      if (i >= a.length) return 0
      const aEnd = runEnd(a, i)
      const bEnd = runEnd(b, j)
      const runs = isDigit(a.charCodeAt(i))
        ? digitOrder(a, i, aEnd, b, j, bEnd)
        : textOrder(a.slice(i, aEnd).toLowerCase(), b.slice(j, bEnd).toLowerCase())
      if (runs !== 0) return runs
      i = aEnd
      j = bEnd
    }
  },
})

/** 0: pre-release word, 1: end, 2: other word, 3: number. */
function rank(text: string, at: number): number {
  if (at >= text.length) return 1
  if (isDigit(text.charCodeAt(at))) return 3
  return BEFORE.test(text.slice(at, runEnd(text, at))) ? 0 : 2
}
