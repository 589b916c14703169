import type { UndecidedFinding } from '../undecided.ts'
import { packageMatcher } from './package-pattern.ts'
import { pathMatcher } from './path-pattern.ts'
import type { Waiver } from './waiver.ts'

/**
 * Compiles a waiver to a question about findings. Expiry is not looked at here. A wildcard id or package never waives malice:
 * that takes the report of malice by its own id and the package by name, not a vulnerability that turns out to be the same. Nor does
 * a wildcard id say that it does not matter where a package comes from.
 */
export function waiverMatcher(waiver: Waiver): (finding: UndecidedFinding) => boolean {
  const id = waiver.id.toUpperCase()
  const samePackage = waiver.package === '' ? null : packageMatcher(waiver.package)
  const samePath = waiver.path === '' ? null : pathMatcher(waiver.path)
  const exact = waiver.id !== '*' && waiver.package !== '' && !waiver.package.endsWith('*')
  return (finding) => {
    const { advisory, locations } = finding
    if (finding.kind === 'malware' && !(exact && (id === advisory.id.toUpperCase() || id.startsWith('MAL-')))) return false
    if (finding.kind === 'provenance' && waiver.id === '*') return false
    if (waiver.id !== '*' && id !== advisory.id.toUpperCase() && !advisory.aliases.some((alias) => alias.toUpperCase() === id)) return false
    if (samePackage !== null && !samePackage(finding.component)) return false
    return samePath === null || (locations.length > 0 && locations.every((place) => samePath(place.path)))
  }
}
