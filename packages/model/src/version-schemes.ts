import type { VersionScheme } from './version-scheme.ts'
import { VERSION_SCHEMES } from './versions.gen.ts'

/** Names that people and VERS use for a scheme beside its id and the OSV ecosystems: mostly purl types. */
const ALIASES: Readonly<Record<string, string>> = {
  cargo: 'semver',
  composer: 'packagist',
  deb: 'dpkg',
  ebuild: 'gentoo',
  gem: 'rubygems',
  generic: 'plain',
  github: 'semver',
  githubactions: 'semver',
  golang: 'semver',
  nginx: 'semver',
  pypi: 'pep440',
  python: 'pep440',
  swift: 'semver',
}

/** Ecosystems whose suffix names the ecosystem that is really meant (`Root:Alpine:3.18`, `Echo:PyPI`, `TuxCare:Debian:10`). */
const WRAPPERS = new Set(['docker hardened images', 'echo', 'root', 'tuxcare'])

const ids = idsByName()

/**
 * The version scheme of an OSV ecosystem, with or without suffix, in any case; purl types and scheme ids are known too.
 * Always resolves: an unknown ecosystem has the scheme `plain`.
 */
export async function loadVersionScheme(ecosystem: string): Promise<VersionScheme> {
  return loadVersionSchemeById(versionSchemeId(ecosystem))
}

/** Id of the scheme that loadVersionScheme gives. */
export function versionSchemeId(ecosystem: string): string {
  let name = ecosystem.toLowerCase()
  let wrapper = ''
  for (;;) {
    const colon = name.indexOf(':')
    const base = colon < 0 ? name : name.slice(0, colon)
    if (colon >= 0 && WRAPPERS.has(base)) {
      wrapper = base
      name = name.slice(colon + 1)
      continue
    }
    // Root and Echo mark their patches of npm packages by build metadata (`1.2.3+echo.1`), so there it orders.
    if (base === 'npm' && (wrapper === 'root' || wrapper === 'echo')) return 'pub'
    return ids.get(base) ?? ids.get(wrapper) ?? 'plain'
  }
}

/** Whether cupel knows an order for the ecosystem, of its own or (`plain`) assigned. */
export function isKnownEcosystem(ecosystem: string): boolean {
  const colon = ecosystem.indexOf(':')
  return ids.has((colon < 0 ? ecosystem : ecosystem.slice(0, colon)).toLowerCase())
}

/** The version scheme with this id; an unknown id gives `plain`. */
export async function loadVersionSchemeById(id: string): Promise<VersionScheme> {
  const entry = VERSION_SCHEMES.find((one) => one.id === id) ?? VERSION_SCHEMES.find((one) => one.id === 'plain')
  if (entry === undefined) throw new Error('the version scheme "plain" is not registered')
  return entry.load()
}

function idsByName(): ReadonlyMap<string, string> {
  const names = new Map(Object.entries(ALIASES))
  for (const { id, ecosystems } of VERSION_SCHEMES) {
    names.set(id, id)
    for (const ecosystem of ecosystems) names.set(ecosystem.toLowerCase(), id)
  }
  return names
}
