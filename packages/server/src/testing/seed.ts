import type { Queryable } from '../store/database.ts'

export interface SeedVulnerability {
  readonly shown: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'none' | 'unknown'
  readonly kind?: 'vulnerability' | 'malware'
  readonly epss?: number
  readonly kev?: string
  /** `name@version` of the npm packages of the seed that have it. */
  readonly affects: readonly string[]
  /** Severity by `name@version`, where the records that mean it say something else than all of them. */
  readonly told?: Readonly<Record<string, SeedVulnerability['severity']>>
  /** Name of the organisation to which it is private. */
  readonly org?: string
}

export interface Seed {
  /** `org/team/project` (team may be empty) → `name@version` of its npm packages. */
  readonly projects: Readonly<Record<string, readonly string[]>>
  readonly vulnerabilities: readonly SeedVulnerability[]
}

export interface Seeded {
  readonly orgs: ReadonlyMap<string, number>
  readonly projects: ReadonlyMap<string, number>
  readonly versions: ReadonlyMap<string, number>
  readonly vulnerabilities: ReadonlyMap<string, number>
}

const AT = new Date('2026-01-10T00:00:00Z')

/** A small portfolio written straight into the tables, so that tests of reading need nothing but the schema. */
export async function seedPortfolio(db: Queryable, seed: Seed): Promise<Seeded> {
  const orgs = new Map<string, number>()
  const teams = new Map<string, number>()
  const projects = new Map<string, number>()
  const versions = new Map<string, number>()
  const vulnerabilities = new Map<string, number>()
  const all = new Set([...Object.values(seed.projects).flat(), ...seed.vulnerabilities.flatMap(({ affects }) => affects)])
  for (const name of [...all].sort()) versions.set(name, await seedVersion(db, name))
  for (const one of seed.vulnerabilities) vulnerabilities.set(one.shown, await seedVulnerability(db, one))
  for (const [path, members] of Object.entries(seed.projects)) {
    const [org = '', team = '', slug = ''] = path.split('/')
    if (!orgs.has(org))
      orgs.set(org, await id(db, 'INSERT INTO organisation (slug, name, created_at) VALUES ($1, $1, $2) RETURNING id', [org, AT]))
    const orgId = orgs.get(org) as number
    if (team !== '' && !teams.has(`${org}/${team}`)) {
      teams.set(`${org}/${team}`, await id(db, 'INSERT INTO team (org_id, slug, name) VALUES ($1, $2, $2) RETURNING id', [orgId, team]))
    }
    const project = await id(db, 'INSERT INTO project (org_id, team_id, slug, name, created_at) VALUES ($1, $2, $3, $3, $4) RETURNING id', [
      orgId,
      teams.get(`${org}/${team}`) ?? null,
      slug,
      AT,
    ])
    projects.set(path, project)
    await seedSnapshot(
      db,
      project,
      members.map((name) => versions.get(name) as number),
    )
  }
  for (const one of seed.vulnerabilities) {
    await db.run('UPDATE advisory SET org_id = $2 WHERE vulnerability_id = $1', [
      vulnerabilities.get(one.shown),
      orgs.get(one.org ?? '') ?? null,
    ])
    for (const name of one.affects) {
      await db.run('INSERT INTO match (vulnerability_id, version_id, since, org_id, kind, severity) VALUES ($1, $2, $3, $4, $5, $6)', [
        vulnerabilities.get(one.shown),
        versions.get(name),
        AT,
        one.org === undefined ? null : (orgs.get(one.org) ?? null),
        one.told?.[name] === undefined ? null : (one.kind ?? 'vulnerability'),
        one.told?.[name] ?? null,
      ])
    }
  }
  await countSets(db)
  return { orgs, projects, versions, vulnerabilities }
}

/** Puts the set in place of the project's present one. */
export async function seedSnapshot(db: Queryable, project: number, members: readonly number[], since = AT): Promise<void> {
  const sorted = [...new Set(members)].sort((a, b) => a - b)
  const digest = Buffer.from(`set ${sorted.join(',')}`)
  await db.run(
    `WITH added AS (INSERT INTO component_set (digest, members) VALUES ($1, $2::int4[]) ON CONFLICT (digest) DO NOTHING RETURNING id, members)
     INSERT INTO set_count (set_id, n, unmatched) SELECT id, cardinality(members), 0 FROM added`,
    [digest, sorted],
  )
  await db.run("INSERT INTO set_detail (digest, body) VALUES ($1, '') ON CONFLICT (digest) DO NOTHING", [digest])
  await db.run('UPDATE snapshot SET until = $2 WHERE project_id = $1 AND until IS NULL', [project, since])
  await db.run(
    `INSERT INTO snapshot (project_id, set_id, detail_id, since, origin, incomplete)
     VALUES ($1, (SELECT id FROM component_set WHERE digest = $2), (SELECT id FROM set_detail WHERE digest = $2), $3, 'seed', false)`,
    [project, digest, since],
  )
}

/** The sets' counters, counted out from the matches. */
export async function countSets(db: Queryable): Promise<void> {
  await db.run(`UPDATE set_count k SET (malware, critical, high, medium, low, unknown) = (
    SELECT ${[6, 5, 4, 3, 2, 1].map((rank) => `count(*) FILTER (WHERE coalesce(m.severity_rank, v.severity_rank) = ${rank})`).join(', ')}
    FROM match m JOIN vulnerability v ON v.id = m.vulnerability_id
    WHERE m.until IS NULL AND m.org_id IS NULL AND m.version_id = ANY(c.members)) FROM component_set c WHERE c.id = k.set_id`)
}

async function seedVersion(db: Queryable, text: string): Promise<number> {
  const at = text.lastIndexOf('@')
  const [name, version] = [text.slice(0, at), text.slice(at + 1)]
  const purl = `pkg:npm/${name}`
  await db.run("INSERT INTO package (purl, ecosystem, name) VALUES ($1, 'npm', $2) ON CONFLICT (purl) DO NOTHING", [purl, name])
  await db.run("INSERT INTO subject (ecosystem, name) VALUES ('npm', $1) ON CONFLICT (ecosystem, name) DO NOTHING", [name])
  return id(
    db,
    `INSERT INTO package_version (package_id, purl, version, subject_id, subject_version, asked, first_seen)
     VALUES ((SELECT id FROM package WHERE purl = $1), $2, $3, (SELECT id FROM subject WHERE ecosystem = 'npm' AND name = $4), $3, 'asked', $5) RETURNING id`,
    [purl, `${purl}@${version}`, version, name, AT],
  )
}

async function seedVulnerability(db: Queryable, one: SeedVulnerability): Promise<number> {
  const vulnerability = await id(
    db,
    `INSERT INTO vulnerability (shown, kind, summary, severity, epss, kev_added, kev_due, published, modified, live)
     VALUES ($1, $2, $3, $4, $5, $6::date, $6::date + 21, $7, $7, true) RETURNING id`,
    [one.shown, one.kind ?? 'vulnerability', `About ${one.shown}`, one.severity, one.epss ?? null, one.kev ?? null, AT],
  )
  await db.run('INSERT INTO alias (alias, vulnerability_id) VALUES ($1, $2)', [one.shown, vulnerability])
  await db.run(
    `INSERT INTO advisory (osv_id, vulnerability_id, kind, summary, severity, modified, facts, digest)
     VALUES ($1, $2, 'vulnerability', $3, $4, $5, $6::jsonb, '')`,
    [one.shown, vulnerability, `About ${one.shown}`, one.severity, AT, JSON.stringify({ affected: affectedOf(one.affects) })],
  )
  return vulnerability
}

function affectedOf(affects: readonly string[]): readonly object[] {
  return affects.map((text) => {
    const at = text.lastIndexOf('@')
    const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `${text.slice(at + 1)}-fixed` }] }]
    return { package: { ecosystem: 'npm', name: text.slice(0, at) }, ranges }
  })
}

async function id(db: Queryable, sql: string, values: readonly unknown[]): Promise<number> {
  const [row] = await db.query<{ id: number }>(sql, values)
  return (row as { id: number }).id
}
