import type { AdvisoryIndex } from '@cupel/advisory'
import { ecosystemOfPurl, loadVersionScheme, packageNameOf, parsePurl } from '@cupel/model'
import { unheldProblems } from './unheld-problems.ts'

/** So many versions are asked about, the newest first. */
const MOST_ASKED = 50

/**
 * The newest version that mends a known problem of the package (a purl without version) and of which the advisory data itself knows none;
 * whether anybody here has it or not. Empty: there is none, or no data to ask.
 */
export async function mendedVersion(index: AdvisoryIndex | null, purl: string): Promise<string> {
  const parts = parsePurl(purl)
  const ecosystem = ecosystemOfPurl(parts)
  if (index === null || ecosystem === '' || !index.covers(ecosystem)) return ''
  const fixed = new Set<string>()
  for (const { affected } of index.lookup(ecosystem, packageNameOf(parts))) {
    for (const { ranges = [] } of affected) {
      for (const { type, events } of ranges) if (type !== 'GIT') for (const event of events) if (event.fixed) fixed.add(event.fixed)
    }
  }
  const scheme = await loadVersionScheme(ecosystem)
  const newest = [...fixed].sort((a, b) => scheme.compare(b, a)).slice(0, MOST_ASKED)
  const purls = new Map(newest.map((version) => [version, `${purl}@${encodeURIComponent(version)}`]))
  const told = await unheldProblems([...purls.values()], index)
  const isClean = (version: string): boolean => {
    const facts = told.get(purls.get(version) ?? '')
    return facts !== undefined && facts.matched && facts.problems.length === 0
  }
  return newest.find(isClean) ?? ''
}
