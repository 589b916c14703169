import { policyTouched } from '../policy/policy-due.ts'
import { newsWritten } from '../outbox/tell-news.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { judgeKept, keptDocuments } from './kept-attestations.ts'
import type { KeptAttestations } from './kept-attestations.ts'
import { tellStopped } from './tell-stopped.ts'
import { rootOf, usableTrust } from './usable-trust.ts'
import type { UsableTrust } from './usable-trust.ts'
import { writeVerdicts } from './write-verdicts.ts'
import type { DocumentVerdicts } from './write-verdicts.ts'

/** Job queue that verifies again what is kept. */
export const VERIFY_QUEUE = 'verify-attestations'

/** Documents of one step, which is kept whole or not at all. */
const STEP = 25
/** A step ends early behind so many bytes; each artifact that a document speaks of counts as some. */
const STEP_WEIGHT = 16 * 1024 * 1024
const ROW_WEIGHT = 1000

interface Round {
  readonly id: number
  readonly org_id: number
  readonly body: string | null
  readonly root: string
  readonly round_since: Date
  readonly round_project: number
  readonly round_document: number
}

const ROUND = 'id, org_id, body, root, round_since, round_project, round_document'

/**
 * Verifies what organisations keep by the trust policy that each has now, step by step, until every round has come to its end or `signal`
 * says so. A round goes on where it was interrupted, and several workers may be at it: of a step that two made one is kept. Gives the
 * number of documents.
 */
export async function verifyRounds(services: Services, signal: AbortSignal): Promise<number> {
  await beginRounds(services)
  let documents = 0
  const open = await services.db.query<{ id: number }>('SELECT id FROM trust_policy WHERE until IS NULL AND NOT round_done ORDER BY id')
  for (const { id } of open) {
    let usable: UsableTrust | null = null
    while (!signal.aborted) {
      const [round] = await services.db.query<Round>(
        `SELECT ${ROUND} FROM trust_policy WHERE id = $1 AND until IS NULL AND NOT round_done`,
        [id],
      )
      if (round === undefined) break
      usable ??= usableTrust(round.body, services.now())
      documents += await verifyStep(services, { round, usable, signal })
    }
  }
  return documents
}

/** Another Sigstore root than that of the last round, or one that became too old for the policy, begins a round; an older one never does. */
async function beginRounds({ db, now }: Services): Promise<void> {
  const done = await db.query<{ id: number; body: string; root: string }>(
    'SELECT id, body, root FROM trust_policy WHERE until IS NULL AND round_done AND body IS NOT NULL',
  )
  for (const { id, body, root } of done) {
    const present = rootOf(usableTrust(body, now()))
    if (present === root || (present !== 'none' && root !== 'none' && present < root)) continue
    await db.run(
      `UPDATE trust_policy SET round_done = false, round_since = $3, round_project = 0, round_document = 0
       WHERE id = $1 AND root = $2 AND until IS NULL AND round_done`,
      [id, root, now()],
    )
  }
}

interface StepWith {
  readonly round: Round
  readonly usable: UsableTrust
  readonly signal: AbortSignal
}

async function verifyStep(services: Services, { round, usable, signal }: StepWith): Promise<number> {
  const after = { project: round.round_project, document: round.round_document }
  const found = await keptDocuments(services.db, { organisation: round.org_id, after, limit: STEP + 1 })
  const done: KeptAttestations[] = []
  const judged: DocumentVerdicts[] = []
  let weight = 0
  for (const kept of found.slice(0, STEP)) {
    if (weight > STEP_WEIGHT) break
    signal.throwIfAborted()
    const verdicts = await judgeKept(services, kept, { usable, trust: { policy: round.id, body: round.body }, signal })
    done.push(kept)
    judged.push({ project: kept.project, document: kept.document, verdicts })
    weight += kept.size + kept.places.length * ROW_WEIGHT
  }
  const next = found[done.length]
  await services.db.transaction(async (transaction) => {
    if (!(await holds(transaction, round))) return
    if (!(await sameRepositories(transaction, done))) return
    await writeVerdicts(transaction, judged, { policy: round.id, now: services.now() })
    const finished = [...new Set(done.map(({ project }) => project))].filter((project) => project !== next?.project)
    await tellFinished(transaction, services, { round, finished })
    const last = done.at(-1)
    await transaction.run(
      'UPDATE trust_policy SET round_project = $2, round_document = $3, round_done = $4, root = CASE WHEN $4 THEN $5 ELSE root END WHERE id = $1',
      [round.id, last?.project ?? after.project, last?.document ?? after.document, next === undefined, rootOf(usable)],
    )
  })
  return done.length
}

/** Whether the round is still where it was: the policy is the present one, and nobody else went on. Holds it until the transaction ends. */
async function holds(transaction: Queryable, { id, round_since, round_project, round_document }: Round): Promise<boolean> {
  const rows = await transaction.query(
    `SELECT 1 FROM trust_policy WHERE id = $1 AND until IS NULL AND NOT round_done AND round_since = $2::timestamptz
       AND round_project = $3 AND round_document = $4 FOR NO KEY UPDATE`,
    [id, round_since, round_project, round_document],
  )
  return rows.length > 0
}

/** Whether the projects, held from here on, have the repositories by which their attestations were verified. */
export async function sameRepositories(
  transaction: Queryable,
  kept: readonly Pick<KeptAttestations, 'project' | 'repository'>[],
): Promise<boolean> {
  const rows = await transaction.query<{ id: number; repository: string }>(
    'SELECT id, repository FROM project WHERE id = ANY($1::int4[]) ORDER BY id FOR UPDATE',
    [[...new Set(kept.map(({ project }) => project))]],
  )
  const present = new Map(rows.map(({ id, repository }) => [id, repository]))
  return kept.every(({ project, repository }) => present.get(project) === repository)
}

/** Of projects whose every attestation was verified again: their packs are asked, and who wished to hears what no longer holds. */
async function tellFinished(
  transaction: Queryable,
  services: Services,
  { round, finished }: { readonly round: Round; readonly finished: readonly number[] },
): Promise<void> {
  const news = await tellStopped(transaction, { policy: round.id, since: round.round_since, projects: finished, now: services.now() })
  if (news > 0) await newsWritten(transaction, services)
  await policyTouched(transaction, services, { projects: finished })
}
