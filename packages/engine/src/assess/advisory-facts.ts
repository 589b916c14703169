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
 * Matches the dependencies of a tree against the advisory data at hand. That nothing was found says something only when the data covers
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

function factOf(inventory: Inventory, { findings, index, problems, unmatched }: Matched): AdvisoryFacts['matches'] {
  const { components } = inventory
  const byPurl = new Map(components.map((component) => [component.purl, component]))
  const matches = findings.map((finding) => matchOf(finding, byPurl.get(finding.component)))
  if (matches.length > 0) return known(matches)
  const unread = inventory.problems.filter(({ effect }) => effect === 'incomplete').length
  if (unread > 0)
    return missing('evidence', `${unread} problems kept the list of dependencies from being complete`, 'cupel scan names them')
  if (components.length === 0) return known(matches)
  if (index.kind !== 'full') return missing('evidence', 'only the built-in set of advisories was there, and it found nothing', SYNC)
  if (unmatched > 0 || problems.some(({ effect }) => effect === 'incomplete')) {
    return missing('evidence', `${unmatched} of ${components.length} dependencies could not be judged`, SYNC)
  }
  return known(matches)
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
