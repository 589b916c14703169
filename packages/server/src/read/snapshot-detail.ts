import { pathsIn, readDetail } from '../ingest/read-detail.ts'
import type { DetailPath } from '../ingest/read-detail.ts'
import type { MemberDetail } from '../ingest/set-detail.ts'
import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'

/** What a project's document says beyond its set of components. */
export interface SnapshotDetail {
  component(purl: string): MemberDetail | null
  /** Shortest first; one more than `limit` is never given, so `truncated` tells that there are. */
  paths(purl: string, limit: number): { readonly paths: readonly DetailPath[]; readonly truncated: boolean }
}

const NOTHING: SnapshotDetail = { component: () => null, paths: () => ({ paths: [], truncated: false }) }

/** Detail of the project's snapshot at the picture's moment; empty when there is none. */
export async function snapshotDetail(db: Queryable, picture: Picture, project: number): Promise<SnapshotDetail> {
  const parameters = newParameters()
  const [row] = await db.query<{ id: number; stated: boolean }>(
    `SELECT s.id, octet_length(d.body) > 0 AS stated FROM snapshot s JOIN set_detail d ON d.id = s.detail_id
     WHERE s.project_id = ${parameters.add(project)} AND ${holds('s', picture, parameters)}`,
    parameters.values,
  )
  const picked = row === undefined || !row.stated ? null : await readDetail(db, row.id)
  if (picked === null) return NOTHING
  return {
    component: (purl) => picked.of(purl),
    paths: (purl, limit) => {
      const found = pathsIn(picked.detail, purl, limit + 1)
      return { paths: found.slice(0, limit), truncated: found.length > limit }
    },
  }
}
