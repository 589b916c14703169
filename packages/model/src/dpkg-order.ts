import { digitOrder, digitsEnd, isDigit, isLetter } from './version-order.ts'

/**
 * Order of two slices as dpkg compares upstream versions (Debian policy §5.6.12): runs of non-digits by character,
 * where `~` comes before the end and letters before all else, in turn with runs of digits as numbers.
 */
export function dpkgOrder(a: string, aStart: number, aEnd: number, b: string, bStart: number, bEnd: number): number {
  let i = aStart
  let j = bStart
  while (i < aEnd || j < bEnd) {
    for (;;) {
      const aWeight = i < aEnd ? weight(a.charCodeAt(i)) : 0
      const bWeight = j < bEnd ? weight(b.charCodeAt(j)) : 0
      if (aWeight !== bWeight) return aWeight - bWeight
      if (aWeight === 0) break
      i++
      j++
    }
    const aDigits = Math.min(digitsEnd(a, i), Math.max(i, aEnd))
    const bDigits = Math.min(digitsEnd(b, j), Math.max(j, bEnd))
    const order = digitOrder(a, i, aDigits, b, j, bDigits)
    if (order !== 0) return order
    i = aDigits
    j = bDigits
  }
  return 0
}

function weight(code: number): number {
  if (isDigit(code)) return 0
  if (code === 126) return -1
  return isLetter(code) ? code : code + 256
}
