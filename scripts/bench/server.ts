import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { starterIndex } from '../../packages/engine/src/advisories.ts'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { ingestUpload } from '../../packages/server/src/ingest/ingest-upload.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import type { Services } from '../../packages/server/src/services.ts'
import type { Database } from '../../packages/server/src/store/database.ts'
import { openEmbedded } from '../../packages/server/src/store/embedded/open-embedded.ts'
import { migrate } from '../../packages/server/src/store/migrate.ts'
import { openDatabase } from '../../packages/server/src/store/open-database.ts'
import { launchHere } from '../../packages/server/src/testing/launch-here.ts'
import { silentLog } from '../../packages/server/src/testing/silent-log.ts'
import { measureReads } from './server-reads.ts'
import { popularPackage, randomNumbers, VERSIONS_OF_PACKAGE, writePortfolio } from './server-portfolio.ts'
import type { PortfolioSize } from './server-portfolio.ts'

/** npm run bench:server -- [--projects N] [--small]: the store at scale, on the embedded engine and on CUPEL_BENCH_DATABASE_URL (an empty database). */
const small = process.argv.includes('--small')
const SIZE: PortfolioSize = {
  projects: Number(argument('--projects') ?? (small ? 500 : 10_000)),
  components: 300,
  packages: Number(argument('--packages') ?? (small ? 20_000 : 200_000)),
}
const SAMPLES = 200
const LARGE = Number(argument('--large') ?? (small ? 10_000 : 100_000))

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at === -1 ? undefined : process.argv[at + 1]
}

/** Processor time of this process instead of the time on the wall, for machines that others use too; of no use for a server elsewhere. */
const CPU = process.argv.includes('--cpu')

async function timed<T>(work: () => Promise<T>): Promise<number> {
  const [started, used] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(used)
  return CPU ? (user + system) / 1000 : performance.now() - started
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`
}

function rss(): string {
  return `${Math.round(process.memoryUsage().rss / 1e6)} MB RSS now, ${Math.round(process.resourceUsage().maxRSS / 1000)} MB at most`
}

async function bench(db: Database, name: string): Promise<void> {
  const index = starterIndex()
  let time = Date.parse('2026-03-01T00:00:00Z')
  const services: Services = {
    db,
    now: () => new Date((time += 1000)),
    random: (bytes) => new Uint8Array(bytes),
    log: silentLog,
    jobs: { send: async () => {} },
    advisories: { home: null, current: () => index, close: () => {} },
  }
  const say = (text: string): void => console.log(`${name}: ${text}`)
  let memberships = 0
  const built = await timed(async () => (memberships = await writePortfolio(db, SIZE)))
  say(
    `${SIZE.projects} projects, ${memberships} memberships, ${SIZE.packages * VERSIONS_OF_PACKAGE} versions, built in ${(built / 1000).toFixed(1)} s; ${rss()}`,
  )
  await db.script('SELECT gin_clean_pending_list($$component_set_members$$)').catch(() => {})
  const [sizes] = await db.query<Record<string, number>>(
    `SELECT pg_total_relation_size('component_set')::float8 AS sets, pg_relation_size('component_set_members')::float8 AS gin,
       (pg_total_relation_size('snapshot') + pg_total_relation_size('set_detail'))::float8 AS pictures`,
  )
  const per = (bytes: number | undefined): string => ((bytes ?? 0) / memberships).toFixed(1)
  say(
    `bytes a membership: ${per((sizes?.['sets'] ?? 0) + (sizes?.['pictures'] ?? 0))} (sets ${per(sizes?.['sets'])}, of it index ${per(sizes?.['gin'])}; pictures ${per(sizes?.['pictures'])})`,
  )
  const only = argument('--only')
  for (const [part, run] of Object.entries({ affected, advisories, reads, uploads, largest }))
    if (only === undefined || only === part) await run(services, say)
}

async function affected({ db }: Services, say: (text: string) => void): Promise<void> {
  const sql = `SELECT DISTINCT s.project_id FROM package_version pv JOIN component_set c ON c.members @> ARRAY[pv.id]
    JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL WHERE pv.package_id = $1`
  for (const [what, draw] of draws()) {
    const times: number[] = []
    let rows = 0
    for (let at = 0; at < SAMPLES; at++) times.push(await timed(async () => (rows += (await db.query(sql, [draw()])).length)))
    say(`affected projects of a package, ${what}: ${spread(times)} (${Math.round(rows / SAMPLES)} projects on average)`)
  }
}

function draws(): readonly (readonly [string, () => number])[] {
  const [uniform, popular] = [randomNumbers(3), randomNumbers(4)]
  let hottest = 0
  return [
    ['any', () => 1 + Math.floor(uniform() * SIZE.packages)],
    ['by popularity', () => popularPackage(SIZE.packages, popular)],
    ['the hottest', () => 1 + (hottest++ % 20)],
  ]
}

async function advisories(services: Services, say: (text: string) => void): Promise<void> {
  const index = services.advisories!.current()
  let number = 0
  for (const [what, draw] of draws()) {
    const times: number[] = []
    let events = 0
    for (let at = 0; at < SAMPLES; at++) {
      const record = {
        id: `OSV-BENCH-${++number}`,
        modified: '2026-02-01T00:00:00Z',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }],
        affected: [
          {
            package: { ecosystem: 'npm', name: `package-${draw()}` },
            ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.0.0' }] }],
          },
        ],
      }
      times.push(await timed(async () => (events += (await upsertAdvisory(services, record, { orgId: null, index })).events)))
    }
    say(`new advisory → outbox, package ${what}: ${spread(times)} (${Math.round(events / SAMPLES)} events on average)`)
  }
}

/** Every list page, sort and number of the dashboard, with what the advisories above have found. */
async function reads({ db, now }: Services, say: (text: string) => void): Promise<void> {
  await db.script('ANALYZE')
  for await (const { name, medianMs, p95Ms } of measureReads(db, 11, now())) say(`${name}: p50 ${medianMs} ms, p95 ${p95Ms} ms`)
}

/** A document of which nearly everything is known already. */
function bomOf(number: number, known: readonly number[], fresh: number): Buffer {
  const purls = [
    ...known.map((one) => `pkg:npm/package-${one}@1.0.0`),
    ...Array.from({ length: fresh }, (_, at) => `pkg:npm/fresh-${number}-${at}@1.0.0`),
  ]
  const components = purls.map((purl) => ({
    type: 'library',
    name: purl.slice(8, purl.lastIndexOf('@')),
    version: '1.0.0',
    purl,
    'bom-ref': purl,
    licenses: [{ license: { id: 'MIT' } }],
    hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
  }))
  const dependencies = purls.map((purl, at) => ({ ref: purl, dependsOn: purls.slice(at + 1, at + 4) }))
  return Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, dependencies }))
}

async function receive(services: Services, projectId: number, bytes: Buffer): Promise<void> {
  const { id } = await receiveUpload(services, { projectId, bytes, kind: 'auto', name: 'bom.json', actor: 'bench', origin: 'api' })
  await ingestUpload(services, { upload: id })
}

async function uploads(services: Services, say: (text: string) => void): Promise<void> {
  const random = randomNumbers(5)
  const draw = (chosen: Set<number>): Set<number> => {
    while (chosen.size < 297) chosen.add(popularPackage(SIZE.packages, random))
    return chosen
  }
  const sets = Array.from({ length: SAMPLES }, () => draw(new Set()))
  const projects = await services.db.query<{ id: number }>(
    `INSERT INTO project (org_id, slug, name, created_at) SELECT 1, 'new-' || i, 'New ' || i, now() FROM generate_series(1, $1::int4) i RETURNING id`,
    [SAMPLES],
  )
  const rounds = [
    ['first pictures, 3 new of 300', sets.map((set, at) => bomOf(at, [...set], 3))],
    ['pictures in which 5 of 300 changed', sets.map((set, at) => bomOf(at, [...draw(new Set([...set].slice(5)))], 3))],
    ['the same again in another order', sets.map((set, at) => bomOf(at, [...set].reverse(), 3))],
  ] as const
  for (const [what, documents] of rounds) {
    const took = await timed(async () => {
      for (const [at, document] of documents.entries()) await receive(services, projects[at]!.id, document)
    })
    say(`SBOMs of 300 components, ${what}: ${((SAMPLES * 1000) / took).toFixed(1)} a second`)
  }
}

async function largest(services: Services, say: (text: string) => void): Promise<void> {
  let document: Buffer | null = bomOf(999_999, [], LARGE)
  const size = document.length
  const took = await timed(async () => {
    await receive(services, 1, document as Buffer)
    document = null
  })
  say(`an SBOM of ${LARGE} new components (${(size / 1e6).toFixed(0)} MB): ${(took / 1000).toFixed(1)} s; ${rss()}`)
}

/** Adds up what each statement takes, for --trace. */
function traced(db: Database): Database {
  const sums = new Map<string, [count: number, ms: number]>()
  const over = (inner: Pick<Database, 'query' | 'run'>): Pick<Database, 'query' | 'run'> => {
    const wrap =
      (name: 'query' | 'run') =>
      async (sql: string, parameters?: readonly unknown[]): Promise<never> => {
        let result: unknown
        const ms = await timed(async () => (result = await inner[name](sql, parameters)))
        const key = sql.replace(/\s+/g, ' ').slice(0, 110)
        const [count, sum] = sums.get(key) ?? [0, 0]
        sums.set(key, [count + 1, sum + ms])
        return result as never
      }
    return { query: wrap('query'), run: wrap('run') }
  }
  process.on('exit', () => {
    for (const [sql, [count, ms]] of [...sums].sort(([, a], [, b]) => b[1] - a[1]).slice(0, 40))
      console.log(`${ms.toFixed(0).padStart(8)} ms ${String(count).padStart(6)} × ${(ms / count).toFixed(2)}  ${sql}`)
  })
  return {
    ...db,
    ...over(db),
    transaction: (work, options) => db.transaction((transaction) => work({ ...transaction, ...over(transaction) }), options),
  }
}

async function embedded(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-bench-'))
  const db = await openEmbedded({ assets: null, dataFolder: join(folder, 'data'), image: null }, { launch: launchHere, log: silentLog })
  try {
    await migrate(db, new Date('2026-01-01T00:00:00Z'))
    await bench(process.argv.includes('--trace') ? traced(db) : db, 'embedded')
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (!process.argv.includes('--no-embedded')) await embedded()
const url = process.env['CUPEL_BENCH_DATABASE_URL']
if (url !== undefined && url !== '') {
  const db = await openDatabase({ url, log: silentLog })
  await migrate(db, new Date('2026-01-01T00:00:00Z'))
  await bench(process.argv.includes('--trace') ? traced(db) : db, 'postgresql')
  await db.close()
}
