/** A key of a JSON text. */
export interface JsonKey {
  readonly key: string
  /** Whether its value is an object or array. */
  readonly opens: boolean
  /** Of its opening quote. */
  readonly offset: number
  /** 1 for the keys of the outermost object; arrays count as levels too. */
  readonly depth: number
}

/**
 * Calls `visit` for every key of a valid JSON text in file order; duplicates come as often as they stand. Linear, without recursion. Strings inside are skipped by searching their ends.
 */
export function visitJsonKeys(text: string, visit: (key: JsonKey) => void): void {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x7b || code === 0x5b) depth++
    else if (code === 0x7d || code === 0x5d) depth--
    else if (code === 0x22) {
      const end = stringEnd(text, at)
      if (end < 0) return
      const colon = skipSpace(text, end + 1)
      if (text.charCodeAt(colon) === 0x3a) {
        const value = text.charCodeAt(skipSpace(text, colon + 1))
        visit({ key: unquoted(text, at, end), opens: value === 0x7b || value === 0x5b, offset: at, depth })
        at = colon
      } else at = end
    }
  }
}

/** Offset of the quote that ends the string at `start`; -1 when there is none. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return at
  }
  return -1
}

function skipSpace(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at
    at++
  }
}

function unquoted(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end)
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : raw
}
