/** One element of a pattern: any run of characters, one of any, or one out of a set. */
type Token = '*' | '?' | { readonly literal: string } | { readonly set: readonly (readonly [string, string])[]; readonly negated: boolean }

/**
 * Compiles a shell pattern as in-toto's artifact rules use it (Python's fnmatch): `*` also crosses `/`, `?`, `[ab]`, `[a-z]`, `[!a]`; a
 * `[` without end is itself. Matching takes at most pattern × text steps, whatever the pattern.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const tokens = tokenize([...pattern])
  return (text) => matches(tokens, [...text])
}

function tokenize(pattern: readonly string[]): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? ''
    const end = character === '[' ? setEnd(pattern, at + 1) : -1
    if (end >= 0) {
      tokens.push(readSet(pattern.slice(at + 1, end)))
      at = end
    } else if (character !== '*') tokens.push(character === '?' ? '?' : { literal: character })
    else if (tokens.at(-1) !== '*') tokens.push('*')
  }
  return tokens
}

/** A `]` right after the opening or its `!` belongs to the set. */
function setEnd(pattern: readonly string[], start: number): number {
  const first = pattern[start] === '!' ? start + 1 : start
  return pattern.indexOf(']', pattern[first] === ']' ? first + 1 : first)
}

function readSet(inner: readonly string[]): Token {
  const negated = inner[0] === '!'
  const characters = negated ? inner.slice(1) : inner
  const set: (readonly [string, string])[] = []
  for (let at = 0; at < characters.length; at += 1) {
    const from = characters[at] ?? ''
    const to = characters[at + 1] === '-' ? characters[at + 2] : undefined
    set.push([from, to ?? from])
    if (to !== undefined) at += 2
  }
  return { set, negated }
}

/** Goes back to the last `*` only: an earlier one can never do better. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0
  let at = 0
  let starToken = -1
  let starAt = 0
  while (at < text.length) {
    const current = tokens[token]
    if (current === '*') {
      starToken = token
      starAt = at
      token += 1
    } else if (current !== undefined && accepts(current, text[at] ?? '')) {
      token += 1
      at += 1
    } else if (starToken >= 0) {
      token = starToken + 1
      starAt += 1
      at = starAt
    } else return false
  }
  while (tokens[token] === '*') token += 1
  return token === tokens.length
}

function accepts(token: Exclude<Token, '*'>, character: string): boolean {
  if (token === '?') return true
  if ('literal' in token) return token.literal === character
  return token.set.some(([from, to]) => from <= character && character <= to) !== token.negated
}
