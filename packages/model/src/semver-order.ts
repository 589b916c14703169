import { digitOrder, digitsEnd, isDigit, plainOrder } from './version-order.ts'

/**
 * Precedence of Semantic Versioning 2.0.0 §11, for any text. Beyond the specification: a leading `v` or `=` is skipped,
 * missing numbers are 0, more than three numbers count, and what follows the numbers without `-` is a pre-release.
 * Build metadata is ignored. Identifiers above `maxNumber` (NuGet: 32 bits) are texts; by default none is.
 */
export function semverOrder(a: string, b: string, maxNumber = ''): number {
  const plain = plainOrder(a, b)
  if (plain === plain) return plain
  let i = coreStart(a)
  let j = coreStart(b)
  for (;;) {
    const aEnd = digitsEnd(a, i)
    const bEnd = digitsEnd(b, j)
    const order = digitOrder(a, i, aEnd, b, j, bEnd)
    if (order !== 0) return order
    const aMore = nextNumber(a, aEnd)
    const bMore = nextNumber(b, bEnd)
    if (!aMore && !bMore) return prereleaseOrder(a, aEnd, b, bEnd, maxNumber)
    i = aMore ? aEnd + 1 : aEnd
    j = bMore ? bEnd + 1 : bEnd
    if (aMore !== bMore) {
      // The shorter side stands at its end for good: compare the rest of the longer one with zeros.
      const rest = aMore ? remainingNumbers(a, i) : -remainingNumbers(b, j)
      if (rest !== 0) return rest
      return prereleaseOrder(a, aMore ? numbersEnd(a, i) : aEnd, b, bMore ? numbersEnd(b, j) : bEnd, maxNumber)
    }
  }
}

/** Numbers with dots between them: no commit id has one. */
const PLAIN = /^\d+(?:\.\d+)+$/

/** Order of the build metadata alone: none before any, else by identifiers as pre-releases are (pub_semver). */
export function semverBuildOrder(a: string, b: string): number {
  const i = a.indexOf('+')
  const j = b.indexOf('+')
  if (i < 0 || j < 0) return i < 0 ? (j < 0 ? 0 : -1) : 1
  return identifiersOrder(a, i + 1, a.length, b, j + 1, b.length, '')
}

/**
 * Whether the text is written as a version is: an optional `v` or `=`, numbers, then nothing, a separator with more, or a
 * pre-release word. A commit id is none, even where it begins with a digit, nor is what stands for many versions (`1.x`, `1.+`).
 */
export function isSemverLike(text: string): boolean {
  // Nearly all are; the rules below ask for tables of letters that cost more than a scan's comparisons.
  if (PLAIN.test(text)) return true
  const core = /^[v=]?\d+(?:\.\d+)*/i.exec(text)?.[0]
  if (core === undefined || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text)) return false
  const rest = text.slice(core.length)
  if (/^(?:\.[x+])+$/i.test(rest)) return false
  return (
    /^(?:$|[-+._~][\w.+~-]*$)/.test(rest) ||
    /^(?:a|alpha|b|beta|c|rc|pre|preview|dev|m|p|post|final|ga|lts)\d*(?:[-+.][\w.+~-]*)?$/i.test(rest)
  )
}

function coreStart(text: string): number {
  let start = 0
  while (start < text.length && text.charCodeAt(start) <= 32) start++
  if (text.charCodeAt(start) === 61) start++
  return (text.charCodeAt(start) | 32) === 118 && isDigit(text.charCodeAt(start + 1)) ? start + 1 : start
}

function nextNumber(text: string, at: number): boolean {
  return text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))
}

function remainingNumbers(text: string, from: number): number {
  let start = from
  for (;;) {
    const end = digitsEnd(text, start)
    if (digitOrder(text, start, end, '', 0, 0) !== 0) return 1
    if (!nextNumber(text, end)) return 0
    start = end + 1
  }
}

function numbersEnd(text: string, from: number): number {
  let end = digitsEnd(text, from)
  while (nextNumber(text, end)) end = digitsEnd(text, end + 1)
  return end
}

function prereleaseOrder(a: string, aStart: number, b: string, bStart: number, maxNumber: string): number {
  const aEnd = prereleaseEnd(a, aStart)
  const bEnd = prereleaseEnd(b, bStart)
  if (aEnd === aStart || bEnd === bStart) return aEnd === aStart ? (bEnd === bStart ? 0 : 1) : -1
  return identifiersOrder(a, afterHyphen(a, aStart), aEnd, b, afterHyphen(b, bStart), bEnd, maxNumber)
}

function prereleaseEnd(text: string, from: number): number {
  const plus = text.indexOf('+', from)
  return plus < 0 ? text.length : plus
}

/** Position after the `-` that begins a pre-release; `1.0.0.rc1` is read as `1.0.0-rc1`. */
function afterHyphen(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code === 45 || code === 46 ? at + 1 : at
}

function identifiersOrder(a: string, aFrom: number, aTo: number, b: string, bFrom: number, bTo: number, maxNumber: string): number {
  let i = aFrom
  let j = bFrom
  for (;;) {
    const aEnd = identifierEnd(a, i, aTo)
    const bEnd = identifierEnd(b, j, bTo)
    const aNumeric = isNumeric(a, i, aEnd, maxNumber)
    const bNumeric = isNumeric(b, j, bEnd, maxNumber)
    if (aNumeric !== bNumeric) return aNumeric ? -1 : 1
    const order = aNumeric ? digitOrder(a, i, aEnd, b, j, bEnd) : sliceOrder(a, i, aEnd, b, j, bEnd)
    if (order !== 0) return order
    if (aEnd >= aTo || bEnd >= bTo) return aEnd >= aTo ? (bEnd >= bTo ? 0 : -1) : 1
    i = aEnd + 1
    j = bEnd + 1
  }
}

function isNumeric(text: string, from: number, to: number, maxNumber: string): boolean {
  if (to === from || digitsEnd(text, from) < to) return false
  return maxNumber === '' || digitOrder(text, from, to, maxNumber, 0, maxNumber.length) <= 0
}

function identifierEnd(text: string, from: number, to: number): number {
  let end = from
  while (end < to && text.charCodeAt(end) !== 46) end++
  return end
}

function sliceOrder(a: string, aStart: number, aEnd: number, b: string, bStart: number, bEnd: number): number {
  let i = aStart
  let j = bStart
  for (; i < aEnd && j < bEnd; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j)
    if (difference !== 0) return difference
  }
  return aEnd - i - (bEnd - j)
}
