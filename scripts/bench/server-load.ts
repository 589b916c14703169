import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { newTokenText } from '../../packages/server/src/login/api-token-text.ts'
import type { Database } from '../../packages/server/src/store/database.ts'
import { bomOf } from './server-bom.ts'
import { popularPackage, randomNumbers } from './server-portfolio.ts'

export interface LoadOptions {
  readonly seconds: number
  /** People who ask for something every ten seconds, one as the other at random moments. */
  readonly readers: number
  /** Documents of 300 components handed in each second. */
  readonly uploads: number
  readonly packages: number
}

const TOKENS = Array.from({ length: 20 }, (_, at) =>
  newTokenText((bytes) => createHash('sha512').update(`bench ${at}`).digest().subarray(0, bytes)),
)
const PAUSE_MS = 10_000

/** What pages ask for, as often as it stands here. */
const READS: readonly ((random: () => number) => string)[] = [
  () => 'overview',
  () => 'overview',
  () => 'projects?sort=risk',
  () => 'projects?sort=name',
  () => 'findings?sort=severity',
  () => 'findings/by-vulnerability?sort=severity',
  () => 'advisories?sort=published',
  () => 'advisories?sort=projects',
  () => 'components?sort=projects',
  () => 'changes',
  (random) => `projects/${project(random)}`,
  (random) => `projects/${project(random)}/findings`,
  (random) => `projects/${project(random)}/components`,
  (random) => `search?q=package-${Math.floor(random() * 1000)}`,
]

function project(random: () => number): number {
  return 1 + Math.floor(random() * 500)
}

/** API tokens of the only organisation, for the readers and those who hand in. */
export async function writeTokens(db: Database): Promise<void> {
  for (const token of TOKENS)
    await db.run(
      `INSERT INTO api_token (digest, prefix, name, scopes, org_id, created_at, expires_at)
       SELECT $1, 'cupel_', 'bench', '{portfolio:read,upload:write}', 1, now(), now() + interval '1 day' ON CONFLICT DO NOTHING`,
      [createHash('sha256').update(token).digest()],
    )
}

/** Runs the server as built, loads it, and gives lines about the answers. */
export async function* measureLoad(
  { folder, url }: { readonly folder?: string; readonly url?: string },
  { seconds, readers, uploads, packages }: LoadOptions,
): AsyncGenerator<string> {
  const { PATH = '' } = process.env
  const child = spawn(
    process.execPath,
    [join('apps', 'cli', 'bin', 'cupel.cjs'), 'serve', '--port', '0', '--offline', ...(folder === undefined ? [] : ['--data', folder])],
    {
      env: { PATH, HOME: '/nonexistent', ...(url === undefined ? {} : { CUPEL_DATABASE_URL: url }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = new Promise((resolve) => child.on('exit', resolve))
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      let text = ''
      child.stdout.on('data', (part: Buffer) => {
        text += String(part)
        if (text.includes('ready\n')) resolve(/http:\/\/[^/\s]+/.exec(text)?.[0] ?? '')
      })
      void ended.then(() => reject(new Error('the server ended')))
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 256 })
    await caughtUp(origin, agent)
    const reads: Answer[] = []
    const sent: Answer[] = []
    const until = performance.now() + seconds * 1000
    await Promise.all([
      ...Array.from({ length: readers }, (_, at) => read({ origin, agent, until, answers: reads, seed: at + 1 })),
      handIn({ origin, agent, until, answers: sent, uploads, packages }),
    ])
    yield `${readers} readers for ${seconds} s, ${told(reads)}`
    for (const what of [...new Set(reads.map((answer) => answer.what))].sort())
      yield `  of it ${what}: ${told(reads.filter((answer) => answer.what === what))}`
    yield `${uploads} uploads a second, ${told(sent)}`
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

interface Answer {
  /** What was asked, without what differs from call to call. */
  readonly what: string
  readonly ms: number
  readonly status: number
  /** How long ago what it tells was so; null: it does not say. */
  readonly ageMs: number | null
}

interface Client {
  readonly origin: string
  readonly agent: Agent
  readonly until: number
  readonly answers: Answer[]
}

/** As a server that runs for a while: what is counted ahead is of now. A store that was put aside for hours is not, for its first moments. */
async function caughtUp(origin: string, agent: Agent): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const { ageMs } = await ask({
      method: 'GET',
      url: `${origin}/api/v1/components?sort=projects`,
      agent,
      token: TOKENS[0] ?? '',
      body: null,
    })
    const { ageMs: age } = await ask({
      method: 'GET',
      url: `${origin}/api/v1/advisories?sort=projects`,
      agent,
      token: TOKENS[0] ?? '',
      body: null,
    })
    if (tries > 3 && Math.max(ageMs ?? 0, age ?? 0) < 60_000) return
    await sleep(1000)
  }
}

async function read({ origin, agent, until, answers, seed }: Client & { readonly seed: number }): Promise<void> {
  const random = randomNumbers(seed)
  const token = TOKENS[seed % TOKENS.length] ?? ''
  await sleep(random() * PAUSE_MS)
  while (performance.now() < until) {
    const path = READS[Math.floor(random() * READS.length)]?.(random) ?? 'overview'
    answers.push(await ask({ method: 'GET', url: `${origin}/api/v1/${path}`, agent, token, body: null }))
    await sleep(random() * 2 * PAUSE_MS)
  }
}

async function handIn({
  origin,
  agent,
  until,
  answers,
  uploads,
  packages,
}: Client & { readonly uploads: number; readonly packages: number }): Promise<void> {
  const random = randomNumbers(7)
  const open: Promise<unknown>[] = []
  const started = performance.now()
  for (let number = 0; performance.now() < until; number++) {
    const known = new Set<number>()
    while (known.size < 297) known.add(popularPackage(packages, random))
    const body = bomOf(1_000_000 + number, [...known], 3)
    const url = `${origin}/api/v1/projects/${project(random)}/uploads?name=bom.json`
    open.push(ask({ method: 'POST', url, agent, token: TOKENS[number % TOKENS.length] ?? '', body }).then((answer) => answers.push(answer)))
    // By the clock: making a document takes time too.
    await sleep(Math.max(0, started + ((number + 1) * 1000) / uploads - performance.now()))
  }
  await Promise.all(open)
}

function ask({
  method,
  url,
  agent,
  token,
  body,
}: {
  readonly method: string
  readonly url: string
  readonly agent: Agent
  readonly token: string
  readonly body: Buffer | null
}): Promise<Answer> {
  const started = performance.now()
  const headers = { authorization: `Bearer ${token}`, ...(body === null ? {} : { 'content-type': 'application/octet-stream' }) }
  return new Promise((resolve) => {
    const what = new URL(url).pathname.replace(/^\/api\/v1\//, '').replaceAll(/\d+/g, 'N')
    let text = ''
    const done = (status: number): void => {
      const asOf = /"asOf":"([^"]+)"/.exec(text)?.[1]
      resolve({ what, ms: performance.now() - started, status, ageMs: asOf === undefined ? null : Date.now() - Date.parse(asOf) })
    }
    const call = request(url, { method, agent, headers }, (response) => {
      response.on('data', (part: Buffer) => {
        text += String(part)
      })
      response.on('end', () => done(response.statusCode ?? 0))
      response.on('error', () => done(0))
    })
    call.on('error', () => done(0))
    call.end(body ?? undefined)
  })
}

function told(answers: readonly Answer[]): string {
  const failed = answers.filter(({ status }) => status < 200 || status > 299)
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)
  const statuses = [...new Set(failed.map(({ status }) => status))].join(', ')
  const oldest = Math.max(0, ...answers.flatMap(({ ageMs }) => ageMs ?? []))
  return `${answers.length} answers, ${failed.length} errors${statuses === '' ? '' : ` (${statuses})`}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms, of at most ${(oldest / 1000).toFixed(1)} s ago`
}
