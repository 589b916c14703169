import type { Queryable } from '../store/database.ts'
import { CLOSING_STATUSES, decidingStatus } from '../triage/deciding-triage.ts'
import { idRanges } from './id-ranges.ts'
import { changedVersions } from './picture-difference.ts'
import type { PictureDifference } from './picture-difference.ts'
import type { PictureSide } from './pending-pictures.ts'
import { recountProblems } from './standings-touched.ts'
import { writeProblems } from './write-problems.ts'
import type { FindingChange, ProblemChange } from './write-problems.ts'

/** That a version has a problem now. */
export interface OpenMatch {
  readonly vulnerability: number
  readonly version: number
  /** null: known to all. */
  readonly organisation: number | null
}

/** In how many projects problems are open, by what came and went. */
export interface FindingDifferences {
  readonly findings: readonly FindingChange[]
  /** Every problem that the versions have which came or went. */
  readonly problems: readonly ProblemChange[]
  /** Problems that a project had which is gone, with all that was said of it: what it counted for is not known any more. */
  readonly doubtful: readonly number[]
}

/** What the differences change about findings, for both pictures by what is known and said now. */
export async function findingDifferences(db: Queryable, differences: readonly PictureDifference[], now: Date): Promise<FindingDifferences> {
  const sums = new FindingSums(await matchesNear(db, changedVersions(differences)))
  await sums.add(db, differences, now)
  return sums.differences()
}

/** What is known of each of these versions. */
export async function matchesNear(db: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, readonly OpenMatch[]>> {
  return byKey(await matchesOf(db, 'version_id', versions), ({ version }) => version)
}

/** Adds up what differences change about findings, some at a time. `near`: what is known of every version that came or went. */
export class FindingSums {
  readonly #near: ReadonlyMap<number, readonly OpenMatch[]>
  readonly #findings = new Map<string, Sum<FindingChange>>()
  readonly #problems = new Map<string, Sum<ProblemChange>>()
  readonly #doubtful: number[] = []

  constructor(near: ReadonlyMap<number, readonly OpenMatch[]>) {
    this.#near = near
  }

  async add(db: Queryable, differences: readonly PictureDifference[], now: Date): Promise<void> {
    if (this.#near.size === 0) return
    const hits = differences.map((one) => hitsOf(one, this.#near))
    const whole = await matchesAround(db, hits)
    const closed = await closedAmong(db, hits, { whole, now })
    for (const { side, came, went, stayed, problems: touched } of hits) {
      const { organisation } = side
      for (const vulnerability of touched) {
        const isOpen = (version: number): boolean => !closed.has(findingKey(side, vulnerability, version))
        const [more, less] = [came.get(vulnerability)?.filter(isOpen) ?? [], went.get(vulnerability)?.filter(isOpen) ?? []]
        for (const version of more) addFinding(this.#findings, { organisation, vulnerability, version, by: 1 })
        for (const version of less) addFinding(this.#findings, { organisation, vulnerability, version, by: -1 })
        const isKept = stayed.size > 0 && (whole.get(vulnerability) ?? []).some((one) => keeps(one, side, stayed) && isOpen(one.version))
        addProblem(this.#problems, { organisation, vulnerability, by: isKept ? 0 : Number(more.length > 0) - Number(less.length > 0) })
      }
      if (side.isGone) this.#doubtful.push(...touched)
    }
  }

  differences(): FindingDifferences {
    return { findings: [...this.#findings.values()], problems: [...this.#problems.values()], doubtful: this.#doubtful }
  }
}

/**
 * Adds them to what is counted. Problems of which something else is known or said since they were counted, which are marked, are left
 * as they are: they are counted anew.
 */
export async function writeFindings(db: Queryable, { findings, problems, doubtful }: FindingDifferences): Promise<void> {
  if (problems.length === 0) return
  await recountProblems(db, doubtful)
  const waiting = await waitingAmong(db, [...new Set(problems.map(({ vulnerability }) => vulnerability))])
  await writeProblems(
    db,
    findings.filter(({ vulnerability }) => !waiting.has(vulnerability)),
    problems.filter(({ vulnerability }) => !waiting.has(vulnerability)),
  )
}

/** What the versions in which the pictures of a project differ have to do with problems. */
interface Hits {
  readonly side: PictureSide
  readonly came: ReadonlyMap<number, number[]>
  readonly went: ReadonlyMap<number, number[]>
  readonly stayed: ReadonlySet<number>
  readonly problems: ReadonlySet<number>
}

function hitsOf({ side, came, went, stayed }: PictureDifference, near: ReadonlyMap<number, readonly OpenMatch[]>): Hits {
  const problems = new Set<number>()
  const among = (versions: readonly number[]): ReadonlyMap<number, number[]> => {
    const found = new Map<number, number[]>()
    for (const version of versions) {
      for (const { vulnerability, organisation } of near.get(version) ?? []) {
        if (organisation !== null && organisation !== side.organisation) continue
        problems.add(vulnerability)
        found.set(vulnerability, [...(found.get(vulnerability) ?? []), version])
      }
    }
    return found
  }
  return { side, came: among(came), went: among(went), stayed, problems }
}

function keeps({ version, organisation }: OpenMatch, side: PictureSide, stayed: ReadonlySet<number>): boolean {
  return stayed.has(version) && (organisation === null || organisation === side.organisation)
}

/** The open matches with these ids, and perhaps others. */
async function matchesOf(db: Queryable, column: 'version_id' | 'vulnerability_id', ids: readonly number[]): Promise<readonly OpenMatch[]> {
  const found: OpenMatch[] = []
  for (const { from, to, only } of idRanges(ids)) {
    const [row] = await db.query<Record<'vulnerabilities' | 'versions' | 'organisations', readonly (number | null)[] | null>>(
      `SELECT array_agg(m.vulnerability_id) AS vulnerabilities, array_agg(m.version_id) AS versions, array_agg(m.org_id) AS organisations
       FROM ${
         only === null
           ? `match m WHERE m.${column} BETWEEN $1 AND $2 AND m.until IS NULL`
           : `unnest($1::int4[]) AS x(id) CROSS JOIN LATERAL (SELECT * FROM match WHERE ${column} = x.id AND until IS NULL OFFSET 0) m`
       }`,
      only === null ? [from, to] : [only],
    )
    const [versions, organisations] = [row?.versions ?? [], row?.organisations ?? []]
    for (const [at, vulnerability] of (row?.vulnerabilities ?? []).entries())
      found.push({ vulnerability: vulnerability as number, version: versions[at] as number, organisation: organisations[at] ?? null })
  }
  return found
}

/** All matches of the problems of projects that keep a part of their picture, which may keep a problem open too. */
async function matchesAround(db: Queryable, hits: readonly Hits[]): Promise<ReadonlyMap<number, readonly OpenMatch[]>> {
  const asked = new Set(hits.flatMap(({ stayed, problems }) => (stayed.size > 0 ? [...problems] : [])))
  return byKey(await matchesOf(db, 'vulnerability_id', [...asked]), ({ vulnerability }) => vulnerability)
}

function byKey(matches: readonly OpenMatch[], key: (match: OpenMatch) => number): ReadonlyMap<number, readonly OpenMatch[]> {
  const found = new Map<number, OpenMatch[]>()
  for (const match of matches) {
    const known = found.get(key(match))
    if (known === undefined) found.set(key(match), [match])
    else known.push(match)
  }
  return found
}

async function waitingAmong(db: Queryable, problems: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await db.query<{ id: number }>(
    'SELECT DISTINCT vulnerability_id AS id FROM recount WHERE vulnerability_id = ANY($1::int4[])',
    [problems],
  )
  return new Set(rows.map(({ id }) => id))
}

const STATUS = decidingStatus({
  project: 'x.project_id',
  organisation: 'x.org_id',
  vulnerability: 'x.vulnerability_id',
  version: 'x.version_id',
  package: 'pv.package_id',
  now: '$5::timestamptz',
})

/** Those findings, of what came, went or stayed, that triage has closed. */
async function closedAmong(
  db: Queryable,
  hits: readonly Hits[],
  { whole, now }: { readonly whole: ReadonlyMap<number, readonly OpenMatch[]>; readonly now: Date },
): Promise<ReadonlySet<string>> {
  const all = new Set(hits.flatMap(({ problems }) => [...problems]))
  const judged = await db.query<{ id: number }>(
    'SELECT DISTINCT vulnerability_id AS id FROM triage WHERE vulnerability_id = ANY($1::int4[]) AND until IS NULL',
    [[...all]],
  )
  if (judged.length === 0) return new Set()
  const asked = hits.flatMap(({ side, problems, came, went }) =>
    judged.flatMap(({ id }) => {
      if (!problems.has(id)) return []
      const own = new Set([...side.before, ...side.after])
      const kept = (whole.get(id) ?? []).flatMap(({ version }) => (own.has(version) ? [version] : []))
      return [...new Set([...(came.get(id) ?? []), ...(went.get(id) ?? []), ...kept])].map((version) => [side, id, version] as const)
    }),
  )
  const [row] = await db.query<{ places: readonly number[] | null }>(
    `SELECT array_agg(x.n::int4) AS places
     FROM unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[]) WITH ORDINALITY AS x(project_id, org_id, vulnerability_id, version_id, n)
     JOIN package_version pv ON pv.id = x.version_id WHERE ${STATUS} IN ${CLOSING_STATUSES}`,
    [
      asked.map(([side]) => side.project),
      asked.map(([side]) => side.organisation),
      asked.map(([, id]) => id),
      asked.map(([, , at]) => at),
      now,
    ],
  )
  return new Set(
    (row?.places ?? []).flatMap((place) => {
      const one = asked[place - 1]
      return one === undefined ? [] : [findingKey(...one)]
    }),
  )
}

function findingKey({ project, organisation }: PictureSide, vulnerability: number, version: number): string {
  return `${project} ${organisation} ${vulnerability} ${version}`
}

/** A change as it is added up. */
type Sum<T> = Omit<T, 'by'> & { by: number }

function addFinding(findings: Map<string, Sum<FindingChange>>, one: FindingChange): void {
  addTo(findings, `${one.organisation} ${one.vulnerability} ${one.version}`, one)
}

function addProblem(problems: Map<string, Sum<ProblemChange>>, one: ProblemChange): void {
  addTo(problems, `${one.organisation} ${one.vulnerability}`, one)
}

function addTo<T extends { readonly by: number }>(sums: Map<string, Sum<T>>, key: string, one: T): void {
  const sum = sums.get(key)
  if (sum === undefined) sums.set(key, { ...one })
  else sum.by += one.by
}
