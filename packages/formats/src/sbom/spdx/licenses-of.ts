import { conjuncts, withoutBrackets } from '../license-text.ts'
import { stated } from './spdx-text.ts'

/**
 * Licences of a package or file: the declared expression, else the concluded one. Names that the document gives to its
 * LicenseRef identifiers stand for them where the expression is nothing but a list.
 */
export function licensesOf(declared: unknown, concluded: unknown, names: ReadonlyMap<string, string>): string[] {
  const expression = stated(declared) || stated(concluded)
  if (!expression) return []
  const parts = conjuncts(expression)
  if (!parts.some((part) => names.has(part))) return [expression]
  return parts.map((part) => names.get(part) ?? withoutBrackets(part))
}
