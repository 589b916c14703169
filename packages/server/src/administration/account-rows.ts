import type { Static } from 'typebox'
import type { Account } from '../api/contract/administration.ts'
import { notFound } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Parameters } from '../read/parameters.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { timeOf } from '../read/vulnerability-facts.ts'
import type { Queryable } from '../store/database.ts'
import { organisationsWith } from './administered-organisations.ts'

export interface AccountRow {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly issuer: string
  readonly disabled: Date | null
  readonly grants: Static<typeof Account>['grants'] | null
}

/** Organisation of a grant `g`, whatever it is for. */
export const GRANT_ORGANISATION = `coalesce(g.org_id, (SELECT t.org_id FROM team t WHERE t.id = g.team_id), (SELECT p.org_id FROM project p WHERE p.id = g.project_id))`

/** Columns of an account `a`, with those of its grants that lie in organisations which the viewer administers. */
export function accountColumns(viewer: Viewer, parameters: Parameters): string {
  const organisations = `${parameters.add(organisationsWith(viewer, 'admin:write'))}::int4[]`
  return `a.id, a.name, a.email, a.issuer, a.disabled_at AS disabled,
    (SELECT jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role,
        'organisation', (SELECT o.slug FROM organisation o WHERE o.id = ${GRANT_ORGANISATION}),
        'team', (SELECT t.slug FROM team t WHERE t.id = g.team_id),
        'project', (SELECT p.slug FROM project p WHERE p.id = g.project_id)) ORDER BY g.id)
      FROM role_grant g WHERE g.account_id = a.id AND (${organisations} IS NULL OR ${GRANT_ORGANISATION} = ANY(${organisations}))) AS grants`
}

/** Accounts that the viewer administers: all, or those with a grant in an organisation of theirs. */
export function administeredAccounts(viewer: Viewer, parameters: Parameters): readonly string[] {
  const organisations = organisationsWith(viewer, 'admin:write')
  if (organisations === null) return []
  return [
    `EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND ${GRANT_ORGANISATION} = ANY(${parameters.add(organisations)}::int4[]))`,
  ]
}

export function accountOf(row: AccountRow): Static<typeof Account> {
  const { id, name, email, issuer, disabled, grants } = row
  return { id, name, email, issuer, disabled: timeOf(disabled), grants: grants ?? [] }
}

/** One account, when the viewer administers it. */
export async function accountById(db: Queryable, viewer: Viewer, id: number): Promise<Static<typeof Account>> {
  const parameters = newParameters()
  const columns = accountColumns(viewer, parameters)
  const terms = [`a.id = ${parameters.add(id)}`, ...administeredAccounts(viewer, parameters)]
  const [row] = await db.query<AccountRow>(`SELECT ${columns} FROM account a WHERE ${terms.join(' AND ')}`, parameters.values)
  if (row === undefined) throw notFound('the account')
  return accountOf(row)
}
