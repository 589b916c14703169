import { PackInvalid } from '@cupel/policy'
import type { PolicyPack } from '@cupel/policy'
import type { Picture } from '../read/picture.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { compiledPack } from './check-pack.ts'
import { evaluateProjects } from './evaluate-projects.ts'
import type { EvaluatedProject, ReadyPack } from './evaluate-projects.ts'
import { KEPT_RESULTS } from './kept-result.ts'
import { packReads } from './pack-reads.ts'
import { claimDue, EVALUATE_QUEUE, settleDue, stillOwed } from './policy-due.ts'
import type { DueProject } from './policy-due.ts'
import { storedVersions } from './stored-versions.ts'
import { SYSTEM_VIEWER } from './system-viewer.ts'
import { writeResults } from './write-results.ts'

/** Projects that are read and written together. */
const BATCH = 50
const DAY_MS = 86_400_000

export interface EvaluationRun {
  readonly projects: number
  /** Results that changed. */
  readonly changed: number
}

/**
 * Asks the packs of every project whose turn it is, batch by batch, until none is left or `signal` says so. May be stopped at any
 * point and run by several workers at once: a project is claimed, and results that know of less never replace those that know more.
 */
export async function runEvaluation(services: Services, signal: AbortSignal): Promise<EvaluationRun> {
  const versions = storedVersions(services.db)
  const compiled = new Map<number, PolicyPack>()
  let projects = 0
  let changed = 0
  while (!signal.aborted) {
    const due = await claimDue(services.db, services.now(), BATCH)
    if (due.length === 0) break
    // There may be work for others too.
    if (due.length === BATCH && projects === 0) await services.jobs.send(EVALUATE_QUEUE, {}, { key: EVALUATE_QUEUE })
    const packs = await enabledPacks(services, { organisations: [...new Set(due.map(({ organisation }) => organisation))], compiled })
    const picture: Picture = { viewer: SYSTEM_VIEWER, at: null, now: services.now() }
    const ids = due.map(({ project }) => project)
    const evaluated = await evaluateProjects(services.db, picture, { projects: ids, packs, versions, explained: KEPT_RESULTS })
    changed += await keep(services, { due, evaluated, now: picture.now })
    projects += due.length
  }
  return { projects, changed }
}

interface PackRow {
  readonly id: number
  readonly org_id: number
  readonly body: string
  readonly overlay: string
}

/** A pack that this program no longer reads is said and left out: its results end, and nothing passes by it. */
async function enabledPacks(
  { db, log }: Services,
  { organisations, compiled }: { readonly organisations: readonly number[]; readonly compiled: Map<number, PolicyPack> },
): Promise<readonly ReadyPack[]> {
  const rows = await db.query<Pick<PackRow, 'id' | 'org_id'>>(
    'SELECT id, org_id FROM policy_pack WHERE org_id = ANY($1::int4[]) AND until IS NULL AND enabled ORDER BY org_id, pack',
    [organisations],
  )
  const missing = rows.filter(({ id }) => !compiled.has(id)).map(({ id }) => id)
  const texts = missing.length === 0 ? [] : await db.query<PackRow>('SELECT id, org_id, body, overlay FROM policy_pack WHERE id = ANY($1::int4[])', [missing])
  for (const { id, body, overlay } of texts) {
    try {
      compiled.set(id, compiledPack({ body, overlay }))
    } catch (error) {
      if (!(error instanceof PackInvalid)) throw error
      log.error({ pack: id, reason: error.message }, 'a policy pack can no longer be read')
    }
  }
  return rows.flatMap(({ id, org_id }) => {
    const pack = compiled.get(id)
    return pack === undefined ? [] : [{ id, organisation: org_id, pack }]
  })
}

interface Keeping {
  readonly due: readonly DueProject[]
  readonly evaluated: readonly EvaluatedProject[]
  readonly now: Date
}

async function keep({ db }: Services, { due, evaluated, now }: Keeping): Promise<number> {
  return db.transaction(async (transaction) => {
    const owed = await stillOwed(transaction, due)
    const written = evaluated.filter(({ project }) => owed.has(project.id))
    const changed = await writeResults(transaction, written, now)
    const ends = await triageEnds(transaction, [...owed], now)
    const byProject = new Map(written.map((one) => [one.project.id, one]))
    const settled = due
      .filter(({ project }) => owed.has(project))
      .map((one) => ({ ...one, again: nextTurn(byProject.get(one.project), ends.get(one.project) ?? null, now) }))
    await settleDue(transaction, settled, now)
    return changed
  })
}

/** When something that counts now will have expired, or a day has passed for rules that count days. */
function nextTurn(evaluated: EvaluatedProject | undefined, triageEnd: Date | null, now: Date): Date | null {
  if (evaluated === undefined) return null
  const daily = packReads(evaluated.packs.map(({ pack }) => pack)).timed ? new Date(now.getTime() + DAY_MS) : null
  return [evaluated.exceptionEnds, triageEnd, daily].reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null)
}

async function triageEnds(db: Queryable, projects: readonly number[], now: Date): Promise<ReadonlyMap<number, Date>> {
  const rows = await db.query<{ id: number; ends: Date }>(
    `SELECT p.id, min(t.expires_at) AS ends FROM project p JOIN triage t ON t.org_id = p.org_id AND (t.project_id IS NULL OR t.project_id = p.id)
     WHERE p.id = ANY($1::int4[]) AND t.until IS NULL AND t.expires_at > $2 GROUP BY p.id`,
    [projects, now],
  )
  return new Map(rows.map(({ id, ends }) => [id, new Date(ends)]))
}
