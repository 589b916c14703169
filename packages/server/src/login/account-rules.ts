import type { Queryable } from '../store/database.ts'
import { rolePermissions } from './access-map.ts'
import { COUNTED_PROJECTS } from '../api/visible-projects.ts'
import type { AccessRule, Narrowing } from './access-map.ts'

interface RuleRow {
  readonly role: string
  readonly org_id: number | null
  readonly whole: boolean
  readonly everywhere: boolean
  readonly projects: readonly number[] | null
  readonly count: number | null
  readonly of: number
}

export interface Access {
  readonly rules: readonly AccessRule[]
  readonly organisations: readonly number[]
}

/**
 * What an account's grants amount to: one statement, with whole organisations, the projects of a team and the teams below it, or one
 * project. `narrowing` cuts it down to what a token may do.
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
       END AS projects,
       CASE WHEN g.org_id IS NOT NULL AND g.team_id IS NULL AND g.project_id IS NULL THEN ${countOf('g.org_id')} END AS count, ${MOST_PROJECTS} AS of
     FROM g LEFT JOIN team gt ON gt.id = g.team_id LEFT JOIN project gp ON gp.id = g.project_id`,
    [accountId],
  )
  const rules = rows.map((row) => ({
    permissions: rolePermissions(row.role),
    projects: row.projects ?? [],
    organisation: row.whole ? row.org_id : null,
    count: row.count ?? 0,
    of: row.of,
    everywhere: row.everywhere,
  }))
  const organisations = rows.flatMap(({ org_id }) => (org_id === null ? [] : [org_id]))
  return narrowing === null ? { rules, organisations } : narrowed(db, { rules, organisations }, narrowing)
}

/** What scopes alone allow, for a token that belongs to no account (one that a CI exchanged). */
export async function scopeRules(db: Queryable, narrowing: Narrowing): Promise<Access> {
  const all = {
    permissions: narrowing.scopes as AccessRule['permissions'],
    projects: [],
    organisation: null,
    count: 0,
    of: 0,
    everywhere: true,
  }
  if (narrowing.project === null && narrowing.organisation === null) return { rules: [], organisations: [] }
  return narrowed(db, { rules: [all], organisations: [] }, narrowing)
}

async function narrowed(db: Queryable, access: Access, { scopes, project, organisation }: Narrowing): Promise<Access> {
  const rules = access.rules.map((rule) => ({ ...rule, permissions: rule.permissions.filter((permission) => scopes.includes(permission)) }))
  if (project === null && organisation === null) return { rules, organisations: access.organisations }
  const place = project === null ? await wholeOf(db, organisation ?? 0, rules) : await oneOf(db, project, organisation)
  return {
    rules: rules.map((rule) => ({ permissions: rule.permissions, everywhere: false, ...place.left(rule) })),
    organisations: place.organisations.filter((id) => access.organisations.includes(id) || rules.some(({ everywhere }) => everywhere)),
  }
}

type Part = Pick<AccessRule, 'projects' | 'organisation' | 'count' | 'of'>

/** Where a token may do anything at all, and what is left of a rule there. */
interface Place {
  readonly organisations: readonly number[]
  left(rule: AccessRule): Part
}

const NOTHING: Part = { projects: [], organisation: null, count: 0, of: 0 }

async function oneOf(db: Queryable, project: number, organisation: number | null): Promise<Place> {
  const [row] = await db.query<{ org_id: number; of: number }>(
    `SELECT org_id, ${MOST_PROJECTS} AS of FROM project WHERE id = $1 AND ($2::int4 IS NULL OR org_id = $2)`,
    [project, organisation],
  )
  if (row === undefined) return { organisations: organisation === null ? [] : [organisation], left: () => NOTHING }
  return {
    organisations: [row.org_id],
    left: (rule) =>
      rule.everywhere || rule.organisation === row.org_id || rule.projects.includes(project)
        ? { ...NOTHING, projects: [project], of: row.of }
        : NOTHING,
  }
}

async function wholeOf(db: Queryable, organisation: number, rules: readonly AccessRule[]): Promise<Place> {
  const single = rules.flatMap(({ projects }) => projects)
  const [row] = await db.query<{ count: number; of: number; ids: readonly number[] }>(
    `SELECT ${countOf('$1::int4')} AS count, ${MOST_PROJECTS} AS of, ARRAY(SELECT id FROM project WHERE id = ANY($2::int4[]) AND org_id = $1) AS ids`,
    [organisation, single],
  )
  const inside = new Set(row?.ids)
  return {
    organisations: [organisation],
    left: (rule) =>
      rule.everywhere || rule.organisation === organisation
        ? { projects: [], organisation, count: row?.count ?? 0, of: row?.of ?? 0 }
        : { ...NOTHING, projects: rule.projects.filter((id) => inside.has(id)), of: row?.of ?? 0 },
  }
}

/** SQL of a number of projects that the store does not exceed, at the cost of one look into an index. */
const MOST_PROJECTS = '(SELECT coalesce(max(id), 0) FROM project)::int4'

/** SQL of how many projects an organisation has, counted no further than anybody needs. */
function countOf(organisation: string): string {
  return `(SELECT count(*) FROM (SELECT 1 FROM project p WHERE p.org_id = ${organisation} LIMIT ${COUNTED_PROJECTS}) AS counted)::int4`
}
