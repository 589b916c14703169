import { pathsIn, readDetails } from '../ingest/read-detail.ts'
import type { DetailPath, PictureDetail, PictureParts } from '../ingest/read-detail.ts'
import type { MemberDetail } from '../ingest/set-detail.ts'
import type { Queryable } from '../store/database.ts'
import { needsIn } from './needs-in.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'

/** What a project's document says beyond its set of components. */
export interface SnapshotDetail {
  component(purl: string): MemberDetail | null
  /** Shortest first; one more than `limit` is never given, so `truncated` tells that there are. */
  paths(purl: string, limit: number): { readonly paths: readonly DetailPath[]; readonly truncated: boolean }
  /** Purls of all that a component needs, directly and further on; null: the document does not tell. */
  needs(purl: string): readonly string[] | null
}

const NOTHING: SnapshotDetail = { component: () => null, paths: () => ({ paths: [], truncated: false }), needs: () => null }

/** Detail of the project's snapshot at the picture's moment; empty when there is none. */
export async function snapshotDetail(db: Queryable, picture: Picture, project: number): Promise<SnapshotDetail> {
  return (await snapshotDetails(db, picture, [project])).get(project) ?? NOTHING
}

/** The same of several projects. */
export async function snapshotDetails(
  db: Queryable,
  picture: Picture,
  projects: readonly number[],
): Promise<ReadonlyMap<number, SnapshotDetail>> {
  const parameters = newParameters()
  const rows = await db.query<PictureParts & { readonly project: number }>(
    `SELECT s.project_id AS project, s.set_id AS set, s.detail_id AS detail, c.n
     FROM snapshot s JOIN set_detail d ON d.id = s.detail_id JOIN set_count c ON c.set_id = s.set_id
     WHERE s.project_id = ANY(${parameters.add(projects)}::int4[]) AND ${holds('s', picture, parameters)} AND octet_length(d.body) > 0`,
    parameters.values,
  )
  const details = await readDetails(db, rows)
  return new Map(rows.map(({ project }, at) => [project, told(details[at] as PictureDetail)]))
}

function told(picked: PictureDetail): SnapshotDetail {
  return {
    component: (purl) => picked.of(purl),
    paths: (purl, limit) => {
      const paths = pathsIn(picked.detail, purl, limit + 1)
      return { paths: paths.slice(0, limit), truncated: paths.length > limit }
    },
    needs: (purl) => needsIn(picked.detail.graphs, purl),
  }
}
