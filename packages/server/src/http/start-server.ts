import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPrivateKey } from '@cupel/engine/sign'
import { addressTaken } from '@cupel/model'
import type { FastifyInstance } from 'fastify'
import { composeServices } from '../compose-services.ts'
import { fillDemo } from '../demo/fill-demo.ts'
import { openWorkQueue } from '../jobs/open-work-queue.ts'
import { JOBS } from '../jobs/registry.ts'
import { renewSetupToken } from '../login/setup-token.ts'
import type { Log, Services } from '../services.ts'
import { migrate } from '../store/migrate.ts'
import { openDatabase } from '../store/open-database.ts'
import { startWorker } from '../worker/start-worker.ts'
import type { AppOptions } from './app-options.ts'
import { buildApp } from './build-app.ts'
import { indexFacts } from './index-facts.ts'

export interface ServerOptions extends Omit<AppOptions, 'origin' | 'routes'> {
  /** `url` of a PostgreSQL server, or folder of the embedded store; neither (a demonstration): a folder that is gone afterwards. */
  readonly database: { readonly url?: string; readonly folder?: string }
  readonly host: string
  /** Home of cupel, with the advisory database. */
  readonly home: string
  /** 0: any free one. */
  readonly port: number
  /** How browsers reach the server, when that is not its own address (a proxy before it). */
  readonly origin?: string
  readonly log: Log
  readonly now: () => Date
  /** Background work in this process; otherwise `cupel worker` does it. */
  readonly worker: boolean
}

export interface RunningServer {
  readonly url: string
  /** With the first-start token; null when the server was set up. Shown once: the next start makes another token. */
  readonly setupUrl: string | null
  readonly services: Services
  /** Takes no new requests, ends streams, lets running requests and jobs end, closes the store. */
  close(): Promise<void>
}

/** Opens the store, brings its schema up to date, starts the background work and listens. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { database, log, now, signingKey } = options
  // One that cannot be read is told at the start and not with the first verdict.
  if (signingKey !== undefined) readPrivateKey(signingKey, '/')
  const undo: (() => Promise<unknown> | void)[] = []
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step()
  }
  try {
    const demo = options.demo === true
    const store = storeOf(database, undo)
    const db = await openDatabase({ ...store, log })
    undo.push(() => db.close())
    await migrate(db, now())
    const queue = await openWorkQueue(db, { definitions: JOBS })
    const network = { privateNetwork: options.privateNetwork ?? false, offline: demo || options.offline === true }
    // A demonstration shows the starter set, whatever this machine has.
    const home = demo ? (store.folder ?? options.home) : options.home
    const services = composeServices({ db, jobs: queue, log, now, home, network })
    undo.push(() => services.advisories.close())
    if (demo) await fillDemo(services)
    if (options.worker) {
      const worker = startWorker(services, { queue, definitions: JOBS })
      undo.push(() => worker.stop())
    }
    const listening = await listen(
      services,
      { ...options, ...network, work: queue, index: async () => indexFacts(services.advisories, now()) },
      undo,
    )
    const token = demo ? null : await renewSetupToken(services)
    const setupUrl = token === null ? null : `${listening}/setup#token=${token}`
    return { url: listening, setupUrl, services, close }
  } catch (error) {
    await close()
    throw error
  }
}

function storeOf({ url, folder }: ServerOptions['database'], undo: (() => void)[]): { url?: string; folder?: string } {
  if (url !== undefined) return { url }
  if (folder !== undefined) return { folder }
  const passing = mkdtempSync(join(tmpdir(), 'cupel-demo-'))
  undo.push(() => rmSync(passing, { recursive: true, force: true }))
  return { folder: passing }
}

/**
 * The origin must be known before the app is built, and with port 0 the port only after listening: so a first app finds a port.
 * Passkeys need a name, so this machine is `localhost`.
 */
async function listen(
  services: Services,
  options: ServerOptions & Pick<AppOptions, 'work' | 'index'>,
  undo: (() => Promise<unknown> | void)[],
): Promise<string> {
  const { host, port } = options
  const chosen = port === 0 ? await freePort(host) : port
  const name = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host) ? 'localhost' : host
  const origin = options.origin ?? `http://${name.includes(':') ? `[${name}]` : name}:${chosen}`
  const app: FastifyInstance = await buildApp(services, { ...options, origin })
  undo.push(() => app.close())
  await app.listen({ host, port: chosen }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' || error.code === 'EACCES' ? addressTaken(`${host}:${chosen}`, error) : error
  })
  return origin
}

async function freePort(host: string): Promise<number> {
  const { createServer } = await import('node:net')
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, host, resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
