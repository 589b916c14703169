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

/**
 * Order of two plain versions (`1.20.3`), the shorter one padded with zeros; NaN unless both are plain.
 * The fast path of schemes in which `1.0` equals `1.0.0`.
 */
export function plainOrder(a: string, b: string): number {
  const aLength = a.length
  const bLength = b.length
  if (aLength === 0 || bLength === 0) return NaN
  let order = 0
  let i = 0
  let j = 0
  while (i < aLength || j < bLength) {
    const aStart = i
    const bStart = j
    let aValue = 0
    let bValue = 0
    for (let code = 0; i < aLength && (code = a.charCodeAt(i)) !== 46; i++) {
      if (code < 48 || code > 57) return NaN
      aValue = aValue * 10 + code - 48
    }
    for (let code = 0; j < bLength && (code = b.charCodeAt(j)) !== 46; j++) {
      if (code < 48 || code > 57) return NaN
      bValue = bValue * 10 + code - 48
    }
    // An empty component or one too long for exact arithmetic is left to the scheme.
    if ((i === aStart && aStart < aLength) || (j === bStart && bStart < bLength)) return NaN
    if (i - aStart > 15 || j - bStart > 15) return NaN
    if (order === 0) order = aValue - bValue
    if (i < aLength && ++i === aLength) return NaN
    if (j < bLength && ++j === bLength) return NaN
  }
  return order
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
