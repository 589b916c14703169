import type { IndexState, RuleOutcome } from '@cupel/model'
import { worstOutcome } from '@cupel/policy'
import type { VerdictData } from '../api/contract/verdict.ts'
import { indexState } from '../policy/index-state.ts'
import type { Queryable } from '../store/database.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'

interface State {
  readonly pending: boolean
  readonly snapshot: number | null
  /** null: there is no picture. */
  readonly incomplete: boolean | null
  readonly unmatched: number | null
}

interface RuleRow {
  readonly pack: string
  readonly rule: string
  readonly severity: string
  readonly outcome: RuleOutcome
}

/** What the packs say of a project at present, and whether that is their last word. 404 when it does not exist for the viewer. */
export async function verdictOf(db: Queryable, picture: Picture, id: number): Promise<VerdictData> {
  const { id: project } = await seenProject(db, picture, id)
  const [state] = await db.query<State>(
    `SELECT EXISTS (SELECT 1 FROM upload WHERE project_id = $1 AND state IN ('queued', 'running'))
         OR EXISTS (SELECT 1 FROM policy_due WHERE project_id = $1 AND (evaluated < touched OR due_at <= $2)) AS pending,
       s.id AS snapshot, s.incomplete, c.unmatched
     FROM (SELECT 1) one LEFT JOIN snapshot s ON s.project_id = $1 AND s.until IS NULL LEFT JOIN set_count c ON c.set_id = s.set_id`,
    [project, picture.now],
  )
  const rules = await db.query<RuleRow>(
    `SELECT k.pack, r.rule, r.severity, r.outcome FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id AND k.until IS NULL AND k.enabled
     WHERE r.project_id = $1 AND r.until IS NULL AND r.severity <> 'info' ORDER BY k.pack, r.rule`,
    [project],
  )
  const failing = rules.filter(({ outcome }) => outcome === 'fail').map(named)
  const undecided = rules.filter(({ outcome }) => outcome === 'unknown').map(named)
  const unasked = await unaskedPacks(db, project)
  return {
    project,
    outcome: outcomeOf(rules, unasked),
    pending: state?.pending ?? true,
    snapshot: state?.snapshot ?? null,
    incomplete: state?.incomplete ?? true,
    gaps: [...gapsOf(state, (await indexState(db)).kind), ...unasked.map((pack) => `the policy pack ${pack} has not been asked`)],
    failing,
    undecided,
    asOf: picture.now.toISOString(),
  }
}

/** Packs in use that have said nothing of the project: what they would say is not known. */
async function unaskedPacks(db: Queryable, project: number): Promise<readonly string[]> {
  const rows = await db.query<{ pack: string }>(
    `SELECT k.pack FROM project p JOIN policy_pack k ON k.org_id = p.org_id AND k.until IS NULL AND k.enabled
     WHERE p.id = $1 AND NOT EXISTS (SELECT 1 FROM policy_result r WHERE r.project_id = p.id AND r.pack_id = k.id AND r.until IS NULL)
     ORDER BY k.pack`,
    [project],
  )
  return rows.map(({ pack }) => pack)
}

/** As bad as the worst rule; where none had anything to say nothing was shown. */
function outcomeOf(rules: readonly RuleRow[], unasked: readonly string[]): VerdictData['outcome'] {
  if (rules.length === 0) return 'none'
  const worst = worstOutcome(rules.map(({ outcome }) => outcome))
  return worst !== 'fail' && unasked.length > 0 ? 'unknown' : worst
}

/** The words of a scan, which does not pass for the same reasons. */
function gapsOf(state: State | undefined, data: IndexState['kind']): string[] {
  const unmatched = state?.unmatched ?? 0
  return [
    ...(state?.incomplete === null
      ? ['the project has no inventory']
      : state?.incomplete === false
        ? []
        : ['not everything could be read']),
    ...(unmatched === 0 ? [] : [`${unmatched} ${unmatched === 1 ? 'component' : 'components'} without advisory data`]),
    ...(data === 'full' ? [] : [data === 'none' ? 'there is no advisory data' : 'only the built-in starter set was asked']),
  ]
}

function named({ pack, rule, severity }: RuleRow): VerdictData['failing'][number] {
  return { pack, rule, severity }
}
