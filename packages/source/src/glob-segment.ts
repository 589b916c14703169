/** One thing a glob asks of one character, or `*`. */
type Token = { readonly kind: 'star' } | { readonly kind: 'any' } | { readonly kind: 'one'; readonly fits: (code: number) => boolean }

/** Tells whether one path segment fits a glob without `/`. */
export type SegmentMatcher = (segment: string) => boolean

/**
 * Compiles one segment of a glob as git's wildmatch reads it: `*`, `?`, `[a-z]`, `[!a]`, `[[:alpha:]]`, `\` before a character taken as
 * it is. null for a glob that can never fit: an open `[`, a `\` at the end. Matching takes time linear in text × glob at worst.
 */
export function compileSegment(glob: string): SegmentMatcher | null {
  if (!/[*?[\\]/.test(glob)) return (segment) => segment === glob
  const tokens = tokensOf(glob)
  if (tokens === null) return null
  if (tokens.every(({ kind }) => kind === 'star')) return () => true
  return (segment) => fitsTokens(segment, tokens)
}

/** Splits a glob at its slashes. One in a bracket expression belongs to it; a `\\` before one says nothing new and is dropped. */
export function globSegments(glob: string): readonly string[] {
  const segments: string[] = []
  let start = 0
  for (let at = 0; at < glob.length;) {
    const character = glob[at]
    if (character === '[') at = classAt(glob, at + 1)?.end ?? glob.length
    else if (character === '\\' && glob[at + 1] !== '/') at += 2
    else if (character === '/' || character === '\\') {
      segments.push(glob.slice(start, at))
      at += character === '/' ? 1 : 2
      start = at
    } else at++
  }
  segments.push(glob.slice(start))
  return segments
}

/** The newest star takes one character more whenever the rest does not fit; older stars need never be looked at again. */
function fitsTokens(text: string, tokens: readonly Token[]): boolean {
  let at = 0
  let token = 0
  let star = -1
  let starAt = 0
  while (at < text.length) {
    const wanted = tokens[token]
    if (wanted?.kind === 'star') {
      star = token++
      starAt = at
      continue
    }
    const code = text.codePointAt(at) as number
    if (wanted !== undefined && (wanted.kind === 'any' || wanted.fits(code))) {
      token++
      at += code > 0xffff ? 2 : 1
      continue
    }
    if (star < 0) return false
    token = star + 1
    at = ++starAt
  }
  return tokens.slice(token).every(({ kind }) => kind === 'star')
}

function tokensOf(glob: string): readonly Token[] | null {
  const tokens: Token[] = []
  for (let at = 0; at < glob.length;) {
    const character = glob[at] as string
    if (character === '*') {
      if (tokens[tokens.length - 1]?.kind !== 'star') tokens.push({ kind: 'star' })
      at++
    } else if (character === '?') {
      tokens.push({ kind: 'any' })
      at++
    } else if (character === '[') {
      const found = classAt(glob, at + 1)
      if (found === null) return null
      tokens.push({ kind: 'one', fits: found.fits })
      at = found.end
    } else {
      if (character === '\\') at++
      const code = glob.codePointAt(at)
      if (code === undefined) return null
      tokens.push({ kind: 'one', fits: (other) => other === code })
      at += code > 0xffff ? 2 : 1
    }
  }
  return tokens
}

interface CharacterClass {
  readonly fits: (code: number) => boolean
  readonly end: number
}

/** A bracket expression from behind its `[`. */
function classAt(glob: string, start: number): CharacterClass | null {
  const isNegated = glob[start] === '!' || glob[start] === '^'
  const ranges: [from: number, to: number][] = []
  const named: ((code: number) => boolean)[] = []
  let at = isNegated ? start + 1 : start
  for (let first = true; first || glob[at] !== ']'; first = false) {
    if (glob.startsWith('[:', at)) {
      const end = glob.indexOf(':]', at + 2)
      const fits = end < 0 ? undefined : NAMED[glob.slice(at + 2, end)]
      if (fits === undefined) return null
      named.push(fits)
      at = end + 2
      continue
    }
    const from = literalAt(glob, at)
    if (from === null) return null
    at = from.end
    ranges.push([from.code, from.code])
    if (glob[at] === '-' && glob[at + 1] !== ']' && at + 1 < glob.length) {
      const to = literalAt(glob, at + 1)
      if (to === null) return null
      ranges.push([from.code, to.code])
      at = to.end
    }
  }
  const has = (code: number) => ranges.some(([from, to]) => code >= from && code <= to) || named.some((fits) => fits(code))
  return { fits: (code) => has(code) !== isNegated, end: at + 1 }
}

function literalAt(glob: string, at: number): { readonly code: number; readonly end: number } | null {
  const start = glob[at] === '\\' ? at + 1 : at
  const code = glob.codePointAt(start)
  return code === undefined ? null : { code, end: start + (code > 0xffff ? 2 : 1) }
}

const isUpper = (code: number) => code >= 65 && code <= 90
const isLower = (code: number) => code >= 97 && code <= 122
const isDigit = (code: number) => code >= 48 && code <= 57
const isGraph = (code: number) => code > 32 && code < 127
const isAlnum = (code: number) => isUpper(code) || isLower(code) || isDigit(code)

/** Character classes of POSIX, for ASCII as in git. */
const NAMED: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: isAlnum,
  alpha: (code) => isUpper(code) || isLower(code),
  blank: (code) => code === 32 || code === 9,
  cntrl: (code) => code < 32 || code === 127,
  digit: isDigit,
  graph: isGraph,
  lower: isLower,
  print: (code) => isGraph(code) || code === 32,
  punct: (code) => isGraph(code) && !isAlnum(code),
  space: (code) => code === 32 || (code >= 9 && code <= 13),
  upper: isUpper,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
}
