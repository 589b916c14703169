import type { Component, Problem, VersionScheme } from '@cupel/model'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { ecosystemFamily } from '../package-key.ts'
import type { Hit } from './evaluate-entries.ts'
import { evaluateEntries } from './evaluate-entries.ts'
import type { FindingInput } from './finding-of.ts'
import { findingOf } from './finding-of.ts'
import { groupHits } from './group-hits.ts'
import type { MatchedFinding } from './matched-finding.ts'
import { imagesProblem, uncoveredProblems, unjudgedProblem } from './match-problems.ts'
import { PackageAdvisories } from './package-advisories.ts'
import { RecordCache } from './record-cache.ts'

export interface MatchResult {
  /** In the order of the components, then by advisory id. */
  readonly findings: readonly MatchedFinding[]
  readonly problems: readonly Problem[]
  /** Components about which the index could not be asked, or not fully answer. */
  readonly unmatched: number
}

/**
 * Finds the advisories that affect the components: one finding for one problem in one component, however many advisories tell
 * of it. A component of an ecosystem that the index does not cover, one without a version that some advisory depends on, and one
 * whose version cannot be compared count as unmatched and give a problem, never silence; what little the index has about an
 * ecosystem that it does not cover is matched all the same. `schemes` holds the version scheme of every
 * ecosystem that occurs, by OSV ecosystem or family; a missing one is an error of the caller.
 */
export function matchComponents(
  components: readonly Component[],
  index: AdvisoryIndex,
  schemes: ReadonlyMap<string, VersionScheme>,
): MatchResult {
  const findings: MatchedFinding[] = []
  const problems: Problem[] = []
  const uncovered = new Map<string, number>()
  const ecosystems = new Map<string, Ecosystem | null>()
  const records = new RecordCache(index)
  let unmatched = 0
  let images = 0

  // A function of its own: V8 compiles what is called often, and leaves a loop that is entered once to its interpreter.
  function match(component: Component): void {
    const { ecosystem } = component
    let known = ecosystems.get(ecosystem)
    if (known === undefined) ecosystems.set(ecosystem, (known = ecosystemOf(ecosystem, index, schemes)))
    if (known === null && ecosystem === '' && IMAGE.test(component.purl)) {
      images += 1
      return
    }
    if (known === null || !known.covered) uncovered.set(ecosystem, (uncovered.get(ecosystem) ?? 0) + 1)
    if (known === null) return
    const { scheme, packages, covered } = known
    const { name, version } = component.subject ?? component
    let advisories = packages.get(name)
    if (advisories === undefined) packages.set(name, (advisories = lookup(index, scheme, ecosystem, name)))
    if (advisories === null) return
    const { hits, unjudged } = evaluateEntries(advisories.entries, scheme, version)
    if (unjudged.length > 0) {
      if (covered) unmatched += 1
      problems.push(unjudgedProblem(component, version, unjudged, index))
    }
    if (hits.length > 0) for (const one of findingsOf(hits, { component, version, scheme, advisories, records })) findings.push(one)
  }
  for (const component of components) match(component)
  for (const count of uncovered.values()) unmatched += count
  problems.push(...uncoveredProblems(uncovered, index))
  if (images > 0) problems.push(imagesProblem(images, images === components.length))
  return { findings, problems, unmatched }
}

/** An image that a workflow or build file names is a target of its own, not a package that an advisory could be about. */
const IMAGE = /^pkg:(?:docker|oci)\//

function findingsOf(hits: readonly Hit[], input: FindingInput): readonly MatchedFinding[] {
  const found = groupHits(hits, input.records).map((group) => findingOf(group, input))
  return found.length < 2 ? found : found.sort((a, b) => (a.advisory.id < b.advisory.id ? -1 : 1))
}

/** An ecosystem with its packages asked about so far; null for one that no advisory names. */
interface Ecosystem {
  readonly covered: boolean
  readonly scheme: VersionScheme
  readonly packages: Map<string, PackageAdvisories | null>
}

/** null: nothing can be asked about the ecosystem. */
function ecosystemOf(ecosystem: string, index: AdvisoryIndex, schemes: ReadonlyMap<string, VersionScheme>): Ecosystem | null {
  if (ecosystem === '') return null
  const covered = index.covers(ecosystem)
  const scheme = schemes.get(ecosystem) ?? schemes.get(ecosystemFamily(ecosystem))
  if (scheme !== undefined) return { covered, scheme, packages: new Map() }
  if (covered) throw new Error(`no version scheme was given for the ecosystem ${ecosystem}`)
  return null
}

/** null: no advisory names the package. */
function lookup(index: AdvisoryIndex, scheme: VersionScheme, ecosystem: string, name: string): PackageAdvisories | null {
  const entries = index.lookup(ecosystem, name)
  return entries.length === 0 ? null : new PackageAdvisories(entries, scheme)
}
