import type { AdvisoryIndex } from '@cupel/advisory'
import { ecosystemFamily } from '@cupel/advisory'
import { advisoryName } from '@cupel/model'
import { lockKnowledge } from '../match/locks.ts'
import type { Services } from '../services.ts'
import type { Applied } from './apply-statements.ts'
import { IndexStatements } from './index-statements.ts'
import { refreshSubjects } from './refresh-subjects.ts'
import type { AskedSubject } from './refresh-subjects.ts'

const CHUNK = 1000
/** Records keep the first packages that they name; one with so many may name more. */
const PACKAGES_KEPT = 24

/**
 * Which subjects are asked about: those of these ecosystems (without release), or those of which a record speaks that names one of the
 * ids that changed records name, before or now. null: any may have changed, and all subjects are asked.
 */
export type SubjectChoice = { readonly ecosystems: readonly string[] } | { readonly touched: ReadonlySet<string> | null }

/**
 * Takes in what an index says other than before, after a sync. One transaction a thousand subjects, so that readers and uploads never
 * wait long; what was done stays done when it is interrupted.
 */
export async function sweepSubjects(services: Services, index: AdvisoryIndex, choice: SubjectChoice): Promise<Applied> {
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
  const rows = await services.db.query<{ id: number }>(
    `SELECT id FROM subject WHERE split_part(ecosystem, ':', 1) = ANY($1::text[]) ORDER BY id`,
    [choice.ecosystems],
  )
  return rows.map(({ id }) => id)
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
