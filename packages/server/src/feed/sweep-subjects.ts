import type { AdvisoryIndex } from '@cupel/advisory'
import { ecosystemFamily } from '@cupel/advisory'
import { advisoryName } from '@cupel/model'
import { lockKnowledge } from '../match/locks.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import type { Applied } from './apply-statements.ts'
import { IndexStatements } from './index-statements.ts'
import type { RefreshTurn } from './refresh-turn.ts'
import { refreshSubjects } from './refresh-subjects.ts'
import type { AskedSubject } from './refresh-subjects.ts'

const CHUNK = 1000
/** Records keep the first packages that they name; one with so many may name more. */
const PACKAGES_KEPT = 24

/**
 * Which subjects are asked about: those of these ecosystems (without release), or those of which a record speaks that names one of the
 * ids that changed records name, before or now. null: any may have changed, and all subjects are asked. `after`: those that came later.
 */
export type SubjectChoice =
  | { readonly ecosystems: readonly string[] }
  | { readonly touched: ReadonlySet<string> | null }
  | { readonly after: number; readonly among: readonly string[] | null }

/** Subjects that came behind the last that was asked about; `among`: only those of these ecosystems. */
export interface LaterSubjects {
  readonly index: AdvisoryIndex
  readonly last: number
  readonly among: readonly string[] | null
}

/**
 * Takes in what an index says other than before, after a sync. One transaction a thousand subjects, so that readers and uploads never
 * wait long; what was done stays done when it is interrupted.
 */
export async function sweepSubjects(
  services: Services,
  index: AdvisoryIndex,
  { choice, turn }: { readonly choice: SubjectChoice; readonly turn?: RefreshTurn },
): Promise<Applied> {
  const asked = new IndexStatements(index)
  const chosen = await subjectsOf(services, index, choice)
  let sum: Applied = { advisories: 0, opened: 0, closed: 0, events: 0 }
  for (let after = 0, at = 0; ; at += CHUNK) {
    const subjects = await services.db.query<AskedSubject>(
      chosen === null
        ? 'SELECT id, ecosystem, name, covered, digest FROM subject WHERE id > $1 ORDER BY id LIMIT 1000'
        : 'SELECT id, ecosystem, name, covered, digest FROM subject WHERE id = ANY($1::int4[]) ORDER BY id',
      chosen === null ? [after] : [chosen.slice(at, at + CHUNK)],
    )
    const last = subjects.at(-1)
    if (last === undefined) return sum
    after = last.id
    const changed = subjects.filter((subject) => isNews(subject, asked))
    if (changed.length === 0) continue
    const applied = await services.db.transaction(async (transaction) => {
      await lockKnowledge(transaction)
      await turn?.keep(transaction)
      return refreshSubjects(transaction, changed, { services, index, now: services.now(), asked })
    })
    sum = {
      advisories: sum.advisories + applied.advisories,
      opened: sum.opened + applied.opened,
      closed: sum.closed + applied.closed,
      events: sum.events + applied.events,
    }
  }
}

function isNews(subject: AskedSubject, asked: IndexStatements): boolean {
  return subject.digest === null || Buffer.compare(subject.digest, asked.about(subject).digest) !== 0
}

/** null: all. */
async function subjectsOf(services: Services, index: AdvisoryIndex, choice: SubjectChoice): Promise<readonly number[] | null> {
  if ('touched' in choice) return choice.touched === null ? null : subjectsTouched(services, index, choice.touched)
  const { after, among } = 'after' in choice ? choice : { after: 0, among: choice.ecosystems }
  return laterSubjects(services.db, { last: after, among })
}

async function laterSubjects(
  db: Queryable,
  { last, among }: Pick<LaterSubjects, 'last' | 'among'>,
  limit: number | null = null,
): Promise<readonly number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT id FROM subject WHERE id > $1 AND ($2::text[] IS NULL OR split_part(ecosystem, ':', 1) = ANY($2::text[])) ORDER BY id LIMIT $3`,
    [last, among, limit],
  )
  return rows.map(({ id }) => id)
}

/** The same of those that came meanwhile, in the caller's transaction, which holds `lockKnowledge`. Gives false when they are too many for one. */
export async function sweepLater(transaction: Queryable, services: Services, later: LaterSubjects): Promise<boolean> {
  const ids = await laterSubjects(transaction, later, CHUNK + 1)
  if (ids.length > CHUNK) return false
  const subjects = await transaction.query<AskedSubject>(
    'SELECT id, ecosystem, name, covered, digest FROM subject WHERE id = ANY($1::int4[]) ORDER BY id',
    [ids],
  )
  await refreshSubjects(transaction, subjects, { services, index: later.index, now: services.now() })
  return true
}

/** Subjects that a touched record speaks of now, or did before. null: it cannot be told without asking all. */
async function subjectsTouched({ db }: Services, index: AdvisoryIndex, touched: ReadonlySet<string>): Promise<readonly number[] | null> {
  const names = new Set<string>()
  for (const id of touched) {
    for (const ref of index.recordsById(id)) {
      const { packages } = index.text(ref)
      if (packages.length >= PACKAGES_KEPT) return null
      for (const named of packages) {
        const [ecosystem = '', ...name] = named.split('/')
        names.add(advisoryName(ecosystemFamily(ecosystem), name.join('/')))
      }
    }
  }
  const rows = await db.query<{ id: number }>(
    `SELECT id FROM subject WHERE name = ANY($1::text[])
     UNION
     SELECT r.subject_id FROM advisory a JOIN advisory_range r ON r.advisory_id = a.id
     WHERE a.osv_id = ANY($2::text[]) OR a.vulnerability_id IN (SELECT vulnerability_id FROM alias WHERE alias = ANY($2::text[]))
     ORDER BY 1`,
    [[...names], [...touched]],
  )
  return rows.map(({ id }) => id)
}
