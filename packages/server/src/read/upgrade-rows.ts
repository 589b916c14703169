import type { Database, Queryable } from '../store/database.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { KeptAnswers } from './kept-answers.ts'
import { LONG } from './kept-ranking.ts'
import { openPairs } from './open-pairs.ts'
import type { PairSelection } from './open-pairs.ts'
import { limitOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { seenPackage } from './package-rows.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'
import { fromStandings } from './standing-scope.ts'
import { foundUpgrades } from './found-upgrades.ts'
import type { FoundUpgrade } from './found-upgrades.ts'

interface Answer {
  readonly upgrades: readonly FoundUpgrade[]
  /** Something is open in packages that were not looked at. */
  readonly more: boolean
  readonly asOf: Date
}

/** What took long to find out is not found out anew for a minute. */
const kept = new KeptAnswers<Answer>(60_000, 30)

/**
 * GET /upgrades: of the packages in which the most is open, the version to go to, by how much that clears, as things are now. Packages for
 * which no advisory names such a version stand last: what is open in them is not gone because nothing can be done.
 */
export async function upgradePage(db: Database, picture: Picture, query: PageRequest & PairSelection) {
  const now: Picture = { ...picture, at: null }
  const list = `upgrades:${query.project ?? ''}:${query.package ?? ''}`
  const after = decodeCursor(list, query.cursor, 4)
  if (query.project !== undefined) await seenProject(db, now, query.project)
  if (query.package !== undefined) await seenPackage(db, now, query.package)
  const { upgrades, more, asOf } = await answerOf(db, now, query)
  const from = after === null ? 0 : upgrades.findIndex((one) => isBehind(placeOf(one), after as Place))
  const page = from === -1 ? [] : upgrades.slice(from, from + limitOf(query))
  const last = page.at(-1)
  return {
    items: page.map(({ row }) => row),
    next: last === undefined || from + page.length >= upgrades.length ? null : encodeCursor(list, placeOf(last)),
    total: { count: upgrades.length, type: more ? ('AT_LEAST' as const) : ('EXACT' as const) },
    asOf: asOf.toISOString(),
  }
}

async function answerOf(db: Database, picture: Picture, selection: PairSelection): Promise<Answer> {
  const { viewer } = picture
  const question = JSON.stringify(['upgrades', selection.project, selection.package, viewer.projects, viewer.organisations])
  const known = kept.get(db, picture, question)
  if (known !== undefined) return known
  const standing =
    selection.project === undefined
      ? await fromStandings(db, picture, async (transaction, scope) => ({
          ...(await told(transaction, picture, { selection, scope })),
          asOf: scope.asOf,
        }))
      : null
  const { pairs, ...answer } = standing ?? { ...(await told(db, picture, { selection, scope: null })), asOf: picture.now }
  if (answer.more || pairs >= LONG) kept.set(db, picture, question, answer)
  return answer
}

async function told(db: Queryable, picture: Picture, options: Parameters<typeof openPairs>[2]) {
  const { pairs, more } = await openPairs(db, picture, options)
  const upgrades = (await foundUpgrades(db, picture, pairs)).toSorted((a, b) => (isBehind(placeOf(a), placeOf(b)) ? 1 : -1))
  return { upgrades, more, pairs: pairs.length }
}

type Place = readonly [gain: number, burden: number, id: number, to: string]

function placeOf({ gain, burden, row }: FoundUpgrade): Place {
  return [gain, burden, row.package.id, row.to ?? '']
}

function isBehind(place: Place, other: Place): boolean {
  const at = place.findIndex((value, index) => value !== other[index])
  return at !== -1 && (place[at] as number | string) < (other[at] as number | string)
}
