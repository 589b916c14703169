import { digitOrder, digitsEnd, isDigit, isLetter } from './version-order.ts'

/**
 * rpmvercmp (rpm-version(7)): alternating runs of digits and letters, all else separates; digits after letters,
 * `~` before the end, `^` after the end but before anything else.
 */
export function rpmOrder(a: string, b: string): number {
  if (a === b) return 0
  let i = 0
  let j = 0
  for (;;) {
    i = separatorsEnd(a, i)
    j = separatorsEnd(b, j)
    const aCode = i < a.length ? a.charCodeAt(i) : 0
    const bCode = j < b.length ? b.charCodeAt(j) : 0
    if (aCode === 126 || bCode === 126) {
      if (aCode !== bCode) return aCode === 126 ? -1 : 1
      i++
      j++
      continue
    }
    if (aCode === 94 || bCode === 94) {
      if (aCode !== bCode) return aCode === 94 ? (bCode === 0 ? 1 : -1) : aCode === 0 ? -1 : 1
      i++
      j++
      continue
    }
    if (aCode === 0 || bCode === 0) return aCode === bCode ? 0 : aCode === 0 ? -1 : 1
    const numeric = isDigit(aCode)
    if (numeric !== isDigit(bCode)) return numeric ? 1 : -1
    const aEnd = numeric ? digitsEnd(a, i) : lettersEnd(a, i)
    const bEnd = numeric ? digitsEnd(b, j) : lettersEnd(b, j)
    const order = numeric ? digitOrder(a, i, aEnd, b, j, bEnd) : letterOrder(a, i, aEnd, b, j, bEnd)
    if (order !== 0) return order
    i = aEnd
    j = bEnd
  }
}

function separatorsEnd(text: string, from: number): number {
  let end = from
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (isDigit(code) || isLetter(code) || code === 126 || code === 94) break
  }
  return end
}

function lettersEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && isLetter(text.charCodeAt(end))) end++
  return end
}

function letterOrder(a: string, aStart: number, aEnd: number, b: string, bStart: number, bEnd: number): number {
  let i = aStart
  let j = bStart
  for (; i < aEnd && j < bEnd; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j)
    if (difference !== 0) return difference
  }
  return aEnd - i - (bEnd - j)
}
