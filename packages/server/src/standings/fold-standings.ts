import type { Services } from '../services.ts'
import type { Database, Queryable } from '../store/database.ts'
import { findingDifferences, writeFindings } from './finding-differences.ts'
import type { FindingDifferences } from './finding-differences.ts'
import { countFirst, firstPictures } from './first-pictures.ts'
import type { FirstSize } from './first-pictures.ts'
import { pendingProjects, pictureSides, writeCounted } from './pending-pictures.ts'
import type { CountedPicture } from './pending-pictures.ts'
import { differenceOf } from './picture-difference.ts'
import { marksOfNothing, recountMarked, settleMarks } from './recount-marked.ts'
import { useDifferences } from './use-differences.ts'
import type { UseDifferences } from './use-differences.ts'
import { writeVersionUses } from './version-uses.ts'

/** How much one transaction takes: the embedded engine does nothing else meanwhile. */
export interface FoldSize {
  readonly pictures: number
  readonly problems: number
  /** Of pictures of projects of which nothing is counted yet, as long as more than `pictures` wait. */
  readonly first: FirstSize
}

const SIZES: Readonly<Record<Database['engine'], FoldSize>> = {
  embedded: { pictures: 100, problems: 4, first: { pictures: 500, components: 200_000 } },
  postgresql: { pictures: 1000, problems: 20, first: { pictures: 200_000, components: 32_000_000 } },
}

/** Where numbers are begun: until so many projects have a package, its versions are counted fast enough when somebody asks. */
const WIDE = 100

export interface FoldRun {
  readonly steps: number
  readonly pictures: number
  /** All that was so when the last step began is counted now. */
  readonly isComplete: boolean
}

/**
 * Brings the standings up to what is so now, step by step: in one transaction what is counted changes together with of which pictures it
 * is, so that a worker killed at any point leaves nothing out and counts nothing twice. Of several at once one does it.
 */
export async function foldStandings(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { signal, size = SIZES[db.engine] }: { readonly signal?: AbortSignal; readonly size?: FoldSize } = {},
): Promise<FoldRun> {
  let [steps, pictures] = [0, 0]
  await db.run("INSERT INTO standing (id, judged_at, projects, wide, folded) VALUES (1, '-infinity', 0, $1, 0) ON CONFLICT DO NOTHING", [
    WIDE,
  ])
  while (signal?.aborted !== true) {
    const step = await foldStep(db, now(), size)
    if (step === null) break
    steps += 1
    pictures += step.pictures
    if (step.isComplete) return { steps, pictures, isComplete: true }
  }
  return { steps, pictures, isComplete: false }
}

/**
 * What the change comes to is worked out before the transaction, so that it is short. It may be of a moment ago: whoever changes what is
 * known or said meanwhile leaves a mark, and other pictures are found next time.
 */
async function foldStep(
  db: Database,
  now: Date,
  size: FoldSize,
): Promise<{ readonly pictures: number; readonly isComplete: boolean } | null> {
  const [before] = await db.query<{ folded: number; wide: number }>('SELECT folded, wide FROM standing')
  if (before === undefined) return null
  const { counted, more, uses, findings, settled } = await workOf(db, now, size)
  return db.transaction(
    async (transaction) => {
      // A problem that half of all projects have takes longer to count than anybody waits for an answer.
      await transaction.script('SET LOCAL statement_timeout = 0')
      const [state] = await transaction.query<{ folded: number }>('SELECT folded FROM standing FOR UPDATE SKIP LOCKED')
      if (state === undefined || state.folded !== before.folded) return null
      await markExpired(transaction, now)
      await settleMarks(transaction, settled)
      await writeCounted(transaction, counted)
      await writeVersionUses(transaction, await uses.packages.write(transaction), { changes: uses.versions, wide: before.wide })
      await writeFindings(transaction, findings)
      const isWaiting = await recountMarked(transaction, { now, limit: size.problems })
      const isComplete = !more && !isWaiting
      await transaction.run(
        `UPDATE standing SET judged_at = $1::timestamptz, as_of = CASE WHEN $2 THEN $1::timestamptz ELSE as_of END, folded = folded + 1,
           projects = (SELECT count(*) FROM counted_picture)`,
        [now, isComplete],
      )
      return { pictures: counted.length, isComplete }
    },
    // One picture of the store: a change and the mark that it left are both seen, or neither is.
    { isolation: 'repeatable read' },
  )
}

/** What a step is about, and what that changes. */
interface StepWork {
  readonly counted: readonly CountedPicture[]
  /** There is more than that. */
  readonly more: boolean
  readonly uses: UseDifferences
  readonly findings: FindingDifferences
  /** Marks of what it has counted anew by itself. */
  readonly settled: readonly number[]
}

async function workOf(db: Database, now: Date, size: FoldSize): Promise<StepWork> {
  const { rows, more } = await pendingProjects(db, size.pictures)
  const first = more ? await firstPictures(db, size.first) : []
  if (first.length > 0) {
    const settled = await marksOfNothing(db)
    return { counted: first, more, ...(await countFirst(db, first, now)), settled }
  }
  const differences = (await pictureSides(db, rows)).map(differenceOf)
  return {
    counted: rows.map(({ project, org, set }) => ({ project, organisation: org, set })),
    more,
    uses: await useDifferences(db, differences),
    findings: await findingDifferences(db, differences, now),
    settled: [],
  }
}

/** What people said ends by itself; it begins again where the clock was set back. */
async function markExpired(db: Queryable, now: Date): Promise<void> {
  await db.run(
    `INSERT INTO recount (vulnerability_id) SELECT DISTINCT t.vulnerability_id FROM triage t, standing s
     WHERE t.until IS NULL AND t.expires_at > least(s.judged_at, $1::timestamptz) AND t.expires_at <= greatest(s.judged_at, $1::timestamptz)`,
    [now],
  )
}
