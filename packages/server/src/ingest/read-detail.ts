import { dependencyPaths } from '@cupel/inventory'
import type { Queryable } from '../store/database.ts'
import { decodeDetail } from './set-detail.ts'
import type { MemberDetail, SetDetail } from './set-detail.ts'

/** What a project's picture says beyond its set: by purl. */
export interface PictureDetail {
  readonly detail: SetDetail
  /** Purls of the set, sorted by code unit, and the ids of their versions in the same order. */
  readonly purls: readonly string[]
  readonly versions: readonly number[]
  of(purl: string): MemberDetail | null
}

/** Reads the detail of a snapshot; null when there is no such snapshot. */
export async function readDetail(db: Queryable, snapshotId: number): Promise<PictureDetail | null> {
  const [row] = await db.query<{ body: Uint8Array; set_id: number }>(
    'SELECT d.body, s.set_id FROM snapshot s JOIN set_detail d ON d.id = s.detail_id WHERE s.id = $1',
    [snapshotId],
  )
  if (row === undefined) return null
  const members = await db.query<{ id: number; purl: string }>(
    'SELECT pv.id, pv.purl FROM component_set c CROSS JOIN unnest(c.members) AS x(id) JOIN package_version pv ON pv.id = x.id WHERE c.id = $1',
    [row.set_id],
  )
  const sorted = [...members].sort((a, b) => (a.purl < b.purl ? -1 : 1))
  const purls = sorted.map(({ purl }) => purl)
  const detail = decodeDetail(row.body, purls)
  const places = new Map(purls.map((purl, at) => [purl, at]))
  return {
    detail,
    purls,
    versions: sorted.map(({ id }) => id),
    of: (purl) => detail.members[places.get(purl) ?? -1] ?? null,
  }
}

/** One way from a project of a file to a component. */
export interface DetailPath {
  readonly file: string
  readonly nodes: readonly string[]
}

/** The shortest ways that lead to a component, at most one a file and `limit` in all, shortest first; as a scan tells them. */
export function pathsIn({ graphs }: SetDetail, purl: string, limit: number): readonly DetailPath[] {
  return graphs
    .flatMap((graph) =>
      dependencyPaths([graph], new Set([purl]))
        .to(purl, 1)
        .map((nodes) => ({ file: graph.path, nodes })),
    )
    .sort((a, b) => a.nodes.length - b.nodes.length)
    .slice(0, limit)
}
