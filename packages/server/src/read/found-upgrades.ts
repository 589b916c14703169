import type { Static } from 'typebox'
import { loadVersionScheme } from '@cupel/model'
import type { UpgradeRow } from '../api/contract/upgrades.ts'
import type { Queryable } from '../store/database.ts'
import { mendedCandidates } from './mended-candidates.ts'
import type { Candidate } from './mended-candidates.ts'
import { NO_COUNTS } from './open-counts.ts'
import type { OpenPair } from './open-pairs.ts'
import type { Picture } from './picture.ts'
import { RANKS } from './project-numbers.ts'
import { problemWeight, wayOut } from './way-out.ts'

/** An upgrade with its place in the order: what it clears, then what is open, both weighed; the highest first. */
export interface FoundUpgrade {
  readonly gain: number
  readonly burden: number
  readonly row: Static<typeof UpgradeRow>
}

interface VersionData {
  readonly id: number
  readonly purl: string
  readonly version: string
  readonly subject_id: number
  readonly subject_version: string
  readonly ecosystem: string
  readonly package_id: number
  readonly package_purl: string
  readonly package_ecosystem: string
  readonly package_name: string
  readonly problems: readonly number[]
}

const MOST_FROM = 200
const MOST_NAMED = 10
const COUNT_OF: ReadonlyMap<number, keyof typeof NO_COUNTS> = new Map(RANKS.map(([rank, name]) => [rank, name as keyof typeof NO_COUNTS]))

/** The way out of each of these versions, those of a package that lead to the same version together. In any order. */
export async function foundUpgrades(db: Queryable, picture: Picture, pairs: readonly OpenPair[]): Promise<readonly FoundUpgrade[]> {
  const { organisations } = picture.viewer
  const open = new Map<number, OpenPair[]>()
  for (const pair of pairs) {
    const own = open.get(pair.version_id)
    if (own === undefined) open.set(pair.version_id, [pair])
    else own.push(pair)
  }
  const versions = await versionsOf(db, [...open.keys()], organisations)
  const subjects = new Map(versions.map(({ subject_id: id, ecosystem }) => [id, { id, ecosystem }]))
  const candidates = await mendedCandidates(db, [...subjects.values()], organisations)
  const facts = await problemFacts(db, candidates)
  const groups = new Map<string, readonly Member[]>()
  for (const version of versions) {
    const own = open.get(version.id) ?? []
    const out = wayOut(
      {
        version: version.subject_version,
        open: new Map(own.map(({ vulnerability_id, rank }) => [vulnerability_id, rank])),
        all: new Set(version.problems),
      },
      {
        candidates: candidates.get(version.subject_id) ?? [],
        scheme: await loadVersionScheme(version.ecosystem),
        rankOf: (problem) => facts.get(problem)?.rank ?? 0,
      },
    )
    const key = `${version.package_id} ${out?.version ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), { version, open: own, out }])
  }
  return [...groups.values()].map((members) => upgradeOf(members, facts))
}

interface Member {
  readonly version: VersionData
  readonly open: readonly OpenPair[]
  readonly out: Candidate | null
}

interface ProblemFacts {
  readonly shown: string
  readonly rank: number
}

function upgradeOf(members: readonly Member[], facts: ReadonlyMap<number, ProblemFacts>): FoundUpgrade {
  const all = members.flatMap(({ open }) => open)
  const cleared = members.flatMap(({ open, out }) =>
    out === null ? [] : open.filter(({ vulnerability_id }) => !out.problems.has(vulnerability_id)),
  )
  const left = [...new Set(members.flatMap(({ out }) => [...(out?.problems ?? [])]))]
    .flatMap((id) => facts.get(id) ?? [])
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank || (a.shown < b.shown ? -1 : 1))
  const byMost = members.toSorted((a, b) => findingsOf(b.open) - findingsOf(a.open) || b.version.id - a.version.id)
  const { package_id, package_purl, package_ecosystem, package_name } = (byMost[0] as Member).version
  return {
    gain: weightOf(cleared),
    burden: weightOf(all),
    row: {
      package: { id: package_id, purl: package_purl, ecosystem: package_ecosystem, name: package_name },
      to: members[0]?.out?.version ?? null,
      from: byMost.slice(0, MOST_FROM).map(({ version: { id, purl, version } }) => ({ id, purl, version })),
      versions: members.length,
      open: countsOf(all),
      clears: countsOf(cleared),
      exploited: findingsOf(cleared.filter(({ exploited }) => exploited)),
      leaves: left.slice(0, MOST_NAMED).map(({ shown }) => shown),
      left: left.length,
    },
  }
}

function weightOf(pairs: readonly OpenPair[]): number {
  return pairs.reduce((sum, { rank, projects }) => sum + problemWeight(rank) * projects, 0)
}

function findingsOf(pairs: readonly OpenPair[]): number {
  return pairs.reduce((sum, { projects }) => sum + projects, 0)
}

function countsOf(pairs: readonly OpenPair[]): typeof NO_COUNTS {
  const counts = { ...NO_COUNTS }
  for (const { rank, projects } of pairs) {
    const name = COUNT_OF.get(rank)
    if (name !== undefined) counts[name] += projects
  }
  return counts
}

function versionsOf(db: Queryable, ids: readonly number[], organisations: readonly number[] | null): Promise<readonly VersionData[]> {
  return db.query<VersionData>(
    `SELECT pv.id, pv.purl, pv.version, pv.subject_id, pv.subject_version, s.ecosystem, pk.id AS package_id, pk.purl AS package_purl,
       pk.ecosystem AS package_ecosystem, pk.name AS package_name,
       ARRAY(SELECT m.vulnerability_id FROM match m WHERE m.version_id = pv.id AND m.until IS NULL
         AND (m.org_id IS NULL OR $2::int4[] IS NULL OR m.org_id = ANY($2::int4[]))) AS problems
     FROM package_version pv JOIN subject s ON s.id = pv.subject_id JOIN package pk ON pk.id = pv.package_id WHERE pv.id = ANY($1::int4[])`,
    [ids, organisations],
  )
}

/** Of the problems that candidates have. */
async function problemFacts(
  db: Queryable,
  candidates: ReadonlyMap<number, readonly Candidate[]>,
): Promise<ReadonlyMap<number, ProblemFacts>> {
  const ids = new Set([...candidates.values()].flat().flatMap(({ problems }) => [...problems]))
  const rows = await db.query<ProblemFacts & { id: number }>(
    'SELECT v.id, v.shown, v.severity_rank AS rank FROM vulnerability v WHERE v.id = ANY($1::int4[])',
    [[...ids]],
  )
  return new Map(rows.map(({ id, shown, rank }) => [id, { shown, rank }]))
}
