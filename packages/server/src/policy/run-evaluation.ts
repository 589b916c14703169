import type { PolicyPack } from '@cupel/policy'
import { newsWritten } from '../outbox/tell-news.ts'
import type { Picture } from '../read/picture.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { evaluateProjects } from './evaluate-projects.ts'
import type { EvaluatedProject } from './evaluate-projects.ts'
import { KEPT_RESULTS } from './kept-result.ts'
import { claimDue, EVALUATE_QUEUE, settleDue, stillOwed } from './policy-due.ts'
import type { DueProject } from './policy-due.ts'
import { readyPacks } from './ready-packs.ts'
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
    const picture: Picture = { viewer: SYSTEM_VIEWER, at: null, now: services.now() }
    const organisations = [...new Set(due.map(({ organisation }) => organisation))]
    const packs = await readyPacks(services, picture, { organisations, compiled })
    const ids = due.map(({ project }) => project)
    const evaluated = await evaluateProjects(services.db, picture, { projects: ids, packs, versions, explained: KEPT_RESULTS })
    changed += await keep(services, { due, evaluated, now: picture.now })
    projects += due.length
  }
  return { projects, changed }
}

interface Keeping {
  readonly due: readonly DueProject[]
  readonly evaluated: readonly EvaluatedProject[]
  readonly now: Date
}

async function keep(services: Services, { due, evaluated, now }: Keeping): Promise<number> {
  return services.db.transaction(async (transaction) => {
    const owed = await stillOwed(transaction, due)
    const written = evaluated.filter(({ project }) => owed.has(project.id))
    const { changed, news } = await writeResults(transaction, written, now)
    if (news > 0) await newsWritten(transaction, services)
    const ends = await triageEnds(transaction, [...owed], now)
    const byProject = new Map(written.map((one) => [one.project.id, one]))
    const settled = due
      .filter(({ project }) => owed.has(project))
      .map((one) => ({ ...one, again: nextTurn(byProject.get(one.project), ends.get(one.project) ?? null, now) }))
    await settleDue(transaction, settled, now)
    return changed
  })
}

/** When something that counts now will have expired; after a day in any case, as rules count days and data gets old. */
function nextTurn(evaluated: EvaluatedProject | undefined, triageEnd: Date | null, now: Date): Date | null {
  if (evaluated === undefined) return null
  const daily = new Date(now.getTime() + DAY_MS)
  return [evaluated.exceptionEnds, triageEnd].reduce<Date>((first, at) => (at !== null && at < first ? at : first), daily)
}

async function triageEnds(db: Queryable, projects: readonly number[], now: Date): Promise<ReadonlyMap<number, Date>> {
  const rows = await db.query<{ id: number; ends: Date }>(
    `SELECT p.id, min(t.expires_at) AS ends FROM project p JOIN triage t ON t.org_id = p.org_id AND (t.project_id IS NULL OR t.project_id = p.id)
     WHERE p.id = ANY($1::int4[]) AND t.until IS NULL AND t.expires_at > $2 GROUP BY p.id`,
    [projects, now],
  )
  return new Map(rows.map(({ id, ends }) => [id, new Date(ends)]))
}
