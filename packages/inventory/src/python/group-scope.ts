import type { Scope } from '@cupel/model'

const MAIN: ReadonlySet<string> = new Set(['main', 'default'])
const TEST = /^(?:unit-?)?tests?(?:ing)?$/
const DEVELOPMENT = /^(?:dev|devel|develop|development|lint(?:ing|ers?)?|docs?|documentation|typing|types|mypy|format(?:ting)?|ci|nox|tox)$/

/** Scope of a dependency group (PEP 735, Poetry): groups are for development, `test` ones for tests. */
export function groupScope(group: string): Scope {
  const name = group.toLowerCase()
  if (MAIN.has(name)) return 'runtime'
  return TEST.test(name) ? 'test' : 'dev'
}

/** Scope of a group that may as well be an extra: only a name that says so makes it one for development. */
export function categoryScope(category: string): Scope {
  const name = category.toLowerCase()
  return MAIN.has(name) || TEST.test(name) || DEVELOPMENT.test(name) ? groupScope(name) : 'optional'
}
