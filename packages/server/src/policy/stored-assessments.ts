import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { assessmentOfDocument } from '@cupel/engine/assess'
import { CupelError } from '@cupel/model'
import type { AssessmentReport } from '@cupel/model'
import type { ComponentFacts } from '@cupel/policy'
import { parameters as newParameters } from '../read/parameters.ts'
import { holds } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'

const MAX_BYTES = 256 * 1024 * 1024
const inflate = promisify(inflateRaw)

export interface StoredAssessment {
  readonly report: AssessmentReport
  /** `sha256:…` of its document. */
  readonly source: string
}

interface Row {
  readonly project_id: number | null
  readonly repository: string
  readonly digest: string
  readonly body: Uint8Array
}

/** The newest assessments of projects, by project. One whose document was let go, or is none, does not count: what it said is unknown. */
export async function projectAssessments(
  db: Queryable,
  picture: Picture,
  projects: readonly number[],
): Promise<ReadonlyMap<number, StoredAssessment>> {
  const parameters = newParameters()
  const rows = await db.query<Row & { readonly project_id: number }>(
    `SELECT DISTINCT ON (x.project_id) x.project_id, x.repository, encode(d.digest, 'hex') AS digest, d.body
     FROM assessment x JOIN document d ON d.id = x.document_id AND d.body IS NOT NULL
     WHERE x.project_id = ANY(${parameters.add(projects)}::int4[]) AND ${holds('x', picture, parameters)} ORDER BY x.project_id, x.since DESC`,
    parameters.values,
  )
  const found = new Map<number, StoredAssessment>()
  for (const row of rows) {
    const read = await readRow(row)
    if (read !== null) found.set(row.project_id, read)
  }
  return found
}

export interface ComponentAssessments {
  /** Repositories of packages, by package. */
  readonly repositories: ReadonlyMap<number, ComponentFacts>
  readonly assessments: ReadonlyMap<string, StoredAssessment>
}

/** What is known of the projects behind packages: their repositories, and assessments of these that nobody's project owns. */
export async function componentAssessments(db: Queryable, picture: Picture, packages: readonly number[]): Promise<ComponentAssessments> {
  const links = await db.query<{ package_id: number; repository: string; source: string }>(
    `SELECT DISTINCT ON (package_id) package_id, repository, source FROM package_repository WHERE package_id = ANY($1::int4[])
     ORDER BY package_id, source, repository`,
    [packages],
  )
  const repositories = new Map(links.map(({ package_id, repository, source }) => [package_id, { repository, source }]))
  if (links.length === 0) return { repositories, assessments: new Map() }
  const parameters = newParameters()
  const rows = await db.query<Row>(
    `SELECT DISTINCT ON (x.repository) x.project_id, x.repository, encode(d.digest, 'hex') AS digest, d.body
     FROM assessment x JOIN document d ON d.id = x.document_id AND d.body IS NOT NULL
     WHERE x.project_id IS NULL AND x.repository = ANY(${parameters.add([...new Set(links.map(({ repository }) => repository))])}::text[])
       AND ${holds('x', picture, parameters)} ORDER BY x.repository, x.since DESC`,
    parameters.values,
  )
  const assessments = new Map<string, StoredAssessment>()
  for (const row of rows) {
    const read = await readRow(row)
    if (read !== null) assessments.set(row.repository, read)
  }
  return { repositories, assessments }
}

async function readRow({ body, digest }: Row): Promise<StoredAssessment | null> {
  const source = `sha256:${digest}`
  try {
    const text = (await inflate(body, { maxOutputLength: MAX_BYTES })).toString('utf8')
    return { report: assessmentOfDocument(text, source), source }
  } catch (error) {
    if (error instanceof CupelError || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}
