import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Role } from '../api/permission.ts'
import type { AppOptions } from '../http/app-options.ts'
import { buildApp } from '../http/build-app.ts'
import { startSession } from '../login/session.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'

export interface TestApp {
  readonly app: FastifyInstance
  readonly services: Services
  /** Everything that was logged, one JSON text a line. */
  readonly logged: string[]
  /** Jobs that were sent. */
  readonly jobs: { readonly queue: string; readonly payload: object }[]
  /** Turns the clock. */
  advance(milliseconds: number): void
  /** A new account with these grants, and its open session. */
  person(name: string, ...grants: readonly TestGrant[]): Promise<TestPerson>
  close(): Promise<void>
}

export interface TestGrant {
  readonly role: Role
  readonly organisation?: number
  readonly team?: number
  readonly project?: number
}

export interface TestPerson {
  readonly id: number
  readonly cookie: string
  readonly csrf: string
  /** Sends a request as this person's browser. */
  send(method: InjectOptions['method'], url: string, options?: InjectOptions): Promise<LightMyRequestResponse>
}

let apps = 0

export const TEST_ORIGIN = 'http://localhost'

/** The whole HTTP side over a test database, with a clock that stands until it is turned. Answers are checked against their schemas. */
export async function openTestApp(db: Database, options: Partial<AppOptions> = {}): Promise<TestApp> {
  let time = Date.parse('2026-06-01T12:00:00Z')
  const logged: string[] = []
  const jobs: { queue: string; payload: object }[] = []
  const write = (fields: object, message: string): void => void logged.push(JSON.stringify({ ...fields, message }))
  // Repeatable, and another sequence for every app of a file.
  let counter = (apps += 1)
  const services: Services = {
    db,
    now: () => new Date(time),
    random: (bytes) => Uint8Array.from({ length: bytes }, () => (counter = (counter * 1103515245 + 12345 + bytes) % 2147483648) >> 16),
    log: { debug: write, info: write, warn: write, error: write },
    jobs: {
      send: async (queue, payload) => void jobs.push({ queue, payload }),
    },
  }
  const app = await buildApp(services, { origin: TEST_ORIGIN, strictAnswers: true, version: '0.0.0-test', ...options })
  await app.ready()
  return {
    app,
    services,
    logged,
    jobs,
    advance: (milliseconds) => void (time += milliseconds),
    person: async (name, ...grants) => personOf({ app, services }, name, grants),
    close: () => app.close(),
  }
}

async function personOf(
  { app, services }: Pick<TestApp, 'app' | 'services'>,
  name: string,
  grants: readonly TestGrant[],
): Promise<TestPerson> {
  const { db, now } = services
  const [account] = await db.query<{ id: number }>('INSERT INTO account (name, created_at) VALUES ($1, $2) RETURNING id', [name, now()])
  const id = account?.id ?? 0
  for (const { role, organisation = null, team = null, project = null } of grants)
    await db.run('INSERT INTO role_grant (account_id, role, org_id, team_id, project_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)', [
      id,
      role,
      organisation,
      team,
      project,
      now(),
    ])
  const cookie = `cupel=${await startSession(services, db, id, 'test')}`
  const { csrf } = (await app.inject({ url: '/api/v1/session', headers: { cookie } })).json<{ csrf: string }>()
  return {
    id,
    cookie,
    csrf,
    send: (method = 'GET', url, options = {}) =>
      app.inject({
        method,
        url: url.startsWith('/') ? url : `/api/v1/${url}`,
        ...options,
        headers: { cookie, 'x-csrf-token': csrf, origin: TEST_ORIGIN, ...options.headers },
      } as InjectOptions),
  }
}
