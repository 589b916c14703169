import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Step, VerificationReport } from '@cupel/model'
import { Refused } from '@cupel/provenance'
import type { RefusalCode, Trace, TufRepository, TufState } from '@cupel/provenance'
import type { Client } from '../conformance/tuf-runs.ts'
import { ROOT } from './cupel.ts'

const CLIENT = join(ROOT, 'conformance/tuf')

/** Sets the clock of every Node process that loads it; the program itself has no switch for that. */
const CLOCK = `const Real = Date
globalThis.Date = class extends Real {
  constructor(...args) { if (args.length === 0) super(process.env.TEST_CLOCK); else super(...args) }
  static now() { return new Real(process.env.TEST_CLOCK).getTime() }
}
`

/** `conformance/tuf` against repositories that are served on loopback: a client made by it keeps its metadata in a folder. */
export class TufProcesses {
  readonly #folder: string
  readonly #servers = new Map<TufRepository, Promise<Server>>()
  runs = 0

  constructor(folder: string) {
    this.#folder = folder
    writeFileSync(join(folder, 'clock.cjs'), CLOCK)
  }

  /** Starts by `init` with the root; throws Refused when the protocol's answer is 1. */
  readonly make = (state: TufState, repository: TufRepository, now: Date): Client => {
    const place = mkdtempSync(join(this.#folder, 'client-'))
    const client = new TufProcess(place, {
      now,
      environment: this.#environment(now),
      serve: () => this.#serve(repository),
      count: () => this.runs++,
    })
    mkdirSync(join(place, 'metadata'))
    if (state.size > 1) {
      for (const [role, bytes] of state) writeFileSync(join(place, 'metadata', `${encodeURIComponent(role)}.json`), bytes)
      return client
    }
    writeFileSync(join(place, 'root.json'), state.get('root') ?? '')
    const args = ['--metadata-dir', join(place, 'metadata'), 'init', join(place, 'root.json')]
    this.runs++
    const { status, stdout } = spawnSync(CLIENT, args, { env: this.#environment(now), encoding: 'utf8' })
    if (status !== 0) throw refusalOf(stdout).error
    return client
  }

  async close(): Promise<void> {
    for (const server of this.#servers.values()) (await server).close()
  }

  #environment(now: Date): Record<string, string> {
    const { PATH = '' } = process.env
    const clock = `--require=${join(this.#folder, 'clock.cjs')}`
    return { PATH, HOME: '/nonexistent', CUPEL_HOME: '/nonexistent/cupel', NODE_OPTIONS: clock, TEST_CLOCK: now.toISOString() }
  }

  #serve(repository: TufRepository): Promise<string> {
    const started = this.#servers.get(repository) ?? serverOf(repository)
    this.#servers.set(repository, started)
    return started.then((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
}

/** Paths are taken as they come: names of roles are quoted in them. */
function serverOf(repository: TufRepository): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.slice(1)
    repository.requests.push(path)
    const bytes = repository.files.get(path)
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

interface ProcessOptions {
  readonly now: Date
  readonly environment: Readonly<Record<string, string>>
  readonly serve: () => Promise<string>
  readonly count: () => void
}

class TufProcess implements Client {
  readonly #place: string
  readonly #options: ProcessOptions

  constructor(place: string, options: ProcessOptions) {
    this.#place = place
    this.#options = options
  }

  get state(): TufState {
    const folder = join(this.#place, 'metadata')
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
    return new Map(names.map((name) => [decodeURIComponent(name.slice(0, -'.json'.length)), readFileSync(join(folder, name))]))
  }

  get rootVersion(): number {
    const root = JSON.parse(this.state.get('root')?.toString() ?? '{}') as { signed?: { version?: number } }
    return root.signed?.version ?? 0
  }

  async refresh(trace: Trace): Promise<void> {
    await this.#run(['--metadata-url', `${await this.#options.serve()}/metadata`, 'refresh'], trace)
  }

  async download(name: string, trace: Trace): Promise<Buffer> {
    const base = await this.#options.serve()
    const folder = mkdtempSync(join(this.#place, 'targets-'))
    const where = ['--metadata-url', `${base}/metadata`, '--target-base-url', `${base}/targets`, '--target-dir', folder]
    await this.#run([...where, '--target-name', name, 'download'], trace)
    return readFileSync(join(folder, encodeURIComponent(name)))
  }

  async #run(args: readonly string[], trace: Trace): Promise<void> {
    this.#options.count()
    const child = spawn(CLIENT, ['--metadata-dir', join(this.#place, 'metadata'), ...args], {
      env: this.#options.environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk))
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
    if (code === 0) return
    if (code !== 1) throw new Error(`conformance/tuf ended with ${code}: ${text}`)
    const { path, error } = refusalOf(text)
    fail(trace, path, error)
  }
}

/** Refuses at the same step as the process did. */
function fail(trace: Trace, [first, ...rest]: readonly string[], error: Refused): never {
  if (first === undefined) throw error
  return trace.step(first, first, (inner) => fail(inner, rest, error))
}

/** The step that failed inside of what was asked for, and why. */
function refusalOf(text: string): { readonly path: readonly string[]; readonly error: Refused } {
  if (text === '') throw new Error('conformance/tuf refused without a verdict')
  const [item] = (JSON.parse(text) as VerificationReport).items
  const path: string[] = []
  let step: Step | undefined = item?.step
  for (;;) {
    const inner: Step | undefined = step?.steps.find(({ outcome }) => outcome === 'failed')
    if (inner === undefined) break
    path.push(inner.id)
    step = inner
  }
  const [asked = ''] = path
  const inside = ['metadata', 'start'].includes(asked) || asked.startsWith('target-') ? path.slice(1) : path
  return { path: inside, error: new Refused((step?.code ?? 'malformed') as RefusalCode, step?.reason ?? 'refused') }
}
