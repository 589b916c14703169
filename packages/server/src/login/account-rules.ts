import type { Queryable } from '../store/database.ts'
import { rolePermissions } from './access-map.ts'
import type { AccessRule, Narrowing } from './access-map.ts'

interface RuleRow {
  readonly role: string
  readonly org_id: number | null
  readonly whole: boolean
  readonly everywhere: boolean
  readonly projects: readonly number[] | null
}

export interface Access {
  readonly rules: readonly AccessRule[]
  readonly organisations: readonly number[]
}

/**
 * What an account's grants amount to: one statement, with the projects of a whole organisation, of a team and the teams below it, or
 * of one project. `narrowing` cuts it down to what a token may do.
 */
export async function accountRules(db: Queryable, accountId: number, narrowing: Narrowing | null): Promise<Access> {
  const rows = await db.query<RuleRow>(
    `WITH RECURSIVE g AS (SELECT id, role, org_id, team_id, project_id FROM role_grant WHERE account_id = $1),
       t AS (
         SELECT g.id AS grant_id, g.team_id AS team_id FROM g WHERE g.team_id IS NOT NULL AND g.project_id IS NULL
         UNION SELECT t.grant_id, team.id FROM t JOIN team ON team.parent_id = t.team_id
       )
     SELECT g.role, coalesce(g.org_id, gt.org_id, gp.org_id) AS org_id,
       (g.org_id IS NOT NULL AND g.team_id IS NULL AND g.project_id IS NULL) AS whole,
       (g.org_id IS NULL AND g.team_id IS NULL AND g.project_id IS NULL) AS everywhere,
       CASE
         WHEN g.project_id IS NOT NULL THEN ARRAY[g.project_id]
         WHEN g.team_id IS NOT NULL THEN ARRAY(SELECT p.id FROM project p JOIN t ON t.team_id = p.team_id AND t.grant_id = g.id ORDER BY p.id)
         WHEN g.org_id IS NOT NULL THEN ARRAY(SELECT p.id FROM project p WHERE p.org_id = g.org_id ORDER BY p.id)
       END AS projects
     FROM g LEFT JOIN team gt ON gt.id = g.team_id LEFT JOIN project gp ON gp.id = g.project_id`,
    [accountId],
  )
  const rules = rows.map((row) => ({
    permissions: rolePermissions(row.role),
    projects: row.projects,
    organisation: row.whole ? row.org_id : null,
    everywhere: row.everywhere,
  }))
  const organisations = rows.flatMap(({ org_id }) => (org_id === null ? [] : [org_id]))
  return narrowing === null ? { rules, organisations } : narrowed(db, { rules, organisations }, narrowing)
}

/** What scopes alone allow, for a token that belongs to no account (one that a CI exchanged). */
export async function scopeRules(db: Queryable, narrowing: Narrowing): Promise<Access> {
  const all = { permissions: narrowing.scopes as AccessRule['permissions'], projects: null, organisation: null, everywhere: true }
  if (narrowing.project === null && narrowing.organisation === null) return { rules: [], organisations: [] }
  return narrowed(db, { rules: [all], organisations: [] }, narrowing)
}

async function narrowed(db: Queryable, access: Access, { scopes, project, organisation }: Narrowing): Promise<Access> {
  const rules = access.rules.map((rule) => ({ ...rule, permissions: rule.permissions.filter((permission) => scopes.includes(permission)) }))
  if (project === null && organisation === null) return { rules, organisations: access.organisations }
  const inside = await db.query<{ id: number; org_id: number }>(
    'SELECT id, org_id FROM project WHERE ($1::int4 IS NULL OR id = $1) AND ($2::int4 IS NULL OR org_id = $2) ORDER BY id',
    [project, organisation],
  )
  const ids = new Set(inside.map(({ id }) => id))
  const here = organisation ?? inside[0]?.org_id ?? null
  return {
    rules: rules.map((rule) => ({
      permissions: rule.permissions,
      projects: rule.everywhere ? [...ids] : (rule.projects ?? []).filter((id) => ids.has(id)),
      organisation: project === null && (rule.everywhere || rule.organisation === organisation) ? organisation : null,
      everywhere: false,
    })),
    organisations: here !== null && (access.organisations.includes(here) || rules.some(({ everywhere }) => everywhere)) ? [here] : [],
  }
}
