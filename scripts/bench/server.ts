import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { starterIndex } from '../../packages/engine/src/advisories.ts'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { DocumentReader } from '../../packages/server/src/ingest/document-reader.ts'
import { ingestUpload } from '../../packages/server/src/ingest/ingest-uploads.ts'
import ingestJob from '../../packages/server/src/jobs/ingest.ts'
import { openWorkQueue } from '../../packages/server/src/jobs/open-work-queue.ts'
import { JOBS } from '../../packages/server/src/jobs/registry.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import { holdingSnapshots } from '../../packages/server/src/read/holding-snapshots.ts'
import { tellEvents } from '../../packages/server/src/outbox/tell-events.ts'
import type { Services } from '../../packages/server/src/services.ts'
import { foldStandings } from '../../packages/server/src/standings/fold-standings.ts'
import type { Database } from '../../packages/server/src/store/database.ts'
import { launchThread } from '../../packages/server/src/store/embedded/launch-engine.ts'
import type { LaunchEngine } from '../../packages/server/src/store/embedded/launch-engine.ts'
import { openEmbedded } from '../../packages/server/src/store/embedded/open-embedded.ts'
import { migrate } from '../../packages/server/src/store/migrate.ts'
import { openDatabase } from '../../packages/server/src/store/open-database.ts'
import { silentLog } from '../../packages/server/src/testing/silent-log.ts'
import { startWorker } from '../../packages/server/src/worker/start-worker.ts'
import { bomOf } from './server-bom.ts'
import { measureLoad, writeTokens } from './server-load.ts'
import { measureReads } from './server-reads.ts'
import { traced } from './server-trace.ts'
import { timed } from './timed.ts'
import { popularPackage, randomNumbers, VERSIONS_OF_PACKAGE, writePortfolio } from './server-portfolio.ts'
import type { PortfolioSize } from './server-portfolio.ts'

/**
 * npm run bench:server -- [--projects N] [--past N] [--small] [--only PARTS] [--seconds N] [--samples N]: the store at scale, on the embedded engine and on CUPEL_BENCH_DATABASE_URL (an
 * empty database). --filled: the portfolio is there already, in that database or in the folder of --folder, where it is kept otherwise.
 */
const small = process.argv.includes('--small')
const SIZE: PortfolioSize = {
  projects: Number(argument('--projects') ?? (small ? 500 : 10_000)),
  components: 300,
  packages: Number(argument('--packages') ?? (small ? 20_000 : 200_000)),
  past: Number(argument('--past') ?? 0),
}
const SAMPLES = Number(argument('--samples') ?? 200)
/** Enough that the first second, in which code runs for the first time, is not most of it. */
const UPLOADS = 400
const LARGE = Number(argument('--large') ?? (small ? 10_000 : 100_000))

/** The engine as built: `npm run build` makes it. */
const BUILT = join(process.cwd(), 'apps', 'cli', 'dist')
const ENGINE = join(BUILT, 'pglite')
const FILLED = process.argv.includes('--filled')

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at === -1 ? undefined : process.argv[at + 1]
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`
}

/** The kernel's own peak of this program: `maxRSS` may be that of the process which started it. */
function rss(): string {
  const peak = existsSync('/proc/self/status') ? /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined
  const most = Number(peak ?? process.resourceUsage().maxRSS) / 1000
  return `${Math.round(process.memoryUsage().rss / 1e6)} MB RSS now, ${Math.round(most)} MB at most`
}

function servicesOf(db: Database): Services {
  const index = starterIndex()
  let time = Date.parse('2026-03-01T00:00:00Z')
  return {
    db,
    now: () => new Date((time += 1000)),
    random: (bytes) => new Uint8Array(bytes),
    log: silentLog,
    jobs: { send: async () => {} },
    reader: new DocumentReader({ file: join(BUILT, 'reading-thread.cjs') }),
    advisories: { home: null, current: () => index, close: () => {} },
  }
}

async function bench(db: Database, name: string): Promise<void> {
  const services = servicesOf(db)
  const say = (text: string): void => console.log(`${name}: ${text}`)
  let memberships = 1
  const built = FILLED ? 0 : await timed(async () => (memberships = await writePortfolio(db, SIZE)))
  if (!FILLED) {
    await fold(services, say)
    await sizes(db, { say, memberships, built })
  }
  const only = argument('--only')
  for (const [part, run] of Object.entries({ affected, advisories, reads, uploads }))
    if (only === undefined || only.split(',').includes(part)) await run(services, say)
}

type Say = (text: string) => void

/** Counts what lists of everything are put in order by, as the job does it. */
async function fold(services: Services, say: Say): Promise<void> {
  const steps: number[] = []
  let pictures = 0
  for (let isComplete = false; !isComplete;) {
    const signal = firstStep()
    steps.push(
      await timed(async () => {
        const run = await foldStandings(services, { signal })
        pictures += run.pictures
        isComplete = run.isComplete
      }),
    )
  }
  say(`standings: ${pictures} pictures in ${(steps.reduce((sum, ms) => sum + ms, 0) / 1000).toFixed(1)} s; a step: ${spread(steps)}`)
}

/** Lets one step run. */
function firstStep(): AbortSignal {
  let asked = 0
  return {
    get aborted() {
      return asked++ > 0
    },
  } as AbortSignal
}

async function sizes(
  db: Database,
  { say, memberships, built }: { readonly say: Say; readonly memberships: number; readonly built: number },
): Promise<void> {
  say(
    `${SIZE.projects} projects, ${memberships} memberships, ${SIZE.packages * VERSIONS_OF_PACKAGE} versions, built in ${(built / 1000).toFixed(1)} s; ${rss()}`,
  )
  await db.script('SELECT gin_clean_pending_list($$component_set_members$$)').catch(() => {})
  const [row] = await db.query<Record<string, number>>(
    `SELECT (pg_total_relation_size('component_set') + pg_total_relation_size('set_count'))::float8 AS sets, pg_relation_size('component_set_members')::float8 AS gin,
       (pg_total_relation_size('snapshot') + pg_total_relation_size('set_detail'))::float8 AS pictures,
       (${STANDINGS.map((name) => `pg_total_relation_size('${name}')`).join(' + ')})::float8 AS standings`,
  )
  const per = (bytes: number | undefined): string => ((bytes ?? 0) / memberships).toFixed(1)
  say(
    `bytes a membership: ${per((row?.['sets'] ?? 0) + (row?.['pictures'] ?? 0) + (row?.['standings'] ?? 0))} (sets ${per(row?.['sets'])}, of it index ${per(row?.['gin'])}; pictures ${per(row?.['pictures'])}; standings ${per(row?.['standings'])})`,
  )
}

const STANDINGS = ['counted_picture', 'package_use', 'version_use', 'finding_count', 'problem_count', 'recount']

async function affected({ db }: Services, say: Say): Promise<void> {
  // As one row, as the server asks for many ids.
  const sql = `SELECT coalesce(array_agg(DISTINCT s.project_id), '{}') AS projects FROM package_version pv
    ${holdingSnapshots('pv.id', 'now', 's.until IS NULL')} WHERE pv.package_id = $1`
  const count = async (id: number): Promise<number> => (await db.query<{ projects: readonly number[] }>(sql, [id]))[0]?.projects.length ?? 0
  for (const [what, draw] of draws()) {
    const times: number[] = []
    let rows = 0
    for (let at = 0; at < SAMPLES; at++) times.push(await timed(async () => (rows += await count(draw()))))
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

async function advisories(services: Services, say: Say): Promise<void> {
  const index = services.advisories!.current()
  let number = 0
  for (const [what, draw] of draws()) {
    const times: number[] = []
    let events = 0
    for (let at = 0; at < SAMPLES; at++) {
      const record = {
        // Of this run: one that a filled store has already is no news.
        id: `OSV-BENCH-${Date.now()}-${++number}`,
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
async function reads(services: Services, say: Say): Promise<void> {
  const { db, now } = services
  await fold(services, say)
  // As a worker does within seconds of each advisory.
  let news = 0
  const telling = await timed(async () => (news = await tellEvents(services, new AbortController().signal)))
  say(`news told: ${news} in ${(telling / 1000).toFixed(1)} s`)
  await db.script('ANALYZE')
  for await (const { name, firstMs, medianMs, p95Ms } of measureReads(db, 11, now()))
    say(`${name}: first ${firstMs} ms, p50 ${medianMs} ms, p95 ${p95Ms} ms`)
}

async function uploads(services: Services, say: Say): Promise<void> {
  const random = randomNumbers(5)
  const draw = (chosen: Set<number>): Set<number> => {
    while (chosen.size < 297) chosen.add(popularPackage(SIZE.packages, random))
    return chosen
  }
  const sets = Array.from({ length: UPLOADS }, () => draw(new Set()))
  const projects = await services.db.query<{ id: number }>(
    `INSERT INTO project (org_id, slug, name, created_at) SELECT 1, 'new-' || i || '-' || random(), 'New ' || i, now() FROM generate_series(1, $1::int4) i RETURNING id`,
    [UPLOADS],
  )
  const rounds = [
    ['first pictures, 3 new of 300', sets.map((set, at) => bomOf(at, [...set], 3))],
    ['pictures in which 5 of 300 changed', sets.map((set, at) => bomOf(at, [...draw(new Set([...set].slice(5)))], 3))],
    ['the same again in another order', sets.map((set, at) => bomOf(at, [...set].reverse(), 3))],
  ] as const
  const queue = await openWorkQueue(services.db, { definitions: JOBS })
  const queued = { ...services, jobs: queue }
  const worker = startWorker(queued, { queue, definitions: [ingestJob] })
  // What was left to be counted is not what these documents bring.
  await foldStandings(services)
  for (const [what, documents] of rounds) {
    const took = await timed(async () => {
      const waiting = [...documents.entries()]
      await Promise.all(Array.from({ length: CLIENTS }, () => sendAll(queued, waiting, projects)))
      await allRead(services.db)
    })
    const folding = await timed(() => foldStandings(services))
    say(
      `SBOMs of 300 components, ${what}: ${((UPLOADS * 1000) / took).toFixed(1)} a second, ${((UPLOADS * 1000) / (took + folding)).toFixed(1)} with standings (${(folding / 1000).toFixed(1)} s)`,
    )
  }
  await worker.stop()
}

/** Who send documents at the same time, as the route takes them. */
const CLIENTS = 4

async function sendAll(
  services: Services,
  waiting: (readonly [number, Buffer])[],
  projects: readonly { readonly id: number }[],
): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [at, bytes] = next
    const projectId = projects[at]?.id ?? 0
    await receiveUpload(services, {
      projectId,
      bytes,
      kind: 'auto',
      name: 'bom.json',
      actor: 'bench',
      decides: true,
      origin: 'api',
      audited: { organisation: 1 },
    })
  }
}

/** Until every upload that was accepted is visible. */
async function allRead(db: Database): Promise<void> {
  for (let open = true; open;) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const [row] = await db.query<{ open: boolean; failed: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM upload WHERE state IN ('queued', 'running')) AS open, EXISTS (SELECT 1 FROM upload WHERE state = 'failed') AS failed`,
    )
    if (row?.failed === true) throw new Error('an upload failed')
    open = row?.open === true
  }
}

/** In a process of its own: what the portfolio and the making of the document took is not what the document takes. */
function readLargest(store: readonly string[]): void {
  const only = argument('--only')
  if (only !== undefined && !only.split(',').includes('largest')) return
  const folder = mkdtempSync(join(tmpdir(), 'cupel-bench-document-'))
  try {
    const file = join(folder, 'bom.json')
    writeFileSync(file, bomOf(Date.now(), [], LARGE))
    const passed = process.argv.filter((flag) => flag === '--cpu' || flag === '--trace')
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--read', file, ...store, ...passed], { stdio: 'inherit' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The other process: takes the document as the route does and reads it as a worker does. */
async function readDocument(db: Database, name: string, file: string): Promise<void> {
  const services = servicesOf(db)
  const [project] = await db.query<{ id: number }>('SELECT min(id) AS id FROM project')
  const before = rss()
  const took = await timed(async () => {
    const bytes = createReadStream(file)
    const document = {
      projectId: project?.id ?? 1,
      bytes,
      kind: 'auto',
      name: 'bom.json',
      actor: 'bench',
      decides: true,
      origin: 'api',
    } as const
    const { id } = await receiveUpload(services, document)
    await ingestUpload(services, { upload: id })
  })
  const [read] = await db.query<{ n: number }>(`SELECT (result->>'components')::int4 AS n FROM upload ORDER BY id DESC LIMIT 1`)
  console.log(`${name}: an SBOM of ${read?.n} new components: ${(took / 1000).toFixed(1)} s; ${rss()}; before it ${before}`)
}

async function openFolder(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true })
  // In its own thread, as built: what `cupel serve` runs.
  const launch: LaunchEngine = (start) => launchThread({ ...start, assets: ENGINE })
  const db = await openEmbedded({ assets: ENGINE, dataFolder: join(folder, 'data'), image: null }, { launch, log: silentLog })
  return process.argv.includes('--trace') ? traced(db) : db
}

async function openServer(): Promise<Database | null> {
  const url = process.env['CUPEL_BENCH_DATABASE_URL']
  if (url === undefined || url === '') return null
  const db = await openDatabase({ url, log: silentLog })
  return process.argv.includes('--trace') ? traced(db) : db
}

async function embedded(): Promise<void> {
  const kept = argument('--folder')
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'cupel-bench-'))
  try {
    const db = await openFolder(folder)
    try {
      if (!FILLED) await migrate(db, new Date('2026-01-01T00:00:00Z'))
      await bench(db, 'embedded')
      await writeTokens(db)
    } finally {
      await db.close()
    }
    readLargest(['--folder', folder])
    await load('embedded', { folder })
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

async function server(): Promise<void> {
  const db = await openServer()
  if (db === null) return
  if (!FILLED) await migrate(db, new Date('2026-01-01T00:00:00Z'))
  await bench(db, 'postgresql')
  await writeTokens(db)
  await db.close()
  readLargest([])
  await load('postgresql', { url: process.env['CUPEL_BENCH_DATABASE_URL'] ?? '' })
}

/** The server as a process of its own, with many who read and a few who hand in. */
async function load(name: string, store: { readonly folder?: string; readonly url?: string }): Promise<void> {
  const only = argument('--only')
  if (only !== undefined && !only.split(',').includes('load')) return
  const seconds = Number(argument('--seconds') ?? (small ? 20 : 120))
  for await (const line of measureLoad(store, { seconds, readers: 200, uploads: 20, packages: SIZE.packages }))
    console.log(`${name}: ${line}`)
}

const file = argument('--read')
if (file === undefined) {
  if (!process.argv.includes('--no-embedded')) await embedded()
  await server()
} else {
  const folder = argument('--folder')
  const db = folder === undefined ? await openServer() : await openFolder(folder)
  if (db === null) throw new Error('no store to read into')
  await readDocument(db, folder === undefined ? 'postgresql' : 'embedded', file)
  await db.close()
}
