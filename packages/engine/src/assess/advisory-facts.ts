import { isExample, known, missing } from '@cupel/assess'
import type { AdvisoryMatch, Fact } from '@cupel/assess'
import type { Component, Problem } from '@cupel/model'
import { EXTRACTORS, inventoryTree } from '@cupel/inventory'
import type { Inventory } from '@cupel/inventory'
import { DEFAULT_LIMITS } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { match } from '../match.ts'
import type { Matched, MatchOptions } from '../match.ts'

/** What a tree's dependencies are known to be vulnerable to, and what could not be read or asked. */
export interface AdvisoryFacts {
  readonly matches: Fact<readonly AdvisoryMatch[]>
  readonly inventory: Inventory
  readonly problems: readonly Problem[]
}

const SYNC = 'run cupel db sync where there is a network, or cupel db import a file made elsewhere'

/**
 * Matches the dependencies of a tree against the advisory data at hand. A count says something only when the data covers
 * every ecosystem and every dependency has a version; otherwise the fact is unknown.
 */
export async function advisoryFacts(tree: Tree, options: MatchOptions): Promise<AdvisoryFacts> {
  const read = await inventoryTree(tree, { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  const inventory = { ...read, problems: read.problems.map(ofWhatIsShipped) }
  const answer = await match(inventory.components, options)
  const matched = { ...answer, problems: answer.problems.map(ofWhatIsShipped) }
  return { matches: factOf(inventory, matched), inventory, problems: [...inventory.problems, ...matched.problems] }
}

/** Broken files are what test data is made of; no advisory about them would count either. */
function ofWhatIsShipped(problem: Problem): Problem {
  return isExample(problem.path) ? { ...problem, effect: 'note' } : problem
}

function factOf(inventory: Inventory, matched: Matched): AdvisoryFacts['matches'] {
  const byPurl = new Map(inventory.components.map((component) => [component.purl, component]))
  const matches = matched.findings.map((finding) => matchOf(finding, byPurl.get(finding.component)))
  const gap = gapOf(inventory, matched)
  if (gap === null) return known(matches)
  // A count out of part of the data would make a project look better than it is: few found is not few there.
  const found = matches.length === 0 ? 'nothing was found' : `${matches.length} found, which is the least there can be`
  return missing('evidence', `${gap.detail}: ${found}`, gap.remedy)
}

/** What keeps the matches from being all there are; null when nothing does. */
function gapOf(
  { components, problems: unread }: Inventory,
  { index, problems, unmatched }: Matched,
): { detail: string; remedy: string } | null {
  const lost = unread.filter(({ effect }) => effect === 'incomplete').length
  if (lost > 0) return { detail: `${lost} problems kept the list of dependencies from being complete`, remedy: 'cupel scan names them' }
  if (components.length === 0) return null
  if (index.kind !== 'full') return { detail: 'only the built-in set of advisories was there', remedy: SYNC }
  if (unmatched === 0 && problems.every(({ effect }) => effect !== 'incomplete')) return null
  return { detail: `${unmatched} of ${components.length} dependencies could not be judged`, remedy: SYNC }
}

function matchOf(
  { advisory, component, kind, severity, fixedVersions }: Matched['findings'][number],
  found: Component | undefined,
): AdvisoryMatch {
  const fixed = fixedVersions.at(-1)
  return {
    id: advisory.id,
    aliases: advisory.aliases,
    component,
    scopes: found?.scopes ?? [],
    paths: [...new Set((found?.evidence ?? []).map(({ path }) => path))].sort(),
    kind,
    severity,
    ...(fixed === undefined ? {} : { fixed }),
  }
}
