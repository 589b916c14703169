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
  /** What was found, whether or not that is all. */
  readonly atLeast: readonly AdvisoryMatch[]
  readonly inventory: Inventory
  readonly problems: readonly Problem[]
}

const UNMAINTAINED =
  /\b(?:unmaintained|no longer (?:actively )?maintained|not maintained|deprecated|abandoned|archived|end-of-life|obsolete|renamed to|looking for a(?: new)? maintainer)\b/i
const SYNC = 'run cupel db sync where there is a network, or cupel db import a file made elsewhere'

/**
 * Matches the dependencies of a tree against the advisory data at hand. A count says something only when the data covers
 * every ecosystem and every dependency has a version; otherwise the fact is unknown. Only what is shipped can be missing: nobody
 * counts what tests, examples and development stand on.
 */
export async function advisoryFacts(tree: Tree, options: MatchOptions): Promise<AdvisoryFacts> {
  const read = await inventoryTree(tree, { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  const inventory = { ...read, problems: read.problems.map(ofWhatIsShipped) }
  const [shipped, rest] = split(inventory.components)
  const answer = await match(shipped, options)
  const beside = rest.length === 0 ? null : await match(rest, options)
  const matched = { ...answer, findings: [...answer.findings, ...(beside?.findings ?? [])] }
  const atLeast = matchesOf(inventory, matched)
  const unjudged = beside?.problems.map((problem): Problem => ({ ...problem, effect: 'note' })) ?? []
  return {
    matches: factOf(inventory, matched, atLeast),
    atLeast,
    inventory,
    problems: [...inventory.problems, ...answer.problems, ...unjudged],
  }
}

const DEVELOPMENT = new Set(['dev', 'development', 'test', 'build', 'example'])

function split(components: readonly Component[]): readonly [shipped: readonly Component[], rest: readonly Component[]] {
  const isShipped = ({ evidence, scopes }: Component): boolean =>
    (evidence.length === 0 || evidence.some(({ path }) => !isExample(path))) &&
    (scopes.length === 0 || scopes.some((scope) => !DEVELOPMENT.has(scope)))
  return [components.filter(isShipped), components.filter((component) => !isShipped(component))]
}

/** Broken files are what test data is made of; no advisory about them would count either. */
function ofWhatIsShipped(problem: Problem): Problem {
  return isExample(problem.path) ? { ...problem, effect: 'note' } : problem
}

function matchesOf({ components }: Inventory, { findings }: Matched): readonly AdvisoryMatch[] {
  const byPurl = new Map(components.map((component) => [component.purl, component]))
  return findings.map((finding) => matchOf(finding, byPurl.get(finding.component)))
}

function factOf(inventory: Inventory, matched: Matched, matches: readonly AdvisoryMatch[]): AdvisoryFacts['matches'] {
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
  const open = problems.find(({ effect }) => effect === 'incomplete')
  if (unmatched === 0) return open === undefined ? null : { detail: open.detail, remedy: open.hint ?? SYNC }
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
    kind: kind === 'malware' ? kind : isNotice(advisory) ? 'unmaintained' : 'vulnerability',
    severity,
    ...(fixed === undefined ? {} : { fixed }),
  }
}

/** Notices of RustSec that nobody maintains a crate: they are told by its words, since the data has no other mark by the time it is here. */
function isNotice({ id, aliases, summary }: Matched['findings'][number]['advisory']): boolean {
  return (
    id.startsWith('RUSTSEC-') && aliases.length === 0 && UNMAINTAINED.test(summary.slice(0, 500)) && !/sound/i.test(summary.slice(0, 500))
  )
}
