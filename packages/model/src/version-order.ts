/** Order of two texts by UTF-16 code units: negative, 0 or positive. */
export function textOrder(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Whether the code unit is an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Whether the code unit is an ASCII letter. */
export function isLetter(code: number): boolean {
  const lower = code | 32
  return lower >= 97 && lower <= 122
}

/** Position after the digits that start at `from`; `from` itself where there are none. */
export function digitsEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  return end
}

/** Numeric order of two runs of digits of any length. An empty run is zero. */
export function digitOrder(a: string, aStart: number, aEnd: number, b: string, bStart: number, bEnd: number): number {
  let i = aStart
  let j = bStart
  while (i < aEnd && a.charCodeAt(i) === 48) i++
  while (j < bEnd && b.charCodeAt(j) === 48) j++
  if (aEnd - i !== bEnd - j) return aEnd - i < bEnd - j ? -1 : 1
  for (; i < aEnd; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j)
    if (difference !== 0) return difference
  }
  return 0
}

/** Numeric order of two texts of digits. */
export function numberOrder(a: string, b: string): number {
  return digitOrder(a, 0, a.length, b, 0, b.length)
}

/** Plain versions as numbers, and NaN for the other texts: each is compared with many. */
const numbers = new Map<string, number>()
const MAX_NUMBERS = 4096
/** Three components below this make one exact number. */
const COMPONENTS = 2 ** 17

/**
 * Order of two plain versions (`1.20.3`), the shorter one padded with zeros; NaN unless both are plain, of at most three components
 * below 131,072. The fast path of schemes in which `1.0` equals `1.0.0`.
 */
export function plainOrder(a: string, b: string): number {
  return plainNumber(a) - plainNumber(b)
}

function plainNumber(text: string): number {
  let number = numbers.get(text)
  if (number !== undefined) return number
  number = asNumber(text)
  if (numbers.size >= MAX_NUMBERS) numbers.clear()
  numbers.set(text, number)
  return number
}

function asNumber(text: string): number {
  let number = 0
  let component = -1
  let count = 1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46) {
      if (component < 0 || ++count > 3) return NaN
      number = number * COMPONENTS + component
      component = -1
    } else {
      component = Math.max(component, 0) * 10 + code - 48
      if (!isDigit(code) || component >= COMPONENTS) return NaN
    }
  }
  return component < 0 ? NaN : (number * COMPONENTS + component) * COMPONENTS ** (3 - count)
}

/** Lexicographic order of two lists of numbers written as text; the shorter of otherwise equal lists is less. */
export function numberListOrder(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const order = numberOrder(a[index] ?? '', b[index] ?? '')
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** The place after what is neither digit nor letter. */
export function separatorsEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && !isDigit(text.charCodeAt(end)) && !isLetter(text.charCodeAt(end))) end++
  return end
}

/** The place after the digits, or after the letters, that begin at `from`. */
export function runEnd(text: string, from: number): number {
  if (isDigit(text.charCodeAt(from))) return digitsEnd(text, from)
  let end = from
  while (end < text.length && isLetter(text.charCodeAt(end))) end++
  return end
}
