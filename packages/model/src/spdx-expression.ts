import { SPDX_EXCEPTIONS, SPDX_LICENCES } from './licence-list.data.ts'

/** A licence, or two expressions and what joins them. */
export type SpdxNode =
  | { readonly license: string; readonly plus: boolean; readonly exception: string }
  | { readonly left: SpdxNode; readonly conjunction: 'and' | 'or'; readonly right: SpdxNode }

const REFERENCE = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/
const TOKEN = /\s*([()]|(?:DocumentRef-[A-Za-z0-9.-]+:)?[A-Za-z0-9.-]+\+?)/y
const MAX_DEPTH = 1_000

/**
 * Parses a licence expression (SPDX 2.3 annex D): identifiers of the list in their own spelling, references, `+`, WITH an exception of the
 * list, AND before OR, brackets; operators in any case. null: it is none.
 */
export function parseSpdxExpression(text: string): SpdxNode | null {
  const tokens = tokensOf(text)
  let at = 0

  function isWord(word: string): boolean {
    return tokens?.[at]?.toUpperCase() === word
  }
  function atom(depth: number): SpdxNode | null {
    const token = tokens?.[at++]
    if (token === undefined || depth > MAX_DEPTH) return null
    if (token === '(') {
      const inner = chain('or', depth + 1)
      return tokens?.[at++] === ')' ? inner : null
    }
    const plus = token.endsWith('+')
    const license = plus ? token.slice(0, -1) : token
    if (!(SPDX_LICENCES.has(license) || (REFERENCE.test(license) && !plus))) return null
    if (!isWord('WITH')) return { license, plus, exception: '' }
    at++
    const exception = tokens?.[at++] ?? ''
    return SPDX_EXCEPTIONS.has(exception) ? { license, plus, exception } : null
  }
  function chain(conjunction: 'and' | 'or', depth: number): SpdxNode | null {
    let left = conjunction === 'or' ? chain('and', depth) : atom(depth)
    while (left !== null && isWord(conjunction.toUpperCase())) {
      at++
      const right = conjunction === 'or' ? chain('and', depth) : atom(depth)
      left = right === null ? null : { left, conjunction, right }
    }
    return left
  }
  const whole = tokens === null ? null : chain('or', 0)
  return at === tokens?.length ? whole : null
}

function tokensOf(text: string): readonly string[] | null {
  const tokens: string[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const token = TOKEN.exec(text)?.[1]
    if (token === undefined) return null
    tokens.push(token)
  }
  return tokens
}
