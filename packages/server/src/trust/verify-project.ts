import { newsWritten } from '../outbox/tell-news.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { judgeKept, keptDocuments } from './kept-attestations.ts'
import { heldTrustOfProject, trustOfProject } from './present-trust.ts'
import { tellStopped } from './tell-stopped.ts'
import { usableTrust } from './usable-trust.ts'
import { VERIFY_QUEUE, sameRepositories } from './verify-round.ts'
import { writeVerdicts } from './write-verdicts.ts'
import type { DocumentVerdicts } from './write-verdicts.ts'

/** Documents of one step. */
const STEP = 25

/**
 * To be called where the repository of a project becomes another, in that transaction: rules of a trust policy speak of repositories, so
 * what was verified does not hold on. A job verifies it again; until then it is unverified.
 */
export async function repositoryChanged(transaction: Queryable, services: Pick<Services, 'jobs' | 'now'>, project: number): Promise<void> {
  const now = services.now()
  const ended = await transaction.run(
    `UPDATE attestation_verdict v SET until = $2::timestamptz FROM attestation a
     WHERE a.project_id = $1 AND v.attestation_id = a.id AND v.until IS NULL`,
    [project, now],
  )
  if (ended === 0) return
  await transaction.run(
    'DELETE FROM attestation_verdict v USING attestation a WHERE a.project_id = $1 AND v.attestation_id = a.id AND v.since = v.until',
    [project],
  )
  await policyTouched(transaction, services, { projects: [project] })
  await services.jobs.send(VERIFY_QUEUE, { project, at: now.toISOString() }, { transaction, key: `${VERIFY_QUEUE}-${project}` })
}

/** Verifies what a project keeps by the trust policy of its organisation. Done twice it changes nothing. */
export async function verifyProject(
  services: Services,
  { project, at }: { readonly project: number; readonly at: Date },
  signal: AbortSignal,
): Promise<void> {
  const [row] = await services.db.query<{ org_id: number }>('SELECT org_id FROM project WHERE id = $1 AND archived_at IS NULL', [project])
  if (row === undefined) return
  let after = { project, document: 0 }
  for (let more = true; more;) {
    signal.throwIfAborted()
    const present = await trustOfProject(services.db, project)
    const by = { usable: usableTrust(present.body, services.now()), trust: { policy: present.id, body: present.body }, signal }
    const kept = await keptDocuments(services.db, { organisation: row.org_id, after, limit: STEP, projects: [project] })
    const judged: DocumentVerdicts[] = []
    for (const one of kept) judged.push({ project, document: one.document, verdicts: await judgeKept(services, one, by) })
    const written = await services.db.transaction(async (transaction) => {
      const held = await heldTrustOfProject(transaction, project)
      if (held.id !== present.id || !(await sameRepositories(transaction, kept))) return false
      const now = services.now()
      await writeVerdicts(transaction, judged, { policy: present.id, now })
      if (kept.length === STEP) return true
      const told = present.id === null ? 0 : await tellStopped(transaction, { policy: present.id, since: at, projects: [project], now })
      if (told > 0) await newsWritten(transaction, services)
      await policyTouched(transaction, services, { projects: [project] })
      return true
    })
    const last = kept.at(-1)
    if (written && last !== undefined) after = { project, document: last.document }
    more = !written || kept.length === STEP
  }
}
