import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { preAuthEncoding } from '@cupel/provenance'
import { refreshAdvisories } from '../../packages/server/src/feed/refresh-advisories.ts'
import { openWorkQueue } from '../../packages/server/src/jobs/open-work-queue.ts'
import { JOBS } from '../../packages/server/src/jobs/registry.ts'
import type { WorkQueue } from '../../packages/server/src/jobs/work-queue.ts'
import { SYSTEM_VIEWER } from '../../packages/server/src/policy/system-viewer.ts'
import type { Services } from '../../packages/server/src/services.ts'
import { changeTrustPolicy } from '../../packages/server/src/trust/change-trust-policy.ts'
import { archiveProject } from '../../packages/server/src/write/change-project.ts'
import { startCupel } from '../program/cupel.ts'
import { countedAhead, countedOut } from './counted-out.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** What real worker processes leave behind that are killed in the middle of background work: nothing by half, nothing twice. */

/** 50 for the long form. */
const RUNS = Math.max(1, Math.floor(Number(process.env['CUPEL_FAULT_RUNS'] ?? 1)))
const SERVER = process.env['CUPEL_TEST_DATABASE_URL'] ?? ''
/** As in the program. */
const WIDE = 100
const PROJECTS = 24
const NAMES = 1200
const SIZE = 200
const DOCUMENTS = 60
/** News of so many problems, so many of each: they are told in several steps. */
const PROBLEMS = 20
const TOLD = 3000

let shop: Workshop
let services: Services
let queue: WorkQueue
let env: Readonly<Record<string, string>>
let org: number
const projects: number[] = []

beforeAll(async () => {
  if (SERVER === '') return
  shop = await openWorkshop()
  atNow()
  const [row] = await shop.db.query<{ name: string }>('SELECT current_database() AS name')
  env = { CUPEL_DATABASE_URL: Object.assign(new URL(SERVER), { pathname: `/${row?.name}` }).href, CUPEL_HOME: shop.home }
  queue = await openWorkQueue(shop.db, { definitions: JOBS })
  services = { ...shop.services, now: () => new Date(), jobs: queue }
  org = await shop.organisation('acme')
  for (let at = 0; at < PROJECTS; at++) projects.push(await shop.project(org, `p${at}`))
  await shop.db.run("UPDATE project SET repository = 'https://git.example/acme/shop'")
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { elsewhere: [{ introduced: '0' }] }) } })
  await refreshAdvisories(services, null)
  for (const [at, project] of projects.entries()) await shop.upload(project, bom(at))
})
afterAll(async () => {
  if (SERVER !== '') await shop.close()
})

/** Of the same time as the processes. */
function atNow(): void {
  shop.turn(Date.now() - shop.services.now().getTime())
}

function bom(from: number): object {
  return npmBom(Array.from({ length: SIZE }, (_, at) => `n${(from * 37 + at) % NAMES}@1.0.${from % 3}`))
}

/** A pause of the same series each time, so that a failure can be repeated. */
function* pauses(): Generator<number, never> {
  for (let state = 20_260_103; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state / 2_147_483_648
  }
}
const random = pauses()

async function isHeld(name: string): Promise<boolean> {
  return (await shop.db.query("SELECT 1 FROM pgboss.job WHERE name = $1 AND state = 'active'", [name])).length > 0
}

async function isAnySessionBusy(): Promise<boolean> {
  const busy = await shop.db.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
       AND state <> 'idle'`,
  )
  return busy.length > 0
}

/** A worker that is killed some time after it took a job. Gives whether it was still at it. */
async function killedAt(name: string, within: number): Promise<boolean> {
  await queue.send(name, {}, { key: 'test' })
  const worker = startCupel(['worker', '--offline', '--queue', name], { env })
  let over = ''
  void worker.done.then(({ stderr }) => (over = `it ended: ${stderr}`))
  while (!(await isHeld(name))) {
    if (over !== '') throw new Error(over)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await new Promise((resolve) => setTimeout(resolve, random.next().value * within))
  worker.child.kill('SIGKILL')
  await worker.done
  const landed = await isHeld(name)
  await shop.db.run('DELETE FROM pgboss.job WHERE name = $1', [name])
  // Minutes pass, in which it gives no sign, and the server ends what its sessions were about and held.
  while (await isAnySessionBusy()) await new Promise((resolve) => setTimeout(resolve, 5))
  await shop.db.run(
    "UPDATE setting SET value = value || jsonb_build_object('at', now() - interval '5 minutes') WHERE key = 'advisory-turn'",
  )
  return landed
}

/** What the next worker does. */
async function finished(name: string): Promise<void> {
  await JOBS.find((job) => job.queue === name)?.run(services, {}, new AbortController().signal)
}

const [ada, eve] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]

function trusting({ publicKey }: typeof ada): string {
  const key = String(publicKey.export({ type: 'spki', format: 'pem' }))
  return `version = 1\n[[identity]]\nname = "k"\nkind = "key"\nkey = """${key}"""\n[[rule]]\nname = "all"\nfor = ["repo:https://git.example/**"]\nevidence = ["attestation"]\nby = ["k"]\n`
}

function attestation(name: string): Buffer {
  const subject = [{ name, digest: { sha256: createHash('sha256').update(name).digest('hex') } }]
  const statement = { _type: 'https://in-toto.io/Statement/v1', subject, predicateType: 'https://example.org/built/v1', predicate: {} }
  const payload = Buffer.from(JSON.stringify(statement))
  const type = 'application/vnd.in-toto+json'
  const sig = sign(null, preAuthEncoding(type, payload), ada.privateKey).toString('base64')
  return Buffer.from(JSON.stringify({ payload: payload.toString('base64'), payloadType: type, signatures: [{ keyid: '', sig }] }))
}

const many = (affects: Readonly<Record<string, object[]>>): Parameters<typeof npmRecord>[1] => affects as never

interface Case {
  readonly queue: string
  /** Milliseconds within which it is killed. */
  readonly within: number
  /** Makes work, the same amount in every run. */
  make(run: number): Promise<unknown>
  check(run: number): Promise<unknown>
}

const CASES: readonly Case[] = [
  {
    queue: 'fold-standings',
    within: 250,
    async make(run) {
      for (const [at, project] of projects.entries()) if (at % 2 === run % 2 || run === 0) await shop.upload(project, bom(at + 5 * run + 1))
      const archived = await shop.project(org, `archived-${run}`)
      await shop.upload(archived, bom(run))
      if (run % 2 === 1) await finished('fold-standings')
      await archiveProject(services, { viewer: { ...SYSTEM_VIEWER, mayIn: () => true }, at: null, now: services.now() }, archived)
      await shop.db.run('INSERT INTO recount (vulnerability_id) SELECT id FROM vulnerability')
    },
    async check() {
      expect(await countedAhead(shop.db)).toEqual(await countedOut(services, WIDE))
    },
  },
  {
    queue: 'refresh-advisories',
    within: 900,
    async make(run) {
      const affects = (at: number): Parameters<typeof npmRecord>[1] =>
        many(Object.fromEntries(Array.from({ length: NAMES / 60 }, (_, n) => [`n${at + 60 * n}`, [{ introduced: '0' }]])))
      const records = Array.from({ length: 60 }, (_, at) =>
        npmRecord(`GHSA-${run}-${at}`, affects(at), { modified: new Date().toISOString() }),
      )
      await shop.db.run('DELETE FROM outbox')
      await shop.sync({ npm: Object.fromEntries(records.map((record) => [record.id, record])) })
    },
    async check(run) {
      const [told] = await shop.db.query(
        `WITH open AS (SELECT s.project_id, m.vulnerability_id, m.version_id FROM snapshot s JOIN component_set c ON c.id = s.set_id
           JOIN project p ON p.id = s.project_id AND p.archived_at IS NULL
           CROSS JOIN LATERAL unnest(c.members) AS x(id) JOIN match m ON m.version_id = x.id AND m.until IS NULL
           JOIN vulnerability v ON v.id = m.vulnerability_id AND v.shown LIKE $1 WHERE s.until IS NULL),
         news AS (SELECT o.project_id, o.vulnerability_id, x.version::int4 AS version_id, count(*) AS n FROM outbox o
           JOIN vulnerability v ON v.id = o.vulnerability_id AND v.shown LIKE $1 CROSS JOIN jsonb_array_elements_text(o.payload->'versions') AS x(version)
           WHERE o.kind = 'finding.opened' GROUP BY 1, 2, 3)
         SELECT (SELECT count(*) > 500 FROM open) AS many, (SELECT count(*)::int4 FROM news WHERE n > 1) AS twice,
           (SELECT count(*)::int4 FROM open LEFT JOIN news USING (project_id, vulnerability_id, version_id) WHERE news.n IS NULL) AS never,
           (SELECT count(*)::int4 FROM news LEFT JOIN open USING (project_id, vulnerability_id, version_id) WHERE open.project_id IS NULL) AS wrong,
           (SELECT count(*)::int4 FROM set_count k JOIN component_set c ON c.id = k.set_id JOIN snapshot s ON s.set_id = k.set_id AND s.until IS NULL
            WHERE k.unknown <> (SELECT count(*) FROM match m WHERE m.version_id = ANY(c.members) AND m.until IS NULL)) AS miscounted`,
        [`GHSA-${run}-%`],
      )
      expect(told).toEqual({ many: true, twice: 0, never: 0, wrong: 0, miscounted: 0 })
    },
  },
  {
    queue: 'tell-news',
    within: 900,
    async make(run) {
      if (run === 0)
        await shop.db.run(
          `WITH a AS (INSERT INTO account (name, created_at) VALUES ('listener', now()) RETURNING id),
           g AS (INSERT INTO role_grant (account_id, role, org_id, created_at) SELECT id, 'viewer', $1::int4, now() FROM a)
           INSERT INTO subscription (account_id, kinds, created_at) SELECT id, '{*}', now() FROM a`,
          [org],
        )
      await shop.db.run('DELETE FROM outbox')
      await shop.db.run(
        `WITH v AS (INSERT INTO vulnerability (shown, kind, summary, severity, live)
             SELECT 'GHSA-told-' || $1::text || '-' || n, 'vulnerability', '', 'high', true FROM generate_series(1, $2::int4) n RETURNING id),
           news AS (SELECT v.id, array_agg(nextval('outbox_id_seq')) AS ids, array_agg(($3::int4[])[1 + n % cardinality($3::int4[])]) AS projects,
             array_agg(1 + n % 2) AS places FROM v CROSS JOIN generate_series(1, $4::int4) n GROUP BY v.id)
         INSERT INTO outbox_batch (id, at, kind, org_id, vulnerability_id, ids, projects, places, payloads)
         SELECT ids[1], now(), 'finding.opened', $5::int4, id, ids, projects, places, '[{"by": "advisory", "text": "1"}, {"by": "advisory", "text": "2"}]' FROM news`,
        [String(run), PROBLEMS, projects, TOLD, org],
      )
    },
    async check(run) {
      const [found] = await shop.db.query(
        `SELECT (SELECT count(*)::int4 FROM outbox_batch) AS waiting, (SELECT sum(n.events)::int4 FROM notification n) AS heard,
           count(*) FILTER (WHERE o.told)::int4 AS told, count(DISTINCT o.project_id)::int4 AS projects,
           count(*) FILTER (WHERE o.payload->>'text' = '1')::int4 AS first
         FROM outbox o JOIN vulnerability v ON v.id = o.vulnerability_id AND v.shown LIKE $1`,
        [`GHSA-told-${run}-%`],
      )
      const all = PROBLEMS * TOLD
      expect(found).toEqual({ waiting: 0, heard: all, told: all, projects: PROJECTS, first: all / 2 })
    },
  },
  {
    queue: 'retire-sets',
    within: 200,
    async make(run) {
      await finished('fold-standings')
      // Sets that somebody had hours ago.
      await shop.db.run(
        `WITH source AS (SELECT s.project_id, s.detail_id, c.members FROM snapshot s JOIN component_set c ON c.id = s.set_id WHERE s.until IS NULL),
         made AS (INSERT INTO component_set (digest, members) SELECT decode(md5($1::text || '/' || n), 'hex'), members[1:150 + n % 40]
           FROM generate_series(1, 300) AS n CROSS JOIN (SELECT members FROM source ORDER BY project_id LIMIT 1) x RETURNING id),
         counted AS (INSERT INTO set_count (set_id, n, unmatched) SELECT id, 150, 0 FROM made)
         INSERT INTO snapshot (project_id, set_id, detail_id, since, until, origin, incomplete)
         SELECT x.project_id, made.id, x.detail_id, now() - interval '5 hours', now() - interval '4 hours', 'test', false
         FROM made CROSS JOIN (SELECT project_id, detail_id FROM source ORDER BY project_id LIMIT 1) x`,
        [String(run)],
      )
    },
    async check() {
      const [found] = await shop.db.query(
        `WITH x AS (SELECT c.matched, EXISTS (SELECT 1 FROM snapshot s WHERE s.set_id = c.id AND (s.until IS NULL OR s.until > now() - interval '1 hour')) AS used,
           ARRAY(SELECT member.version_id FROM unnest(c.members) AS member(version_id)
             WHERE EXISTS (SELECT 1 FROM match m WHERE m.version_id = member.version_id) ORDER BY 1) AS wanted FROM component_set c)
         SELECT count(*) FILTER (WHERE used AND matched IS NOT NULL)::int4 AS lost, count(*) FILTER (WHERE NOT used AND matched IS NULL)::int4 AS left,
           count(*) FILTER (WHERE matched IS NOT NULL) >= 300 AS many, count(*) FILTER (WHERE matched <> wanted)::int4 AS wrong FROM x`,
      )
      expect(found).toEqual({ lost: 0, left: 0, many: true, wrong: 0 })
    },
  },
  {
    queue: 'verify-attestations',
    within: 300,
    async make(run) {
      const author = { ...SYSTEM_VIEWER, accountId: 1, name: 'author', organisations: [org], mayIn: () => true }
      if (run === 0)
        for (let at = 0; at < DOCUMENTS; at++) await shop.upload(projects[at % 4] as number, attestation(`a${at}.tgz`), { name: 'a.json' })
      for (const key of [ada, eve]) {
        const [before] = await shop.db.query<{ version: number }>('SELECT version FROM trust_policy WHERE until IS NULL')
        const text = `${trusting(key)}# ${run}\n`
        await changeTrustPolicy(
          { services, viewer: author, now: services.now() },
          { organisation: undefined, text, expected: before?.version ?? null },
        )
        if (key === ada) await finished('verify-attestations')
      }
    },
    async check() {
      const [found] = await shop.db.query(
        `SELECT (SELECT count(*)::int4 FROM attestation) AS kept, (SELECT count(*)::int4 FROM attestation_verdict v JOIN trust_policy k ON k.id = v.policy_id
             AND k.until IS NULL AND k.round_done WHERE v.until IS NULL AND v.outcome <> 'verified') AS judged,
           (SELECT count(*)::int4 FROM attestation_verdict a JOIN attestation_verdict b ON b.attestation_id = a.attestation_id AND b.since > a.since
             AND (a.until IS NULL OR a.until > b.since)) AS both,
           (SELECT count(*)::int4 FROM outbox o JOIN trust_policy k ON k.until IS NULL AND (o.payload->>'version')::int4 = k.version
             WHERE o.payload->>'pack' = 'trust') AS news,
           (SELECT sum((o.payload->>'attestations')::int4)::int4 FROM outbox o JOIN trust_policy k ON k.until IS NULL AND (o.payload->>'version')::int4 = k.version
             WHERE o.payload->>'pack' = 'trust') AS stopped`,
      )
      expect(found).toEqual({ kept: DOCUMENTS, judged: DOCUMENTS, both: 0, news: 4, stopped: DOCUMENTS })
    },
  },
]

test.for(CASES)(
  `$queue, killed ${RUNS} times: what the next worker finds is whole, and what was done is not done again`,
  { timeout: 600_000 + RUNS * 20_000 },
  async ({ queue: name, within, make, check }, context) => {
    if (SERVER === '') {
      console.log('skipped: workers share a PostgreSQL server, and CUPEL_TEST_DATABASE_URL names none')
      context.skip()
    }
    let landed = 0
    for (let run = 0; run < RUNS; run++) {
      atNow()
      await make(run)
      if (await killedAt(name, within)) landed++
      await finished(name)
      await check(run)
    }
    console.log(`kill -9 of ${name}: ${RUNS} runs, ${landed} while it was at it`)
  },
)
