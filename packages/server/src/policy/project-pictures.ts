import type { Component, DependencyGraph, Problem } from '@cupel/model'
import { decodeDetail } from '../ingest/set-detail.ts'
import type { MemberDetail, SetDetail } from '../ingest/set-detail.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { holds, visible } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import type { StoredVersion, StoredVersions } from './stored-versions.ts'
import { unaskedProblems } from './unasked-problems.ts'

/** What a project consists of, as its newest document at a moment says. */
export interface ProjectPicture {
  readonly id: number
  readonly organisation: number
  readonly slug: string
  readonly name: string
  /** null: nothing was uploaded. */
  readonly content: ProjectContent | null
}

export interface ProjectContent {
  /** RFC 3339. */
  readonly since: string
  /** `sha256:…` of the document; empty when none is kept. */
  readonly document: string
  /** In the order of their purls. */
  readonly components: readonly Component[]
  readonly graphs: readonly DependencyGraph[]
  /** What was not read, and what advisory data could not be asked about. */
  readonly problems: readonly Problem[]
  readonly versions: readonly StoredVersion[]
}

interface Row {
  readonly id: number
  readonly org_id: number
  readonly slug: string
  readonly name: string
  readonly since: Date | null
  readonly members: readonly number[] | null
  readonly unmatched: number | null
  readonly body: Uint8Array | null
  readonly problems: readonly KeptProblem[] | null
  readonly incomplete: boolean | null
  readonly document: string | null
}

interface KeptProblem {
  readonly code: Problem['code']
  readonly effect?: Problem['effect']
  readonly message: string
  readonly path?: string
  readonly line?: number
  readonly hint?: string
}

/** A project whose picture is made when it is wanted: of many projects only one at a time is held. */
export interface StoredPicture extends Omit<ProjectPicture, 'content'> {
  readonly members: readonly number[]
  open(): ProjectPicture
}

/** The projects that the viewer may see, by id. */
export async function projectPictures(
  db: Queryable,
  picture: Picture,
  { projects, versions }: { readonly projects: readonly number[]; readonly versions: StoredVersions },
): Promise<ReadonlyMap<number, StoredPicture>> {
  const parameters = newParameters()
  const rows = await db.query<Row>(
    `SELECT p.id, p.org_id, p.slug, p.name, s.since, c.members, k.unmatched, d.body, s.problems, s.incomplete, encode(doc.digest, 'hex') AS document
     FROM project p
     LEFT JOIN snapshot s ON s.project_id = p.id AND ${holds('s', picture, parameters)}
     LEFT JOIN component_set c ON c.id = s.set_id
     LEFT JOIN set_count k ON k.set_id = s.set_id
     LEFT JOIN set_detail d ON d.id = s.detail_id
     LEFT JOIN document doc ON doc.id = s.document_id
     WHERE p.id = ANY(${parameters.add(projects)}::int4[]) AND ${visible('p', picture, parameters)} ORDER BY p.id`,
    parameters.values,
  )
  const known = await versions.of(rows.flatMap(({ members }) => members ?? []))
  const unasked = await unaskedProblems(
    db,
    rows.flatMap(({ members, unmatched }) => (unmatched === 0 ? [] : (members ?? []))),
    known,
  )
  return new Map(
    rows.map((row) => {
      const named = { id: row.id, organisation: row.org_id, slug: row.slug, name: row.name }
      const open = (): ProjectPicture => ({ ...named, content: row.since === null ? null : contentOf(row, known, unasked) })
      return [row.id, { ...named, members: row.members ?? [], open }]
    }),
  )
}

function contentOf(
  row: Row,
  known: ReadonlyMap<number, StoredVersion>,
  unasked: (members: readonly number[]) => readonly Problem[],
): ProjectContent {
  const members = row.members ?? []
  const versions = members.flatMap((id) => known.get(id) ?? []).sort((a, b) => (a.component.purl < b.component.purl ? -1 : 1))
  const detail = detailOf(row.body, versions)
  const problems = (row.problems ?? []).map(problemOf)
  const unsaid = row.incomplete === true && !problems.some(({ effect }) => effect === 'incomplete') ? [UNSAID] : []
  const lost = detail === LOST_DETAIL ? [LOST] : []
  return {
    since: new Date(row.since as Date).toISOString(),
    document: row.document === null ? '' : `sha256:${row.document}`,
    components: versions.map(({ component }, at) => placed(component, detail.members[at])),
    graphs: detail.graphs,
    problems: [...problems, ...unsaid, ...lost, ...unasked(members)],
    versions,
  }
}

const UNSAID: Problem = { code: 'entries-lost', effect: 'incomplete', path: '', detail: 'the document could not be read whole' }
const LOST: Problem = {
  code: 'internal',
  effect: 'incomplete',
  path: '',
  detail: 'what is kept of the document cannot be read any more; upload it again',
}
const NO_DETAIL: SetDetail = { members: [], graphs: [] }
const LOST_DETAIL: SetDetail = { members: [], graphs: [] }

function detailOf(body: Uint8Array | null, versions: readonly StoredVersion[]): SetDetail {
  if (body === null || body.length === 0) return NO_DETAIL
  try {
    return decodeDetail(
      body,
      versions.map(({ component }) => component.purl),
    )
  } catch (error) {
    // One damaged row must not keep the projects beside it from being asked.
    if (error instanceof RangeError || (error instanceof Error && 'code' in error)) return LOST_DETAIL
    throw error
  }
}

function placed(
  { purl, name, version, ecosystem, licenses, hashes, subject }: StoredVersion['component'],
  detail: MemberDetail | undefined,
): Component {
  const evidence = (detail?.locations ?? []).map(({ path, line, kind }) =>
    line === null ? { path, by: 'store', kind } : { path, line, by: 'store', kind },
  )
  const component = {
    purl,
    name,
    version,
    ecosystem,
    scopes: detail?.scopes ?? [],
    direct: detail?.direct ?? null,
    evidence,
    // Its own words: another's about the same purl must not let a rule pass, nor fail.
    licenses: detail?.licences ?? licenses,
    hashes,
  }
  return subject === undefined ? component : { ...component, subject }
}

function problemOf({ code, effect = 'note', message, path = '', line, hint }: KeptProblem): Problem {
  return { code, effect, path, detail: message, ...(line === undefined ? {} : { line }), ...(hint === undefined ? {} : { hint }) }
}
