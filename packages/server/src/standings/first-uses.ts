import type { Queryable } from '../store/database.ts'
import { PackageUses } from './package-uses.ts'
import { packagesOf } from './use-differences.ts'
import type { UseDifferences } from './use-differences.ts'
import type { VersionChange } from './version-uses.ts'

/** Versions that are asked for at once. */
const TOGETHER = 10_000

/** A counter of pictures that are among these sets of versions, each sorted. */
export async function firstUses(db: Queryable, sets: readonly Int32Array[]): Promise<FirstUses> {
  const top = sets.reduce((most, members) => Math.max(most, members.at(-1) ?? 0), 0)
  const isHeld = new Uint8Array(top + 1)
  for (const members of sets) for (const version of members) isHeld[version] = 1
  const versions = [...isHeld.keys()].filter((version) => isHeld[version] === 1)
  const packageOf = new Int32Array(top + 1)
  for (let start = 0; start < versions.length; start += TOGETHER)
    for (const [version, id] of await packagesOf(db, versions.slice(start, start + TOGETHER))) packageOf[version] = id
  return new FirstUses(versions, packageOf)
}

/**
 * Counts who has which package and version, picture by picture, those of one organisation after those of another; in arrays by id, as
 * there are millions to count.
 */
export class FirstUses {
  /** Every version that somebody has, once. */
  readonly versions: readonly number[]
  /** By version; 0: there is no such version. */
  readonly #packageOf: Int32Array
  /** How many pictures of the organisation have a version, and a package. */
  readonly #versions: Tally
  readonly #used: Tally
  /** By package: in which picture it was met last. */
  readonly #met: Int32Array
  #pictures = 0
  #organisation = 0
  readonly #packages = new PackageUses()
  readonly #changes: VersionChange[] = []

  constructor(versions: readonly number[], packageOf: Int32Array) {
    const packages = 1 + packageOf.reduce((most, id) => Math.max(most, id), 0)
    this.versions = versions
    this.#packageOf = packageOf
    this.#versions = new Tally(packageOf.length)
    this.#used = new Tally(packages)
    this.#met = new Int32Array(packages)
  }

  /** One more picture. */
  add(organisation: number, members: readonly number[]): void {
    if (organisation !== this.#organisation) this.#endOrganisation()
    this.#organisation = organisation
    this.#pictures += 1
    for (const version of members) {
      const of = this.#packageOf[version] ?? 0
      if (of === 0) continue
      this.#versions.add(version)
      if (this.#met[of] === this.#pictures) continue
      this.#met[of] = this.#pictures
      this.#used.add(of)
    }
  }

  differences(): UseDifferences {
    this.#endOrganisation()
    return { packages: this.#packages, versions: this.#changes }
  }

  #endOrganisation(): void {
    const organisation = this.#organisation
    for (const [version, by] of this.#versions.take())
      this.#changes.push({ organisation, package: this.#packageOf[version] as number, version, by })
    for (const [id, by] of this.#used.take()) this.#packages.add(organisation, id, by)
  }
}

/** How often each id was met. */
class Tally {
  readonly #counts: Int32Array
  #met: number[] = []

  constructor(size: number) {
    this.#counts = new Int32Array(size)
  }

  add(id: number): void {
    const count = this.#counts[id] ?? 0
    if (count === 0) this.#met.push(id)
    this.#counts[id] = count + 1
  }

  /** What was met since the last time. */
  take(): readonly (readonly [id: number, count: number])[] {
    const taken = this.#met.map((id) => [id, this.#counts[id] as number] as const)
    for (const id of this.#met) this.#counts[id] = 0
    this.#met = []
    return taken
  }
}
