import type { Static } from 'typebox'
import type { Comparison } from '../api/contract/knowledge.ts'
import type { Queryable } from '../store/database.ts'
import { NO_COUNTS } from './open-counts.ts'
import { cleanVersion } from './package-detail.ts'
import { packageAdvisories } from './package-advisories.ts'
import { packageById } from './package-rows.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'

type Item = Static<typeof Comparison>['items'][number]

/** GET /compare: packages by id or purl. One that nobody visible has is shown as unknown, not left out. */
export async function compare(db: Queryable, picture: Picture, asked: readonly string[]): Promise<Static<typeof Comparison>> {
  const items: Item[] = []
  for (const name of asked) items.push(await item(db, picture, name))
  return { asOf: momentOf(picture).toISOString(), items }
}

async function item(db: Queryable, picture: Picture, name: string): Promise<Item> {
  const [found] = await db.query<{ id: number }>('SELECT id FROM package WHERE purl = $1 OR id::text = $1', [name])
  const row = found === undefined ? null : await packageById(db, picture, found.id).catch(() => null)
  if (row === null) return unknownItem(name)
  const advisories = await packageAdvisories(db, picture, row.package.id, { limit: 200 })
  const published = advisories.items.map(({ vulnerability }) => vulnerability.published ?? '').sort()
  return {
    package: row.package,
    known: true,
    projects: row.projects,
    versions: row.versions,
    counts: row.counts,
    advisories: advisories.total.count,
    lastAdvisory: published.at(-1) || null,
    licences: row.licences,
    score: row.score,
    cleanVersion: await cleanVersion(db, picture, row.package.id),
    dependencies: null,
  }
}

function unknownItem(name: string): Item {
  const nothing = {
    projects: 0,
    versions: 0,
    counts: NO_COUNTS,
    advisories: 0,
    lastAdvisory: null,
    licences: [],
    score: null,
    cleanVersion: '',
    dependencies: null,
  }
  return { package: { id: 1, purl: name, ecosystem: '', name }, known: false, ...nothing }
}
