/**
 * Ecosystems whose names are compared without regard to case: their registries take both spellings for one package. Go's do not,
 * but no two modules differ by case alone, older purls are in lower case, and advisories spell one module in both ways.
 */
const CASE_INSENSITIVE = new Set(['nuget', 'packagist', 'github actions', 'go', 'hex', 'pub', 'vscode', 'swifturl', 'bitnami'])

/**
 * The key under which advisories of a package are looked up: equal for all spellings that the ecosystem takes for the
 * same package. PyPI follows PEP 503; SwiftURL drops the scheme and `.git` of the repository's URL. Names of the
 * other ecosystems (npm, Maven, crates.io, RubyGems, Hackage, distributions …) are case-sensitive and stay.
 */
export function advisoryName(ecosystem: string, name: string): string {
  const colon = ecosystem.indexOf(':')
  const base = (colon < 0 ? ecosystem : ecosystem.slice(0, colon)).toLowerCase()
  if (base === 'pypi') return pypiName(name)
  if (base === 'swifturl') return swiftName(name)
  return CASE_INSENSITIVE.has(base) ? name.toLowerCase() : name
}

function pypiName(name: string): string {
  const lower = name.toLowerCase()
  return /[._]|--/.test(lower) ? lower.replace(/[-_.]+/g, '-') : lower
}

function swiftName(name: string): string {
  const lower = name.toLowerCase()
  const start = lower.indexOf('://')
  const path = start < 0 ? lower : lower.slice(start + 3)
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path
  return trimmed.endsWith('.git') ? trimmed.slice(0, -4) : trimmed
}
