/**
 * Pairs of a single-level flow mapping (`{integrity: sha512-…, type: git}`), keys and values without quotes.
 * null when it is nested or otherwise not of this plain form.
 */
export function flowPairs(text: string): readonly (readonly [key: string, value: string])[] | null {
  if (text.charCodeAt(0) !== 123) return null
  const pairs: [string, string][] = []
  const scan = { text, at: 1 }
  for (;;) {
    skipSpaces(scan)
    if (text[scan.at] === '}') return scan.at === text.length - 1 ? pairs : null
    const key = takeScalar(scan, ':,}')
    if (key === null || text[scan.at] !== ':') return null
    scan.at++
    skipSpaces(scan)
    const value = takeScalar(scan, ',}')
    if (value === null) return null
    pairs.push([key, value])
    if (text[scan.at] === ',') scan.at++
    else if (text[scan.at] !== '}') return null
  }
}

interface Scan {
  readonly text: string
  at: number
}

function skipSpaces(scan: Scan): void {
  while (scan.text[scan.at] === ' ') scan.at++
}

/** A scalar up to one of `stops`; a colon stops a plain one only before a space (YAML 1.2.2 §7.3.3). */
function takeScalar(scan: Scan, stops: string): string | null {
  const { text } = scan
  const quote = text[scan.at]
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, scan.at + 1)
    if (close < 0 || text[close + 1] === quote) return null
    const value = text.slice(scan.at + 1, close)
    scan.at = close + 1
    skipSpaces(scan)
    return value.includes('\\') ? null : value
  }
  const start = scan.at
  for (; scan.at < text.length; scan.at++) {
    const character = text[scan.at] as string
    if (character === '{' || character === '[' || character === ']') return null
    if (stops.includes(character) && (character !== ':' || text[scan.at + 1] === ' ')) break
  }
  return text.slice(start, scan.at).trimEnd()
}
