import type { Static } from 'typebox'
import type { AdvisoryIndex } from '@cupel/advisory'
import { buildPurl, ecosystemOfPurl, packageNameOf, parsePurl } from '@cupel/model'
import type { PurlParts } from '@cupel/model'
import { orNull } from '../api/problem-details.ts'
import type { Comparison } from '../api/contract/knowledge.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { NO_COUNTS } from './open-counts.ts'
import { coverOf } from '../feed/known-data.ts'
import { mendedVersion } from './mended-version.ts'
import { newestMended } from './newest-mended.ts'
import { cleanVersion, newestVersion } from './package-detail.ts'
import { packageAdvisories } from './package-advisories.ts'
import { packageById } from './package-rows.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { holders, needsOf } from './told-needs.ts'
import { timeOf } from './vulnerability-facts.ts'

type Compared = Static<typeof Comparison>['items'][number]
/** Without what the advisory data alone tells of every one. */
type Item = Omit<Compared, 'mendedVersion'>

/**
 * GET /compare: packages by id or purl. One that nobody visible has is shown as unknown, not left out, with what the advisory data says
 * of it.
 */
export async function compare(
  { db, advisories }: Pick<Services, 'db' | 'advisories'>,
  picture: Picture,
  asked: readonly string[],
): Promise<Static<typeof Comparison>> {
  const items: Compared[] = []
  // What is older than what the store was brought up to would call free of problems what is not.
  const index = advisories === undefined ? null : (await coverOf(db, picture.now))(advisories.current())
  for (const name of asked) {
    const held = await item(db, picture, name)
    const known = held ?? unknownItem(name, index)
    const parts = purlOf(known.package.purl)
    const outside = held !== null || parts === null ? '' : await mendedVersion(index, plainPurl(parts))
    const mended = held === null ? outside : await newestMended(db, picture, held.package.id)
    items.push({ ...known, mendedVersion: mended })
  }
  return { asOf: momentOf(picture).toISOString(), items }
}

/** null: nobody visible has it. */
async function item(db: Queryable, picture: Picture, name: string): Promise<Item | null> {
  const parts = purlOf(name)
  const purl = parts === null ? name : plainPurl(parts)
  const [found] = await db.query<{ id: number }>('SELECT id FROM package WHERE purl = $1 OR id::text = $1', [purl])
  const row = found === undefined ? null : await orNull(packageById(db, picture, found.id))
  if (row === null) return null
  const advisories = await packageAdvisories(db, picture, row.package.id, { limit: 200 })
  const clean = await cleanVersion(db, picture, row.package.id)
  const newest = await newestVersion(db, picture, row.package.id)
  const published = advisories.items.map(({ vulnerability }) => vulnerability.published ?? '').sort()
  return {
    package: row.package,
    known: true,
    projects: row.projects,
    versions: row.versions,
    counts: row.counts,
    unmatched: row.unmatched,
    // Where no version here could be asked about, that none is known is no answer.
    asked: advisories.total.count > 0 || row.unmatched < row.versions,
    advisories: advisories.total.count,
    lastAdvisory: published.at(-1) || null,
    licences: row.licences,
    score: row.score,
    cleanVersion: clean,
    dependencies: await broughtAlong(db, picture, `${row.package.purl}@${encodeURIComponent(clean || newest)}`),
  }
}

/** How many components a version needs, directly and further on, as the document of a visible project tells; null: none tells. */
async function broughtAlong(db: Queryable, picture: Picture, purl: string): Promise<number | null> {
  const held = await holders(db, picture, [purl])
  const needs = await needsOf(db, picture, new Map([...held].map(([named, { projects }]) => [named, projects])))
  return needs.get(purl)?.length ?? null
}

function plainPurl({ type, namespace, name }: PurlParts): string {
  return buildPurl({ type, namespace, name })
}

function purlOf(name: string): PurlParts | null {
  try {
    return name.startsWith('pkg:') ? parsePurl(name) : null
  } catch {
    return null
  }
}

/** Public records that name the package, each problem once. null: there is no data to ask. */
function publicAdvisories(name: string, index: AdvisoryIndex | null): Pick<Item, 'advisories' | 'lastAdvisory'> | null {
  const parts = purlOf(name)
  const ecosystem = parts === null ? '' : ecosystemOfPurl(parts)
  if (parts === null || index === null || ecosystem === '' || !index.covers(ecosystem)) return null
  const records = index.lookup(ecosystem, packageNameOf(parts)).map(({ ref }) => index.record(ref))
  const problems = new Set(records.map((record) => index.group(record)[0]))
  const published = records.map((record) => record.published).filter((time) => time !== '')
  const last = published.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1)
  return { advisories: problems.size, lastAdvisory: last === undefined ? null : timeOf(last) }
}

function unknownItem(name: string, index: AdvisoryIndex | null): Item {
  const told = publicAdvisories(name, index)
  const nothing = {
    projects: 0,
    versions: 0,
    counts: NO_COUNTS,
    unmatched: 0,
    asked: told !== null,
    advisories: told?.advisories ?? 0,
    lastAdvisory: told?.lastAdvisory ?? null,
    licences: [],
    score: null,
    cleanVersion: '',
    dependencies: null,
  }
  return { package: { id: 1, purl: name, ecosystem: '', name }, known: false, ...nothing }
}
