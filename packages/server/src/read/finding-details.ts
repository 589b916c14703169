import { fixedVersionsFor, loadVersionScheme } from '@cupel/model'
import type { OsvAffected } from '@cupel/model'
import type { Queryable } from '../store/database.ts'
import type { FoundRow } from './finding-rows.ts'
import type { Picture } from './picture.ts'
import { momentOf } from './picture.ts'
import { snapshotDetails } from './snapshot-detail.ts'

export interface FindingDetail {
  readonly fixedVersions: readonly string[]
  /** When the version first met the project in one piece with now, or the problem became known: the later. */
  readonly firstSeen: Date
  readonly direct: boolean | null
}

interface AdvisoryRow {
  readonly vulnerability_id: number
  readonly facts: { readonly affected?: readonly OsvAffected[] }
}

interface SubjectRow {
  readonly version_id: number
  readonly ecosystem: string
  readonly name: string
  readonly subject_version: string
}

/** What a page's findings need beyond their row, by `project.vulnerability.version`. Three queries, however many rows. */
export async function findingDetails(
  db: Queryable,
  picture: Picture,
  rows: readonly Pick<FoundRow, 'project_id' | 'v_id' | 'version_id' | 'version_purl' | 'known_since'>[],
): Promise<ReadonlyMap<string, FindingDetail>> {
  if (rows.length === 0) return new Map()
  const advisories = await advisoriesOf(db, [...new Set(rows.map(({ v_id }) => v_id))])
  const subjects = new Map(
    (await subjectsOf(db, [...new Set(rows.map(({ version_id }) => version_id))])).map((row) => [row.version_id, row]),
  )
  const arrivals = await arrivalsOf(db, picture, rows)
  const directs = await directsOf(db, picture, rows)
  const details = new Map<string, FindingDetail>()
  for (const row of rows) {
    const subject = subjects.get(row.version_id)
    const arrived = arrivals.get(`${row.project_id}.${row.version_id}`)
    const known = new Date(row.known_since)
    details.set(`${row.project_id}.${row.v_id}.${row.version_id}`, {
      fixedVersions: subject === undefined ? [] : await fixedVersions(advisories.get(row.v_id) ?? [], subject),
      firstSeen: arrived !== undefined && arrived > known ? arrived : known,
      direct: directs.get(`${row.project_id}.${row.version_id}`) ?? null,
    })
  }
  return details
}

async function advisoriesOf(db: Queryable, vulnerabilities: readonly number[]): Promise<ReadonlyMap<number, readonly OsvAffected[]>> {
  const rows = await db.query<AdvisoryRow>(
    'SELECT vulnerability_id, facts FROM advisory WHERE vulnerability_id = ANY($1::int4[]) AND withdrawn IS NULL ORDER BY id',
    [vulnerabilities],
  )
  const found = new Map<number, OsvAffected[]>()
  for (const { vulnerability_id, facts } of rows) {
    const list = found.get(vulnerability_id) ?? []
    list.push(...(facts.affected ?? []))
    found.set(vulnerability_id, list)
  }
  return found
}

function subjectsOf(db: Queryable, versions: readonly number[]): Promise<readonly SubjectRow[]> {
  return db.query<SubjectRow>(
    `SELECT pv.id AS version_id, s.ecosystem, s.name, pv.subject_version FROM package_version pv
     JOIN subject s ON s.id = pv.subject_id WHERE pv.id = ANY($1::int4[])`,
    [versions],
  )
}

/** Versions that end the range which holds this one, of every record about the package; in version order. */
export async function fixedVersions(affected: readonly OsvAffected[], subject: Omit<SubjectRow, 'version_id'>): Promise<readonly string[]> {
  const scheme = await loadVersionScheme(subject.ecosystem)
  if (scheme === null || scheme === undefined) return []
  const fixed = new Set<string>()
  for (const entry of affected) {
    if (entry.package?.name !== subject.name || !sameEcosystem(entry.package.ecosystem, subject.ecosystem)) continue
    for (const version of fixedVersionsFor(scheme, entry, subject.subject_version)) fixed.add(version)
  }
  return [...fixed].sort((a, b) => scheme.compare(a, b))
}

/** A record without a release speaks of all releases of its distribution. */
function sameEcosystem(stated: string, asked: string): boolean {
  return stated === asked || asked.startsWith(`${stated}:`)
}

/** Directness is in each project's own detail; read for at most so many projects a page. */
const DETAILED_PROJECTS = 20

async function directsOf(
  db: Queryable,
  picture: Picture,
  rows: readonly Pick<FoundRow, 'project_id' | 'version_id' | 'version_purl'>[],
): Promise<ReadonlyMap<string, boolean | null>> {
  const found = new Map<string, boolean | null>()
  const projects = [...new Set(rows.map(({ project_id }) => project_id))].slice(0, DETAILED_PROJECTS)
  const details = await snapshotDetails(db, picture, projects)
  for (const { project_id, version_id, version_purl } of rows)
    found.set(`${project_id}.${version_id}`, details.get(project_id)?.component(version_purl)?.direct ?? null)
  return found
}

interface ArrivalRow {
  readonly project_id: number
  readonly version_id: number
  readonly arrived: Date
}

async function arrivalsOf(
  db: Queryable,
  picture: Picture,
  rows: readonly Pick<FoundRow, 'project_id' | 'version_id'>[],
): Promise<ReadonlyMap<string, Date>> {
  const found = await db.query<ArrivalRow>(
    `SELECT asked.project_id, asked.version_id, (
       SELECT min(h.since) FROM snapshot h
       WHERE h.project_id = asked.project_id AND h.since <= $3::timestamptz AND h.since > coalesce((
         SELECT max(x.since) FROM snapshot x JOIN component_set xc ON xc.id = x.set_id
         WHERE x.project_id = asked.project_id AND x.since <= $3::timestamptz AND NOT xc.members @> ARRAY[asked.version_id]), '-infinity')
     ) AS arrived
     FROM unnest($1::int4[], $2::int4[]) AS asked(project_id, version_id)`,
    [rows.map(({ project_id }) => project_id), rows.map(({ version_id }) => version_id), momentOf(picture)],
  )
  return new Map(found.map((row) => [`${row.project_id}.${row.version_id}`, new Date(row.arrived)]))
}
