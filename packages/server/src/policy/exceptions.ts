import type { PolicyPack } from '@cupel/policy'
import { momentOf } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'

type RuleException = PolicyPack['exceptions'][number]

interface Row {
  readonly id: number
  readonly org_id: number
  readonly project_id: number | null
  readonly pack: string
  readonly rule: string
  readonly selector: string
  readonly owner: string
  readonly reason: string
  readonly expires_at: Date
}

/** Exceptions of organisations that are in force at a moment. */
export interface Exceptions {
  /** Those from rules of a pack that count for a project. */
  of(pack: string, project: number, organisation: number): readonly RuleException[]
  /** When the next of a project ends; null: none will. */
  nextEnd(project: number, organisation: number): Date | null
}

/** Ended and expired ones excuse nothing any more. */
export async function exceptionsOf(db: Queryable, picture: Picture, organisations: readonly number[]): Promise<Exceptions> {
  const rows = await db.query<Row>(
    `SELECT id, org_id, project_id, pack, rule, selector, owner, reason, expires_at FROM policy_exception
     WHERE org_id = ANY($1::int4[]) AND created_at <= $2 AND expires_at > $2 AND (ended_at IS NULL OR ended_at > $2) ORDER BY id`,
    [organisations, momentOf(picture)],
  )
  const counts = (row: Row, project: number, organisation: number): boolean =>
    row.org_id === organisation && (row.project_id === null || row.project_id === project)
  return {
    of: (pack, project, organisation) => rows.filter((row) => row.pack === pack && counts(row, project, organisation)).map(exceptionOf),
    nextEnd: (project, organisation) =>
      rows
        .filter((row) => counts(row, project, organisation))
        .map(({ expires_at }) => new Date(expires_at))
        .reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null),
  }
}

/** An empty selector is every subject of the rule. It ends at a second, not at the end of a day: what counts is that it is here. */
function exceptionOf({ id, rule, selector, owner, reason, expires_at }: Row): RuleException {
  const expires = new Date(expires_at).toISOString()
  return { rule, subject: selector === '' ? '**' : selector, owner, reason, expires, source: `exception ${id}`, line: 0 }
}
