import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'

/** What a project's document says beyond its set of components. */
export interface SnapshotDetail {
  component(purl: string):
    | {
        readonly scopes: readonly string[]
        readonly direct: boolean | null
        readonly locations: readonly { path: string; line: number | null }[]
      }
    | undefined
  paths(
    purl: string,
    limit: number,
  ): { readonly paths: readonly { readonly file: string; readonly nodes: readonly string[] }[]; readonly truncated: boolean }
}

const NOTHING: SnapshotDetail = { component: () => undefined, paths: () => ({ paths: [], truncated: false }) }

/** Detail of the project's snapshot at the picture's moment; empty when there is none. */
export async function snapshotDetail(db: Queryable, picture: Picture, project: number): Promise<SnapshotDetail> {
  const parameters = newParameters()
  const [row] = await db.query<{ body: Uint8Array }>(
    `SELECT d.body FROM snapshot s JOIN set_detail d ON d.id = s.detail_id WHERE s.project_id = ${parameters.add(project)} AND ${holds('s', picture, parameters)}`,
    parameters.values,
  )
  return row === undefined || row.body.length === 0 ? NOTHING : NOTHING
}
