import type { VersionScheme } from '@cupel/model'
import { evaluateAffected } from '@cupel/model'
import type { AdvisoryEntry } from '../advisory-index.ts'
import { leapUpgrade } from './leap-upgrade.ts'
import { upgradeCandidates } from './upgrade-candidates.ts'

/** All advisories of one package, with what was found out about its versions. */
export class PackageAdvisories {
  readonly entries: readonly AdvisoryEntry[]
  readonly #scheme: VersionScheme
  readonly #upgrades = new Map<string, string | null>()
  #candidates: { readonly version: string; clean: boolean | null }[] | undefined

  constructor(entries: readonly AdvisoryEntry[], scheme: VersionScheme) {
    this.entries = entries
    this.#scheme = scheme
  }

  /**
   * The smallest version above the given one that the index knows and that no advisory of the package affects or leaves open:
   * all of them are asked, not only those found for the version. null when there is none.
   */
  upgradeFrom(version: string): string | null {
    if (version === '') return null
    let upgrade = this.#upgrades.get(version)
    if (upgrade === undefined) this.#upgrades.set(version, (upgrade = this.#search(version)))
    return upgrade
  }

  #search(version: string): string | null {
    const leapt = leapUpgrade(this.entries, this.#scheme, { version, isUntouched: (one) => this.#isUntouched(one) })
    if (leapt !== undefined) return leapt
    this.#candidates ??= upgradeCandidates(this.entries, this.#scheme).map((candidate) => ({ version: candidate, clean: null }))
    for (const candidate of this.#candidates) {
      if (candidate.clean === false || this.#scheme.compare(candidate.version, version) <= 0) continue
      candidate.clean ??= this.#isUntouched(candidate.version)
      if (candidate.clean) return candidate.version
    }
    return null
  }

  #isUntouched(version: string): boolean {
    for (const { affected } of this.entries) {
      for (const part of affected) if (evaluateAffected(this.#scheme, part, version).state !== 'unaffected') return false
    }
    return true
  }
}
