export interface JsonError {
  readonly offset: number
  readonly reason: string
}

const SPACE = /[ \t\n\r]*/y
// Two patterns taken in turn, not one with a loop: a string of many megabytes must not fill the engine's backtrack stack.
const PLAIN = /[ !#-[\]-\u{10ffff}]*/uy
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORD = /true|false|null/y

/**
 * Finds where a text stops being JSON (RFC 8259 §2). Engines tell the place only sometimes and quote the input, so a
 * refused text is scanned again here; the scan is linear and keeps its own stack.
 */
export function findJsonError(text: string): JsonError {
  const open: ('{' | '[')[] = []
  let at = 0
  let expect: 'value' | 'first-item' | 'first-key' | 'key' | 'after' = 'value'

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  const takeString = (): boolean => {
    if (text[at] !== '"') return false
    at++
    do take(PLAIN)
    while (take(ESCAPE))
    if (text[at] !== '"') return false
    at++
    return true
  }
  const fail = (wanted: string): JsonError => ({
    offset: at,
    reason: at >= text.length ? `the text ends where ${wanted} is expected` : `${wanted} is expected here`,
  })

  for (;;) {
    take(SPACE)
    const char = text[at]
    if (expect === 'after') {
      const inside = open.at(-1)
      if (inside === undefined) {
        return { offset: at, reason: at < text.length ? 'there is more text after the value' : 'the engine refused it' }
      }
      if (char === ',') expect = inside === '{' ? 'key' : 'value'
      else if (char === (inside === '{' ? '}' : ']')) open.pop()
      else return fail(inside === '{' ? "',' or '}'" : "',' or ']'")
      at++
      continue
    }
    if ((char === '}' && expect === 'first-key') || (char === ']' && expect === 'first-item')) {
      open.pop()
      at++
      expect = 'after'
      continue
    }
    if (expect === 'first-key' || expect === 'key') {
      if (!takeString()) return fail('a key in quotes')
      take(SPACE)
      if (text[at] !== ':') return fail("':'")
      at++
      expect = 'value'
      continue
    }
    if (char === '{' || char === '[') {
      open.push(char)
      at++
      expect = char === '{' ? 'first-key' : 'first-item'
      continue
    }
    if (!takeString() && !take(NUMBER) && !take(WORD)) return fail('a value')
    expect = 'after'
  }
}
