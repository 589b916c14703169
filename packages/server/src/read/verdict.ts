import type { VerdictData } from '../api/contract/verdict.ts'
import type { Queryable } from '../store/database.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'

interface RuleRow {
  readonly pack: string
  readonly rule: string
  readonly severity: string
  readonly outcome: string
}

/** What the packs say of a project at present, and whether that is their last word. 404 when it does not exist for the viewer. */
export async function verdictOf(db: Queryable, picture: Picture, id: number): Promise<VerdictData> {
  const { id: project } = await seenProject(db, picture, id)
  const [state] = await db.query<{ pending: boolean; incomplete: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM upload WHERE project_id = $1 AND state IN ('queued', 'running'))
         OR EXISTS (SELECT 1 FROM policy_due WHERE project_id = $1 AND evaluated < touched) AS pending,
       coalesce((SELECT incomplete FROM snapshot WHERE project_id = $1 AND until IS NULL), true) AS incomplete`,
    [project],
  )
  const rules = await db.query<RuleRow>(
    `SELECT k.pack, r.rule, r.severity, r.outcome FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id AND k.until IS NULL AND k.enabled
     WHERE r.project_id = $1 AND r.until IS NULL AND r.severity <> 'info' ORDER BY k.pack, r.rule`,
    [project],
  )
  const failing = rules.filter(({ outcome }) => outcome === 'fail').map(named)
  const undecided = rules.filter(({ outcome }) => outcome === 'unknown').map(named)
  const outcome = rules.length === 0 ? 'none' : failing.length > 0 ? 'fail' : undecided.length > 0 ? 'unknown' : 'pass'
  return {
    project,
    outcome,
    pending: state?.pending ?? true,
    incomplete: state?.incomplete ?? true,
    failing,
    undecided,
    asOf: picture.now.toISOString(),
  }
}

function named({ pack, rule, severity }: RuleRow): VerdictData['failing'][number] {
  return { pack, rule, severity }
}
