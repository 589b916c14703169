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
  const base = baseOf(ecosystem)
  if (base === 'pypi') return pypiName(name)
  if (base === 'swifturl') return swiftName(name)
  return CASE_INSENSITIVE.has(base) ? name.toLowerCase() : name
}

/** Whether `advisoryName` gives every name of the ecosystem as it is. */
export function takesNamesAsWritten(ecosystem: string): boolean {
  const base = baseOf(ecosystem)
  return base !== 'pypi' && base !== 'swifturl' && !CASE_INSENSITIVE.has(base)
}

function baseOf(ecosystem: string): string {
  const colon = ecosystem.indexOf(':')
  return (colon < 0 ? ecosystem : ecosystem.slice(0, colon)).toLowerCase()
}

function pypiName(name: string): string {
  // Extras (`requests[security]`) are parts of the package that are asked for.
  const extras = name.indexOf('[')
  const lower = (extras > 0 ? name.slice(0, extras) : name).toLowerCase()
  return /[._]|--/.test(lower) ? lower.replace(/[-_.]+/g, '-') : lower
}

function swiftName(name: string): string {
  const lower = name.toLowerCase()
  const start = lower.indexOf('://')
  const path = start < 0 ? lower : lower.slice(start + 3)
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path
  if (trimmed.endsWith('.git')) return trimmed.slice(0, -4)
  // syft puts the name of the package behind its repository.
  const behind = /^(.+)\.git\/[^/]+$/.exec(trimmed)?.[1]
  if (behind !== undefined) return behind
  const [host, owner, repository, again, more] = trimmed.split('/')
  return host === 'github.com' && again === repository && more === undefined ? `${host}/${owner}/${repository}` : trimmed
}
