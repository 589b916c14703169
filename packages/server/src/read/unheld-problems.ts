import type { Static } from 'typebox'
import { matchComponents } from '@cupel/advisory'
import type { AdvisoryIndex, MatchedFinding } from '@cupel/advisory'
import { ecosystemOfPurl, loadVersionScheme, packageNameOf, parsePurl } from '@cupel/model'
import type { Component, VersionScheme } from '@cupel/model'
import type { ImpactProblem } from '../api/contract/knowledge.ts'
import { scoreOf } from '../match/match-facts.ts'
import { rounded, timeOf } from './vulnerability-facts.ts'

export interface UnheldFacts {
  readonly problems: Static<typeof ImpactProblem>[]
  /** false: the data could not be asked, or not fully answer. */
  readonly matched: boolean
}

/** What the advisory data says of versions that the store does not have, by purl, by the scan's own law. Public data only. */
export async function unheldProblems(purls: readonly string[], index: AdvisoryIndex): Promise<ReadonlyMap<string, UnheldFacts>> {
  const found = new Map<string, UnheldFacts>()
  const schemes = new Map<string, VersionScheme>()
  for (const purl of purls) {
    const component = componentOf(purl)
    const { ecosystem } = component
    if (ecosystem === '' || !index.covers(ecosystem)) continue
    if (!schemes.has(ecosystem)) schemes.set(ecosystem, await loadVersionScheme(ecosystem))
    const { findings, unmatched } = matchComponents([component], index, schemes)
    found.set(purl, { problems: findings.map(problemOf), matched: unmatched === 0 && component.version !== '' })
  }
  return found
}

function componentOf(purl: string): Component {
  const parts = parsePurl(purl)
  return {
    purl,
    name: packageNameOf(parts),
    version: parts.version,
    ecosystem: ecosystemOfPurl(parts),
    scopes: [],
    direct: null,
    evidence: [],
    licenses: [],
    hashes: [],
  }
}

function problemOf({ kind, severity, advisory }: MatchedFinding): UnheldFacts['problems'][number] {
  const { id, aliases, summary, cvss, epss, kev, published, modified } = advisory
  return {
    id: null,
    shown: id,
    aliases: [...aliases],
    kind: kind === 'malware' ? 'malware' : 'vulnerability',
    summary: summary.slice(0, 2000),
    severity,
    cvss: scoreOf(cvss),
    epss: rounded(epss?.score ?? null),
    epssPercentile: rounded(epss?.percentile ?? null),
    kev: kev === null ? null : { added: kev.added, due: kev.due, ransomware: kev.ransomware },
    published: published === '' ? null : timeOf(published),
    modified: modified === '' ? null : timeOf(modified),
    withdrawn: false,
  }
}
