import type { RuleOutcome } from '@cupel/model'
import type { Static } from 'typebox'
import type { WhatIf, WhatIfInput } from '../api/contract/policies.ts'
import { decodeCursor, encodeCursor } from '../read/cursor.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { holds, momentOf, visible } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import { draftPack } from './check-pack.ts'
import { evaluateProjects } from './evaluate-projects.ts'
import type { EvaluatedProject } from './evaluate-projects.ts'
import { storedVersions } from './stored-versions.ts'

type Answer = Static<typeof WhatIf>
type Changed = Answer['newlyFailing'][number]

/** Asked in one call, and together. */
const PROJECTS_A_CALL = 300
const BATCH = 25
/** A call ends after this long, with what it has. */
const CALL_MS = 20_000
/** Of one project: a draft may be as dear as its author likes. */
const STEPS = 5_000_000

interface WhatIfRequest {
  readonly input: Static<typeof WhatIfInput>
  readonly organisation: number
  readonly signal: AbortSignal
  readonly now: () => Date
}

/**
 * What a draft of a pack would say of the projects of an organisation that the viewer sees, in the state of the picture, held against
 * what the pack of the same name said there. A rule fails newly when nothing by its name failed, is mended when it failed and
 * passes now, and is newly unknown when it could be answered, or nobody asked. Nothing is written. Costs what its projects cost; the cursor goes on with the next ones.
 */
export async function whatIf(db: Queryable, picture: Picture, { input, organisation, signal, now }: WhatIfRequest): Promise<Answer> {
  const pack = draftPack({ body: input.body, overlay: input.overlay ?? '' })
  const list = `what-if:${organisation}:${pack.digest}`
  const after = decodeCursor(list, input.cursor, 1)
  const projects = await projectsAfter(db, picture, { organisation, after: Number(after?.[0] ?? 0) })
  const asked = projects.slice(0, PROJECTS_A_CALL)
  const versions = storedVersions(db)
  const newlyFailing: Changed[] = []
  const newlyPassing: Changed[] = []
  const newlyUnknown: Changed[] = []
  const end = now().getTime() + CALL_MS
  let done = 0
  for (; done < asked.length && !signal.aborted && now().getTime() < end; done += BATCH) {
    const batch = asked.slice(done, done + BATCH)
    const before = await openBefore(db, picture, { projects: batch, pack: pack.id })
    const evaluated = await evaluateProjects(db, picture, {
      projects: batch,
      packs: [{ id: 0, organisation, pack }],
      versions,
      explained: 0,
      steps: STEPS,
    })
    for (const one of evaluated) {
      const { failing, passing, unknown } = changesOf(one, before.get(one.project.id) ?? new Map())
      const { id, slug, name } = one.project
      if (failing.length > 0) newlyFailing.push({ project: { id, slug, name }, rules: failing })
      if (passing.length > 0) newlyPassing.push({ project: { id, slug, name }, rules: passing })
      if (unknown.length > 0) newlyUnknown.push({ project: { id, slug, name }, rules: unknown })
    }
  }
  const last = asked[Math.min(done, asked.length) - 1]
  const more = last !== undefined && last !== projects.at(-1)
  return {
    projects: Math.min(done, asked.length),
    newlyFailing,
    newlyPassing,
    newlyUnknown,
    truncated: more,
    next: more ? encodeCursor(list, [last]) : null,
    asOf: momentOf(picture).toISOString(),
  }
}

async function projectsAfter(
  db: Queryable,
  picture: Picture,
  { organisation, after }: { readonly organisation: number; readonly after: number },
): Promise<readonly number[]> {
  const parameters = newParameters()
  const rows = await db.query<{ id: number }>(
    `SELECT p.id FROM project p WHERE p.org_id = ${parameters.add(organisation)} AND p.id > ${parameters.add(after)}::int4 AND ${visible('p', picture, parameters)}
     ORDER BY p.id LIMIT ${PROJECTS_A_CALL + 1}`,
    parameters.values,
  )
  return rows.map(({ id }) => id)
}

type Open = 'fail' | 'unknown'

/** Rules that failed or could not be answered, by project. */
async function openBefore(
  db: Queryable,
  picture: Picture,
  { projects, pack }: { readonly projects: readonly number[]; readonly pack: string },
): Promise<ReadonlyMap<number, ReadonlyMap<string, Open>>> {
  const parameters = newParameters()
  const rows = await db.query<{ project_id: number; rule: string; outcome: Open }>(
    `SELECT r.project_id, r.rule, r.outcome FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id
     WHERE r.project_id = ANY(${parameters.add(projects)}::int4[]) AND k.pack = ${parameters.add(pack)} AND r.outcome IN ('fail', 'unknown')
       AND ${holds('r', picture, parameters)}`,
    parameters.values,
  )
  const found = new Map<number, Map<string, Open>>()
  for (const { project_id, rule, outcome } of rows) found.set(project_id, (found.get(project_id) ?? new Map()).set(rule, outcome))
  return found
}

function changesOf(
  { packs }: EvaluatedProject,
  before: ReadonlyMap<string, Open>,
): Readonly<Record<'failing' | 'passing' | 'unknown', string[]>> {
  const rules = packs.flatMap(({ report }) => report.rules)
  const changed = (to: readonly RuleOutcome[], was: (outcome: Open | undefined) => boolean): string[] =>
    rules.filter(({ id, outcome }) => to.includes(outcome) && was(before.get(id))).map(({ id }) => id)
  return {
    failing: changed(['fail'], (was) => was !== 'fail'),
    passing: changed(['pass', 'not-applicable'], (was) => was === 'fail'),
    unknown: changed(['unknown'], (was) => was !== 'unknown'),
  }
}
