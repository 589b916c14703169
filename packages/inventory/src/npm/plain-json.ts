/**
 * JSON with comments and trailing commas (JSONC, as bun and deno write) as plain JSON: both become spaces, so every offset stays.
 * Strings are left alone; what else is wrong is left for the JSON parser to refuse.
 */
export function plainJson(text: string): string {
  const cuts: (readonly [from: number, to: number])[] = []
  let comma = -1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      at = stringEnd(text, at)
      comma = -1
    } else if (code === 0x2f && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const end = commentEnd(text, at)
      cuts.push([at, end])
      at = end - 1
    } else if (code === 0x2c) comma = at
    else if (code === 0x7d || code === 0x5d) {
      if (comma >= 0) cuts.push([comma, comma + 1])
      comma = -1
    } else if (code !== 32 && code !== 10 && code !== 13 && code !== 9) comma = -1
  }
  if (cuts.length === 0) return text
  cuts.sort(([a], [b]) => a - b)
  let plain = ''
  let done = 0
  for (const [from, to] of cuts) {
    plain += text.slice(done, from) + text.slice(from, to).replace(/[^\n]/g, ' ')
    done = to
  }
  return plain + text.slice(done)
}

function commentEnd(text: string, at: number): number {
  const line = text[at + 1] === '/'
  const end = text.indexOf(line ? '\n' : '*/', at + 2)
  return end < 0 ? text.length : line ? end : end + 2
}

/** Offset of the closing quote, or of the text's end. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x22) return at
  }
  return text.length
}
