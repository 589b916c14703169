import { hash } from 'node:crypto'
import { loadVersionScheme, versionKey } from '@cupel/model'
import type { Component } from '@cupel/model'
import { hashKey } from '../../packages/server/src/ingest/add-versions.ts'
import { retireSets } from '../../packages/server/src/ingest/retire-sets.ts'
import { encodeDetail } from '../../packages/server/src/ingest/set-detail.ts'
import type { Database } from '../../packages/server/src/store/database.ts'

/** Size of a synthetic portfolio. Popularity is skewed: a place drawn as u⁴ puts the hottest package into nearly every project. */
export interface PortfolioSize {
  readonly projects: number
  /** Components of a project, on average. */
  readonly components: number
  readonly packages: number
  /** Pictures that each project had before its present one, a week apart, each with five other components. */
  readonly past: number
}

export const VERSIONS_OF_PACKAGE = 5
const VULNERABILITIES = 20_000
const CHUNK = 500
const AT = new Date('2026-01-10T00:00:00Z')
const WEEK_MS = 7 * 86_400_000

/** Numbers that look random and are the same in every run (mulberry32), in 0..1. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The number of a package drawn by popularity, from 1. */
export function popularPackage(packages: number, random: () => number): number {
  return 1 + Math.min(packages - 1, Math.floor(packages * random() ** 4))
}

/** Writes a portfolio straight into an empty, migrated store. Gives the number of memberships. */
export async function writePortfolio(db: Database, { projects, components, packages, past }: PortfolioSize): Promise<number> {
  await writePackages(db, packages)
  await writeKnowledge(db, packages)
  await db.run(`INSERT INTO organisation (slug, name, created_at) VALUES ('bench', 'bench', $1)`, [AT])
  for (let team = 0; team < 50; team++) await db.run(`INSERT INTO team (org_id, slug, name) VALUES (1, $1, $1)`, [`team-${team}`])
  await db.run(
    `INSERT INTO project (org_id, team_id, slug, name, exposure, tags, created_at)
     SELECT 1, 1 + i % 50, 'project-' || i, 'Project ' || i, (ARRAY['internet', 'internal', 'none', 'unknown'])[1 + i % 4],
       CASE WHEN i % 7 = 0 THEN ARRAY['critical'] ELSE '{}' END, $2::timestamptz FROM generate_series(1, $1::int4) i`,
    [projects, AT],
  )
  await db.run(`INSERT INTO document (digest, size, body, received_at) VALUES ('x', 1, '', $1)`, [AT])
  const random = randomNumbers(1)
  let memberships = 0
  for (let start = 0; start < projects; start += CHUNK) {
    const sets = Array.from({ length: Math.min(CHUNK, projects - start) }, () => setOf({ packages, components }, random))
    memberships += sets.reduce((sum, set) => sum + set.length, 0)
    await writeSets(db, sets, start)
  }
  for (let start = 0; start < projects; start += CHUNK) await countSets(db, start)
  await db.script('ANALYZE')
  if (past > 0) await writePast(db, { packages, past })
  return memberships
}

/** Earlier pictures of every project, put apart as the server does with what nobody has had for an hour. */
async function writePast(db: Database, { packages, past }: Pick<PortfolioSize, 'packages' | 'past'>): Promise<void> {
  const random = randomNumbers(6)
  for (let week = 1; week <= past; week++) {
    const rows = await db.query<{ project_id: number; members: readonly number[] }>(
      `SELECT DISTINCT ON (s.project_id) s.project_id, c.members FROM snapshot s JOIN component_set c ON c.id = s.set_id ORDER BY s.project_id, s.since`,
    )
    const since = new Date(AT.getTime() - week * WEEK_MS)
    await db.run('UPDATE project SET created_at = $1', [since])
    for (const { project_id, members } of rows) {
      const others = Array.from({ length: 5 }, () => (popularPackage(packages, random) - 1) * VERSIONS_OF_PACKAGE + 1)
      const earlier = [...new Set([...members.slice(5), ...others])].sort((a, b) => a - b)
      await db.run(
        `WITH s AS (INSERT INTO component_set (digest, members) VALUES ($1, $2::int4[]) RETURNING id),
           k AS (INSERT INTO set_count (set_id, n, unmatched) SELECT id, $3, 0 FROM s)
         INSERT INTO snapshot (project_id, set_id, detail_id, document_id, since, until, origin, incomplete)
         SELECT $4, s.id, 1, 1, $5, $6, 'bench', false FROM s`,
        [
          hash('sha256', `${project_id} ${week} ${earlier.join()}`, 'buffer'),
          earlier,
          earlier.length,
          project_id,
          since,
          new Date(since.getTime() + WEEK_MS),
        ],
      )
    }
  }
  await retireSets({ db, now: () => new Date(AT.getTime() + WEEK_MS) }, new AbortController().signal)
  await db.run('VACUUM (ANALYZE) component_set')
  await db.script('ANALYZE')
}

function setOf({ packages, components }: Pick<PortfolioSize, 'packages' | 'components'>, random: () => number): readonly number[] {
  const size = Math.max(5, Math.round(components * (0.3 + 1.4 * random())))
  const chosen = new Map<number, number>()
  for (let tries = 0; chosen.size < size && tries < size * 20; tries++) {
    const one = popularPackage(packages, random)
    if (!chosen.has(one)) chosen.set(one, (one - 1) * VERSIONS_OF_PACKAGE + 1 + Math.floor(random() * VERSIONS_OF_PACKAGE))
  }
  return [...chosen.values()].sort((a, b) => a - b)
}

async function writePackages(db: Database, packages: number): Promise<void> {
  const scheme = await loadVersionScheme('npm')
  const keys = Array.from({ length: VERSIONS_OF_PACKAGE }, (_, at) =>
    Buffer.from(versionKey(scheme, `${at + 1}.0.0`) ?? []).toString('hex'),
  )
  await db.run(
    `INSERT INTO subject (ecosystem, name, covered, digest) SELECT 'npm', 'package-' || i, true, 'x' FROM generate_series(1, $1::int4) i`,
    [packages],
  )
  await db.run(
    `INSERT INTO package (purl, ecosystem, name) SELECT 'pkg:npm/package-' || i, 'npm', 'package-' || i FROM generate_series(1, $1::int4) i`,
    [packages],
  )
  await db.run(
    `INSERT INTO package_version (package_id, purl, version, subject_id, subject_version, vkey, asked, first_seen, hash_key, licences)
     SELECT i, 'pkg:npm/package-' || i || '@' || v || '.0.0', v || '.0.0', i, v || '.0.0', decode(($2::text[])[v], 'hex'), 'asked', $3::timestamptz, $4::int8,
       ARRAY[(ARRAY[${LICENCES.map((one) => `'${one}'`).join(', ')}])[1 + i % ${LICENCES.length}]]
     FROM generate_series(1, $1::int4) i, generate_series(1, ${VERSIONS_OF_PACKAGE}) v ORDER BY i, v`,
    // As if the documents of the bench had told their hash before.
    [packages, keys, AT, hashKey([{ algorithm: 'sha256', value: 'ab'.repeat(32) }])],
  )
}

/** Problems of packages: each of one package, its versions below a fixed one. */
async function writeKnowledge(db: Database, packages: number): Promise<void> {
  const random = randomNumbers(2)
  const rows = Array.from({ length: Math.min(VULNERABILITIES, packages) }, (_, at) => ({
    package: 1 + Math.floor(random() * packages),
    upTo: 1 + Math.floor(random() * 4),
    severity: ['critical', 'high', 'high', 'medium', 'medium', 'medium', 'low', 'unknown'][Math.floor(random() * 8)],
    epss: random() ** 6,
    kev: random() < 0.005,
    malware: random() < 0.002,
    name: `GHSA-bench-${at + 1}`,
    n: at + 1,
  }))
  await db.run(
    `INSERT INTO vulnerability (shown, kind, summary, severity, cvss, epss, epss_percentile, kev_added, published, modified, live)
     SELECT name, CASE WHEN malware THEN 'malware' ELSE 'vulnerability' END, 'a problem of package-' || package, severity, 5, epss, epss,
       CASE WHEN kev THEN date '2026-01-05' END, $2, $2, true
     FROM jsonb_to_recordset($1::text::jsonb) AS x(package int4, severity text, epss real, kev boolean, malware boolean, name text, n int4)
     ORDER BY n`,
    [JSON.stringify(rows), AT],
  )
  await db.run('INSERT INTO alias (alias, vulnerability_id) SELECT shown, id FROM vulnerability')
  await db.run(
    `INSERT INTO advisory (osv_id, vulnerability_id, kind, summary, severity, published, modified, facts, digest)
     SELECT shown, id, kind, summary, severity, published, modified, jsonb_build_object('source', 'api', 'joins', jsonb_build_array(shown), 'ids',
       jsonb_build_array(shown), 'aliases', '[]'::jsonb, 'upstream', '[]'::jsonb, 'cvss', '[]'::jsonb, 'cwes', '[]'::jsonb, 'summary', summary,
       'kind', kind, 'severity', severity, 'published', '', 'modified', '2026-01-10T00:00:00Z', 'withdrawn', '', 'ecosystem', 'npm', 'affected', '[]'::jsonb), 'x'
     FROM vulnerability ORDER BY id`,
  )
  await db.run(
    `INSERT INTO match (vulnerability_id, version_id, since)
     SELECT x.n, (x.package - 1) * ${VERSIONS_OF_PACKAGE} + v, $2
     FROM jsonb_to_recordset($1::text::jsonb) AS x(package int4, "upTo" int4, n int4), generate_series(1, x."upTo") v`,
    [JSON.stringify(rows), AT],
  )
}

async function writeSets(db: Database, sets: readonly (readonly number[])[], start: number): Promise<void> {
  await db.transaction(async (transaction) => {
    for (const [at, members] of sets.entries()) {
      const number = start + at + 1
      const digest = hash('sha256', `${number} ${members.join()}`, 'buffer')
      await transaction.run(
        `WITH s AS (INSERT INTO component_set (digest, members) VALUES ($1, $2::int4[]) RETURNING id),
           k AS (INSERT INTO set_count (set_id, n, unmatched) SELECT id, $3, 0 FROM s),
           d AS (INSERT INTO set_detail (digest, body) VALUES ($1, $4) RETURNING id)
         INSERT INTO snapshot (project_id, set_id, detail_id, document_id, since, origin, incomplete)
         SELECT $5, s.id, d.id, 1, $6, 'bench', false FROM s, d`,
        [digest, members, members.length, detailOf(members, number), number, AT],
      )
    }
  })
}

/** The detail of a set: all direct or not, and one graph with some three edges a component. */
function detailOf(members: readonly number[], seed: number): Uint8Array {
  const random = randomNumbers(seed)
  const licences = new Map(members.map((version) => [purlOf(version), licenceOf(packageOf(version))]))
  const purls = [...licences.keys()].sort()
  const components = purls.map((purl): Component => ({
    ...NOTHING_STATED,
    purl,
    direct: random() < 0.2,
    licenses: [licences.get(purl) ?? ''],
  }))
  const edges = purls.flatMap((_, from): [number, number][] =>
    Array.from({ length: Math.floor(random() * 6) }, () => [from + 1, 1 + Math.floor(random() * purls.length)]),
  )
  const project = { name: 'bench', version: '', path: '', licenses: [] }
  const roots = purls.flatMap((_, at): [number, number][] => (at % 10 === 0 ? [[0, at + 1]] : []))
  return encodeDetail(components, [{ path: 'package-lock.json', projects: [project], components: purls, edges: [...roots, ...edges] }])
}

const NOTHING_STATED = { scopes: ['runtime'], evidence: [] } as unknown as Component

const LICENCES = ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'GPL-3.0-only'] as const

function licenceOf(packageNumber: number): string {
  return LICENCES[packageNumber % LICENCES.length] as string
}

function packageOf(version: number): number {
  return Math.ceil(version / VERSIONS_OF_PACKAGE)
}

function purlOf(version: number): string {
  return `pkg:npm/package-${packageOf(version)}@${((version - 1) % VERSIONS_OF_PACKAGE) + 1}.0.0`
}

/** In parts, as a statement that takes a minute is cancelled. */
async function countSets(db: Database, start: number): Promise<void> {
  await db.run(
    `UPDATE set_count k SET (malware, critical, high, medium, low, unknown) = (
       SELECT count(*) FILTER (WHERE v.kind = 'malware'),
         ${['critical', 'high', 'medium', 'low', 'unknown'].map((name) => `count(*) FILTER (WHERE v.kind <> 'malware' AND v.severity = '${name}')`).join(', ')}
       FROM match m JOIN vulnerability v ON v.id = m.vulnerability_id WHERE m.until IS NULL AND m.version_id = ANY(c.members)) FROM component_set c WHERE c.id = k.set_id AND c.id > $1 AND c.id <= $2`,
    [start, start + CHUNK],
  )
}
