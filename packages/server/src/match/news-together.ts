import type { Queryable } from '../store/database.ts'
import type { ProblemNews } from './news-of.ts'
import { TOLD, toldParameters } from './told-news.ts'

/** From so many projects of an organisation on, news of one problem are written together, as one row. */
export const MANY = 100
/** No more than 32,768 news stand together: who tells them has them in memory. */
const PART_BITS = 15
const PATIENCE_MS = 30 * 60_000

/** News of one problem that came to many projects of an organisation. */
export interface NewsTogether {
  readonly problem: ProblemNews
  readonly organisation: number
  readonly projects: readonly number[]
  readonly places: readonly number[]
}

export interface GatheredNews {
  readonly together: readonly NewsTogether[]
  readonly apart: readonly ProblemNews[]
}

/** Tells news that are written together from those that are not: of a problem that came to few, or that went. */
export async function gathered(db: Queryable, news: readonly ProblemNews[], now: Date): Promise<GatheredNews> {
  const isMany = ({ opened, projects }: ProblemNews): boolean => opened && projects.length >= MANY
  const many = news.filter(isMany)
  if (many.length === 0 || (await isNobodyTelling(db, now))) return { together: [], apart: news }
  const organisationOf = await organisationsOf(db, many)
  const together: NewsTogether[] = []
  const apart = news.filter((one) => !isMany(one))
  for (const problem of many) {
    const left = { projects: [] as number[], places: [] as number[] }
    for (const [organisation, own] of byOrganisation(problem, organisationOf)) {
      if (own.projects.length >= MANY) together.push(...parts(own).map((part) => ({ problem, organisation, ...part })))
      else {
        left.projects.push(...own.projects)
        left.places.push(...own.places)
      }
    }
    if (left.projects.length > 0) apart.push({ ...problem, ...left })
  }
  return { together, apart }
}

/** What waits stands in no index: readers pay for it, which must not go on for days. */
async function isNobodyTelling(db: Queryable, now: Date): Promise<boolean> {
  const waiting = await db.query('SELECT 1 FROM outbox_batch WHERE at < $1 LIMIT 1', [new Date(now.getTime() - PATIENCE_MS)])
  return waiting.length > 0
}

/** The organisation of a project; undefined: it is archived. */
type OrganisationOf = (project: number) => number | undefined

async function organisationsOf(db: Queryable, news: readonly ProblemNews[]): Promise<OrganisationOf> {
  const [first, ...others] = news.map(({ projects }) => projects)
  const projects = others.length === 0 ? (first ?? []) : [...new Set([first ?? [], ...others].flat())]
  // Where one organisation has all of them, which is most often so, they are not told one by one.
  const rows = await db.query<{ org_id: number; ids: readonly number[] | null }>(
    `SELECT org_id, CASE WHEN count(*) < $2::int4 THEN array_agg(id) END AS ids FROM project
     WHERE id = ANY($1::int4[]) AND archived_at IS NULL GROUP BY org_id`,
    [projects, projects.length],
  )
  const organisations = new Map<number, number>()
  for (const { org_id, ids } of rows) {
    if (ids === null) return () => org_id
    for (const id of ids) organisations.set(id, org_id)
  }
  return (project) => organisations.get(project)
}

interface Own {
  readonly projects: number[]
  readonly places: number[]
}

/** What only one organisation knows is no news to others. */
function byOrganisation({ orgId, projects, places }: ProblemNews, organisationOf: OrganisationOf): ReadonlyMap<number, Own> {
  const found = new Map<number, Own>()
  for (const [at, project] of projects.entries()) {
    const organisation = organisationOf(project)
    if (organisation === undefined || (orgId !== null && orgId !== organisation)) continue
    add(found, organisation, { project, place: places[at] as number })
  }
  return found
}

function parts({ projects, places }: Own): readonly Own[] {
  const found = new Map<number, Own>()
  for (const [at, project] of projects.entries()) add(found, project >> PART_BITS, { project, place: places[at] as number })
  return [...found.values()]
}

function add(found: Map<number, Own>, key: number, { project, place }: { readonly project: number; readonly place: number }): void {
  let own = found.get(key)
  if (own === undefined) found.set(key, (own = { projects: [], places: [] }))
  own.projects.push(project)
  own.places.push(place)
}

/** Gives how many news it were. */
export async function writeTogether(db: Queryable, news: readonly NewsTogether[], now: Date): Promise<number> {
  if (news.length === 0) return 0
  await db.run(
    `WITH ${TOLD}
     INSERT INTO outbox_batch (id, at, kind, org_id, vulnerability_id, ids, projects, places, payloads)
     SELECT x.ids[1], $9::timestamptz, 'finding.opened', x.org_id, x.vulnerability_id, x.ids, x.projects::int4[], x.places::int4[],
       (SELECT jsonb_agg(t.payload ORDER BY t.n) FROM told t WHERE t.vulnerability_id = x.vulnerability_id)
     FROM (SELECT y.*, ARRAY(SELECT nextval(s.name) FROM pg_get_serial_sequence('outbox', 'id') AS s(name), generate_series(1, y.size)) AS ids
       FROM unnest($5::int4[], $6::int4[], $7::text[], $8::text[], $10::int4[]) AS y(org_id, vulnerability_id, projects, places, size)) x`,
    [
      ...toldParameters([...new Set(news.map(({ problem }) => problem))]),
      news.map(({ organisation }) => organisation),
      news.map(({ problem }) => problem.vulnerability),
      news.map(({ projects }) => `{${projects.join()}}`),
      news.map(({ places }) => `{${places.map((place) => place + 1).join()}}`),
      now,
      news.map(({ projects }) => projects.length),
    ],
  )
  return news.reduce((sum, { projects }) => sum + projects.length, 0)
}
