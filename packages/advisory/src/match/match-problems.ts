import type { Component, Problem } from '@cupel/model'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { ecosystemFamily } from '../package-key.ts'
import type { Unjudged } from './evaluate-entries.ts'

/** A component about which some advisories say nothing certain: it has no version, or one that cannot be compared. */
export function unjudgedProblem(
  { name, evidence }: Component,
  version: string,
  unjudged: readonly Unjudged[],
  index: AdvisoryIndex,
): Problem {
  const [place] = evidence
  const ids = unjudged.map(({ entry }) => index.record(entry.ref).id).toSorted()
  const some = ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ')
  const found = {
    effect: 'incomplete',
    path: place?.path ?? '',
    by: 'match',
    ...(place?.line === undefined ? {} : { line: place.line }),
  } as const
  if (version === '') {
    const detail = `${quoted(name)} has no known version, so it cannot be told whether it is affected by ${some}`
    return { code: 'version-unpinned', detail, hint: 'Add a lock file, or pin the version', ...found }
  }
  const reason = unjudged[0]?.detail ?? 'the version cannot be compared'
  const detail = `${quoted(name)}: ${printable(reason)}; undecided: ${some}`
  return { code: 'version-uncomparable', detail, ...found }
}

/** One problem for each ecosystem that the index does not cover, with the number of its components. */
export function uncoveredProblems(uncovered: ReadonlyMap<string, number>, index: Pick<AdvisoryIndex, 'state'>): readonly Problem[] {
  return Array.from(uncovered, ([ecosystem, count]): Problem => {
    const components = count === 1 ? '1 component was' : `${count} components were`
    const base = { code: 'ecosystem-not-covered', effect: 'incomplete', path: '', by: 'match' } as const
    if (ecosystem === '') return { ...base, detail: `${components} not matched: no advisory database covers their kind of package` }
    const detail = `${components} ${lackOf(index)} ${quoted(ecosystem)}`
    const known = index.state.ecosystems.some((one) => one.name === ecosystemFamily(ecosystem))
    return known
      ? { ...base, detail }
      : { ...base, detail, hint: `Run: cupel db sync --ecosystem ${JSON.stringify(ecosystemFamily(ecosystem))}` }
  })
}

/** The starter set has what is known to be exploited of any ecosystem, and that of some no more. */
function lackOf({ state }: Pick<AdvisoryIndex, 'state'>): string {
  if (state.kind === 'starter') return 'hardly matched: the built-in starter set has at most the known exploited vulnerabilities of'
  return 'not matched: the advisory data in use has nothing about'
}

/** Container images that the target only names; what is in them is not here to be read. Where there is nothing else, nothing was looked at. */
export function imagesProblem(count: number, isAll: boolean): Problem {
  const detail = `${count === 1 ? '1 container image is' : `${count} container images are`} named, and not looked into`
  const hint = 'scan them by themselves: docker save IMAGE -o image.tar, then cupel scan image.tar'
  return { code: 'left-out', effect: isAll ? 'incomplete' : 'note', path: '', detail, hint, by: 'match' }
}

function quoted(text: string): string {
  return printable(JSON.stringify(text.slice(0, 200)))
}

/** Names and versions come from hostile files: no control characters, no marks that turn the direction of the line. */
function printable(text: string): string {
  return text.slice(0, 500).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')
}
