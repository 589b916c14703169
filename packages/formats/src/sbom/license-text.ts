import { SPDX_EXCEPTIONS, SPDX_LICENCES } from '@cupel/model'

const REFERENCE = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/

/** Whether the text is one identifier of the SPDX licence list, an SPDX expression (SPDX 2.3 annex D), or just a name. */
export function licenseKind(text: string): 'id' | 'expression' | 'name' {
  // The schemas of CycloneDX list exceptions among the identifiers.
  if (SPDX_LICENCES.has(text) || SPDX_EXCEPTIONS.has(text)) return 'id'
  return isExpression(text) ? 'expression' : 'name'
}

/** The parts of an expression that stand under its outermost ANDs; the whole text when there is none. */
export function conjuncts(expression: string): string[] {
  const parts: string[] = []
  let depth = 0
  let current: string[] = []
  for (const token of tokens(expression)) {
    if (depth === 0 && token === 'AND') {
      parts.push(current.join(' '))
      current = []
      continue
    }
    // An OR outside of brackets binds weaker than AND: the text is one alternative, not a list.
    if (depth === 0 && token === 'OR') return [expression]
    if (token === '(') depth++
    if (token === ')') depth--
    current.push(token)
  }
  parts.push(current.join(' '))
  return parts.map((part) => part.replaceAll('( ', '(').replaceAll(' )', ')'))
}

/** The expression without brackets around the whole of it. */
export function withoutBrackets(expression: string): string {
  if (!expression.startsWith('(')) return expression
  let depth = 0
  for (let at = 0; at < expression.length; at++) {
    if (expression[at] === '(') depth++
    if (expression[at] === ')' && --depth === 0) return at === expression.length - 1 ? expression.slice(1, -1) : expression
  }
  return expression
}

function tokens(text: string): string[] {
  return text.replaceAll('(', ' ( ').replaceAll(')', ' ) ').trim().split(/\s+/)
}

function isExpression(text: string): boolean {
  if (text.length > 100_000) return false
  let depth = 0
  let wantsLicense = true
  const list = tokens(text)
  for (let at = 0; at < list.length; at++) {
    const token = list[at] ?? ''
    if (wantsLicense) {
      if (token === '(') depth++
      else if (isLicense(token)) wantsLicense = false
      else return false
    } else if (token === ')') {
      if (--depth < 0) return false
    } else if (token === 'AND' || token === 'OR') wantsLicense = true
    else if (token === 'WITH') {
      if (!/^[A-Za-z0-9.-]+$/.test(list[++at] ?? '')) return false
    } else return false
  }
  return depth === 0 && !wantsLicense
}

function isLicense(token: string): boolean {
  return SPDX_LICENCES.has(token.endsWith('+') ? token.slice(0, -1) : token) || REFERENCE.test(token)
}
