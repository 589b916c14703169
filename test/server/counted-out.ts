import type { Services } from '../../packages/server/src/services.ts'
import type { Queryable } from '../../packages/server/src/store/database.ts'

/** The standings, whole. */
export async function countedAhead(db: Queryable): Promise<unknown> {
  return {
    pictures: await db.query('SELECT project_id, org_id, set_id FROM counted_picture ORDER BY 1'),
    packages: await db.query(
      `SELECT org_id, package_id, projects FROM (SELECT org_id, block * 256 + at AS package_id,
         ('x' || encode(substring(counts FROM 1 + 4 * at FOR 4), 'hex'))::bit(32)::int4 AS projects FROM package_use, generate_series(0, 255) AS at) x
       WHERE projects <> 0 ORDER BY 1, 2`,
    ),
    versions: await db.query('SELECT org_id, version_id, projects FROM version_use ORDER BY 1, 2'),
    findings: await db.query('SELECT org_id, vulnerability_id, version_id, projects FROM finding_count ORDER BY 1, 2, 3'),
    problems: await db.query('SELECT org_id, vulnerability_id, projects, first_seen FROM problem_count ORDER BY 1, 2'),
  }
}

/** The same, counted from what it is about. `wide`: from so many projects on, versions of a package are counted. */
export async function countedOut({ db, now: clock }: Pick<Services, 'db' | 'now'>, wide: number): Promise<unknown> {
  const held = `(SELECT p.id AS project_id, p.org_id, s.set_id, member.version_id, pv.package_id FROM project p
    JOIN snapshot s ON s.project_id = p.id AND s.until IS NULL JOIN component_set c ON c.id = s.set_id
    CROSS JOIN LATERAL unnest(c.members) AS member(version_id) JOIN package_version pv ON pv.id = member.version_id WHERE p.archived_at IS NULL)`
  const open = `(SELECT h.*, m.vulnerability_id, m.since FROM ${held} h
    JOIN match m ON m.version_id = h.version_id AND m.until IS NULL AND (m.org_id IS NULL OR m.org_id = h.org_id)
    WHERE coalesce((SELECT t.status FROM triage t WHERE t.vulnerability_id = m.vulnerability_id AND t.until IS NULL AND t.org_id = h.org_id
        AND (t.project_id IS NULL OR t.project_id = h.project_id) AND (t.version_id IS NULL OR t.version_id = h.version_id)
        AND (t.package_id IS NULL OR t.package_id = h.package_id) AND (t.expires_at IS NULL OR t.expires_at > $1)
      ORDER BY t.project_id IS NULL, t.version_id IS NULL, t.package_id IS NULL, t.id DESC LIMIT 1), '') NOT IN ('not-affected', 'fixed', 'accepted'))`
  const now = [clock()]
  return {
    pictures: await db.query(`SELECT DISTINCT project_id, org_id, set_id FROM ${held} h ORDER BY 1`),
    packages: await db.query(
      `SELECT org_id, package_id, count(DISTINCT project_id)::int4 AS projects FROM ${held} h GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
    versions: await db.query(
      `SELECT org_id, version_id, count(*)::int4 AS projects FROM ${held} h WHERE package_id IN (
         SELECT package_id FROM ${held} w GROUP BY 1 HAVING count(DISTINCT project_id) >= ${wide}) GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
    findings: await db.query(
      `SELECT org_id, vulnerability_id, version_id, count(*)::int4 AS projects FROM ${open} o GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      now,
    ),
    problems: await db.query(
      `SELECT org_id, vulnerability_id, count(DISTINCT project_id)::int4 AS projects, min(since) AS first_seen FROM ${open} o GROUP BY 1, 2 ORDER BY 1, 2`,
      now,
    ),
  }
}
