import { dependencyPaths } from '@cupel/inventory'
import type { Queryable } from '../store/database.ts'
import { KeptDetails } from './kept-details.ts'
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

/** Components of all details that are kept decoded: some megabytes. */
const KEPT_COMPONENTS = 40_000

/** By store: sets and details never change, so what was decoded once stays right. */
const kept = new WeakMap<Queryable, KeptDetails<PictureDetail>>()

/** A picture by its set and its detail. */
export interface PictureParts {
  readonly set: number
  readonly detail: number
  /** Components of the set. */
  readonly n: number
}

/** So many components are read at once, unless one picture has more. */
const READ_COMPONENTS = 20_000

/** The details of pictures, in their order. */
export async function readDetails(db: Queryable, pictures: readonly PictureParts[]): Promise<readonly PictureDetail[]> {
  const here = kept.get(db) ?? new KeptDetails<PictureDetail>(KEPT_COMPONENTS)
  kept.set(db, here)
  const found = new Map(pictures.map((parts) => [keyOf(parts), here.get(keyOf(parts))]))
  const missing = pictures.filter((parts) => found.get(keyOf(parts)) === undefined)
  for (const group of groupsOf(missing)) {
    const read = await decoded(db, group)
    for (const [at, parts] of group.entries()) {
      const detail = read[at] as PictureDetail
      found.set(keyOf(parts), detail)
      here.set(keyOf(parts), detail, parts.n)
    }
  }
  return pictures.map((parts) => found.get(keyOf(parts)) as PictureDetail)
}

function groupsOf(pictures: readonly PictureParts[]): readonly (readonly PictureParts[])[] {
  const groups: PictureParts[][] = []
  let room = 0
  for (const picture of pictures) {
    if (picture.n > room || groups.length === 0) {
      groups.push([])
      room = READ_COMPONENTS
    }
    groups.at(-1)?.push(picture)
    room -= picture.n
  }
  return groups
}

function keyOf({ set, detail }: PictureParts): string {
  return `${set} ${detail}`
}

async function decoded(db: Queryable, pictures: readonly PictureParts[]): Promise<readonly PictureDetail[]> {
  const bodies = await db.query<{ id: number; body: Uint8Array }>('SELECT id, body FROM set_detail WHERE id = ANY($1::int4[])', [
    [...new Set(pictures.map(({ detail }) => detail))],
  ])
  const sets = await db.query<{ id: number; members: readonly number[] }>(
    'SELECT id, members FROM component_set WHERE id = ANY($1::int4[])',
    [[...new Set(pictures.map(({ set }) => set))]],
  )
  const purls = await purlsOf(db, new Set(sets.flatMap(({ members }) => members)))
  const bySet = new Map(
    sets.map(({ id, members }) => [
      id,
      members.flatMap((version): readonly Member[] => {
        const purl = purls.get(version)
        return purl === undefined ? [] : [{ id: version, purl }]
      }),
    ]),
  )
  return pictures.map(({ set, detail }) => {
    const body = bodies.find(({ id }) => id === detail)?.body
    if (body === undefined) throw new Error('a picture has a detail')
    return decode(body, bySet.get(set) ?? [])
  })
}

interface Member {
  readonly id: number
  readonly purl: string
}

/** So many are kept; then all are let go together. */
const KEPT_PURLS = 50_000

/** By store: a version keeps its purl, and most sets share most of what they have. */
const keptPurls = new WeakMap<Queryable, Map<number, string>>()

/** The purls of versions. As one row, since thousands of rows cost more to hand over than to find. */
async function purlsOf(db: Queryable, versions: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
  const here = keptPurls.get(db) ?? new Map<number, string>()
  keptPurls.set(db, here)
  const found = new Map<number, string>()
  const missing: number[] = []
  for (const version of versions) {
    const purl = here.get(version)
    if (purl === undefined) missing.push(version)
    else found.set(version, purl)
  }
  if (missing.length === 0) return found
  const [row] = await db.query<{ ids: readonly number[] | null; purls: readonly string[] | null }>(
    'SELECT array_agg(id) AS ids, array_agg(purl) AS purls FROM package_version WHERE id = ANY($1::int4[])',
    [missing.sort((a, b) => a - b)],
  )
  const ids = row?.ids ?? []
  if (here.size + ids.length > KEPT_PURLS) here.clear()
  for (const [at, id] of ids.entries()) {
    const purl = row?.purls?.[at] as string
    found.set(id, purl)
    if (ids.length <= KEPT_PURLS) here.set(id, purl)
  }
  return found
}

function decode(body: Uint8Array, members: readonly Member[]): PictureDetail {
  const sorted = [...members].sort((a, b) => (a.purl < b.purl ? -1 : 1))
  const purls = sorted.map(({ purl }) => purl)
  const detail = decodeDetail(body, purls)
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
