import type { Queryable } from '../store/database.ts'
import { boundedTotal } from './bounded-total.ts'
import type { CursorValue } from './cursor.ts'
import { readsForward } from './finding-source.ts'
import { heldVersions, ownVersions } from './held-versions.ts'
import { KeptAnswers, questionOf } from './kept-answers.ts'
import { LONG } from './kept-ranking.ts'
import { packageFilters } from './package-data.ts'
import type { PackageRowQuery } from './package-data.ts'
import { limitOf, totalOf, WALK_BOUND } from './page.ts'
import type { Total } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

/** A package with the name, as it is put in order. */
export interface NamedPackage {
  readonly id: number
  readonly sort_key: string
}

/** Up to so many projects, what they have is read and put in order; beyond, packages are walked in order until a page is full. */
export const READ_PROJECTS = 50

/**
 * Only packages `pk` of which some visible project has a version: those that few projects have; of more projects, asked one by one
 * whether they are among all that these have; of very many, asked one by one whether anybody has them, so that a page costs a page.
 */
export function heldHere(picture: Picture, parameters: Parameters): string {
  const { projects } = picture.viewer
  if (projects !== null && projects.count <= READ_PROJECTS) {
    return `JOIN (SELECT DISTINCT pv.package_id FROM ${ownVersions(picture, parameters)} o
      JOIN package_version pv ON pv.id = o.version_id) held ON held.package_id = pk.id`
  }
  if (readsForward(picture)) {
    // Not a join: what these projects have is hashed once and not for each package.
    return `CROSS JOIN LATERAL (SELECT 1 FROM package_version pv WHERE pv.package_id = pk.id
      AND (pv.id IN (SELECT o.version_id FROM ${ownVersions(picture, parameters)} o)) IS TRUE LIMIT 1) held`
  }
  const held = heldVersions(picture, 'pv.package_id = pk.id', parameters)
  return `CROSS JOIN LATERAL (SELECT 1 FROM ${held} h LIMIT 1) held`
}

/** A page and one more of packages that visible projects have, by name. */
export async function packageNames(
  db: Queryable,
  picture: Picture,
  query: PackageRowQuery,
  after: readonly CursorValue[] | null,
): Promise<readonly NamedPackage[]> {
  const most = limitOf(query) + 1
  const { text, parameters } = namesSql(picture, query, { after, most })
  if (!readsAll(picture)) return db.query<NamedPackage>(text, parameters.values)
  const names = await firstNames(db, picture, query)
  const from = after === null ? 0 : 1 + names.findIndex(({ id, sort_key }) => id === after[1] && sort_key === after[0])
  const isAmong = (after === null || from > 0) && (names.length <= WALK_BOUND || from + most <= names.length)
  return isAmong ? names.slice(from, from + most) : db.query<NamedPackage>(text, parameters.values)
}

/** How many there are, up to a bound. */
export async function packageTotal(db: Queryable, picture: Picture, query: PackageRowQuery): Promise<Total> {
  if (readsAll(picture)) return totalOf((await firstNames(db, picture, query)).length, WALK_BOUND)
  const parameters = newParameters()
  const from = `FROM package pk ${heldHere(picture, parameters)} WHERE ${packageFilters(query, parameters)}`
  return boundedTotal(db, picture, { from, parameters, bound: WALK_BOUND })
}

/** Whether all that the visible projects have is read for a page. */
function readsAll(picture: Picture): boolean {
  const { projects } = picture.viewer
  return readsForward(picture) && projects !== null && projects.count > READ_PROJECTS
}

/** Of long lists the first names are those of up to a minute ago: reading what hundreds of projects have takes as long for one page as for twenty. */
const kept = new KeptAnswers<readonly NamedPackage[]>(60_000, 30)

async function firstNames(db: Queryable, picture: Picture, query: PackageRowQuery): Promise<readonly NamedPackage[]> {
  const { text, parameters } = namesSql(picture, query, { after: null, most: WALK_BOUND + 1 })
  const question = questionOf(picture, text, parameters)
  const known = kept.get(db, picture, question)
  if (known !== undefined) return known
  const names = await db.query<NamedPackage>(text, parameters.values)
  if (names.length >= LONG) kept.set(db, picture, question, names)
  return names
}

function namesSql(
  picture: Picture,
  query: PackageRowQuery,
  { after, most }: { readonly after: readonly CursorValue[] | null; readonly most: number },
): { readonly text: string; readonly parameters: Parameters } {
  const parameters = newParameters()
  const keyset =
    after === null ? 'true' : `(lower(pk.name), pk.id) > (${parameters.add(after[0])}::text, ${parameters.add(after[1])}::int4)`
  const text = `SELECT pk.id, lower(pk.name) AS sort_key FROM package pk ${heldHere(picture, parameters)}
    WHERE ${packageFilters(query, parameters)} AND ${keyset} ORDER BY lower(pk.name), pk.id LIMIT ${most}`
  return { text, parameters }
}
