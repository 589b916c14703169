/**
 * Line of each element of the array under a top-level key of a valid JSON text, in order; of the last such key, as the parser
 * takes it. Empty when there is no such array. One pass.
 */
export function elementLines(text: string, key: string): readonly number[] {
  let lines: number[] = []
  let line = 1
  let depth = 0
  let inside = false
  let fresh = false
  let last = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\n') {
      line++
      continue
    }
    if (char === ' ' || char === '\t' || char === '\r') continue
    if (inside && depth === 2 && fresh && char !== ']') {
      lines.push(line)
      fresh = false
    }
    if (char === '"') {
      const end = stringEnd(text, at)
      if (depth === 1) last = text.slice(at + 1, end)
      at = end
    } else if (char === '[' || char === '{') {
      depth++
      if (depth === 2) {
        inside = char === '[' && last === key
        fresh = inside
        if (inside) lines = []
      }
    } else if (char === ']' || char === '}') {
      if (depth === 2) inside = false
      depth--
    } else if (char === ',' && inside && depth === 2) fresh = true
  }
  return lines
}

function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}
