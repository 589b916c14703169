import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_BASE } from '../api/api-base.ts'
import type { Route } from '../api/route.ts'
import { newTokenText } from '../login/api-token-text.ts'
import { secretDigest } from '../login/secret.ts'
import { ROUTES } from '../routes.gen.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

/** Everything of the organisation `hidden` has this in its name. */
const MARK = 'hidden'

let db: Database
let server: TestApp
/** Administers the organisation `beta` and nothing else, as person, and through a token for it. */
let outsider: TestPerson
let authorization: string
let ids: Readonly<Record<string, number>>

beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
  const seeded = await seedPortfolio(db, {
    projects: {
      'hidden/hidden-team/hidden-web': ['hidden-lib@1.0.0', 'left@1.0.0'],
      'beta/beta-team/beta-web': ['right@1.0.0', 'left@1.0.0'],
    },
    vulnerabilities: [
      { shown: 'OSV-HIDDEN-1', severity: 'critical', affects: ['hidden-lib@1.0.0'] },
      { shown: 'OSV-HIDDEN-2', severity: 'high', affects: ['left@1.0.0'], org: 'hidden' },
      { shown: 'OSV-3', severity: 'high', affects: ['left@1.0.0'] },
    ],
  })
  const organisation = seeded.orgs.get('hidden') ?? 0
  const beta = seeded.orgs.get('beta') ?? 0
  const project = seeded.projects.get('hidden/hidden-team/hidden-web') ?? 0
  const insider = await server.person('hidden-person', { role: 'admin', organisation })
  outsider = await server.person('beta-person', { role: 'admin', organisation: beta })
  const text = newTokenText(server.services.random)
  authorization = `Bearer ${text}`
  const now = server.services.now()
  const made = async (sql: string, values: readonly unknown[]): Promise<number> =>
    Number((await db.query<{ id: number }>(`${sql} RETURNING id`, values))[0]?.id)
  await made(
    `INSERT INTO api_token (digest, prefix, name, account_id, scopes, org_id, created_at, expires_at)
     VALUES ($1, 'cupel_', 't', $2, (SELECT array_agg(x) FROM unnest($5::text[]) x), $3, $4, $4::timestamptz + interval '1 day')`,
    [
      secretDigest(text),
      outsider.id,
      beta,
      now,
      [
        'portfolio:read',
        'project:write',
        'admin:write',
        'audit:read',
        'triage:write',
        'policy:read',
        'policy:write',
        'upload:write',
        'notification:self',
        'token:self',
      ],
    ],
  )
  const [team] = await db.query<{ id: number }>("SELECT id FROM team WHERE slug = 'hidden-team'")
  const [grant] = await db.query<{ id: number }>('SELECT id FROM role_grant WHERE account_id = $1', [insider.id])
  const [pkg] = await db.query<{ id: number }>("SELECT id FROM package WHERE name = 'hidden-lib'")
  const document = await made('INSERT INTO document (digest, size, received_at) VALUES ($1, 1, $2)', [Buffer.from('hidden'), now])
  const upload = await made(
    "INSERT INTO upload (project_id, document_id, kind, name, origin, state, created_by, decides, created_at) VALUES ($1, $2, 'sbom', 'hidden.json', 'api', 'done', 'hidden', true, $3)",
    [project, document, now],
  )
  const outbox = await made(
    `INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload, cause) VALUES ($1, 'finding.opened', $2, $3, $4, '{"text":"hidden text"}', 'c1')`,
    [now, organisation, project, seeded.vulnerabilities.get('OSV-HIDDEN-1')],
  )
  ids = {
    organisation,
    project,
    outbox,
    upload,
    account: insider.id,
    team: team?.id ?? 0,
    grant: grant?.id ?? 0,
    package: pkg?.id ?? 0,
    vulnerability: seeded.vulnerabilities.get('OSV-HIDDEN-2') ?? 0,
    token: await made(
      "INSERT INTO api_token (digest, prefix, name, account_id, scopes, created_at, expires_at) VALUES ('x', 'cupel_', 'hidden', $1, '{portfolio:read}', $2, $2::timestamptz + interval '1 day')",
      [insider.id, now],
    ),
    trust: await made(
      "INSERT INTO ci_trust (org_id, name, issuer, audience, condition, scopes, created_at) VALUES ($1, 'hidden', 'https://hidden.example', 'a', 'true', '{upload:write}', $2)",
      [organisation, now],
    ),
    webhook: await made(
      "INSERT INTO webhook (org_id, url, secret, kinds, created_at) VALUES ($1, 'https://hidden.example', 'hidden', '{*}', $2)",
      [organisation, now],
    ),
    source: await made(
      "INSERT INTO source (project_id, kind, location, every_minutes, due_at) VALUES ($1, 'git', 'https://hidden.example/a', 60, $2)",
      [project, now],
    ),
    subscription: await made("INSERT INTO subscription (account_id, project_id, kinds, created_at) VALUES ($1, $2, '{*}', $3)", [
      insider.id,
      project,
      now,
    ]),
    triage: await made(
      "INSERT INTO triage (org_id, project_id, vulnerability_id, status, statement, author, source, since) VALUES ($1, $2, $3, 'affected', 'hidden', 'hidden', 'user', $4)",
      [organisation, project, seeded.vulnerabilities.get('OSV-HIDDEN-1'), now],
    ),
    notification: await made('INSERT INTO notification (account_id, outbox_id) VALUES ($1, $2)', [outsider.id, outbox]),
    exception: await made(
      "INSERT INTO policy_exception (org_id, project_id, pack, rule, owner, reason, created_at, expires_at) VALUES ($1, $2, 'hidden', 'hidden', 'hidden', 'hidden', $3, $3::timestamptz + interval '1 day')",
      [organisation, project, now],
    ),
    pack: await made(
      "INSERT INTO policy_pack (org_id, pack, title, rules, version, digest, body, origin, created_by, since) VALUES ($1, 'hidden', 'hidden', '[]', '1', 'd', 'hidden', 'own', 'hidden', $2)",
      [organisation, now],
    ),
    trustPolicy: await made(
      "INSERT INTO trust_policy (org_id, version, body, digest, created_by, since, round_since) VALUES ($1, 1, 'hidden', 'hidden', 'hidden', $2, $2)",
      [organisation, now],
    ),
  }
  await db.run("UPDATE advisory SET org_id = $1 WHERE osv_id = 'OSV-HIDDEN-2'", [organisation])
  await insider.send('POST', 'teams', { payload: { slug: 'hidden-2', name: 'hidden-2' } })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

/** What `:id` stands for, by the start of the path. */
const ID_OF: Readonly<Record<string, string>> = {
  '/components/:id': 'package',
  '/uploads/:id': 'upload',
  '/triage/:id': 'triage',
  '/policies/:id': 'pack',
  '/policy-exceptions/:id': 'exception',
}

/** The address of a thing that is there, but not for the outsider; null: the path names none. */
function elsewhere(route: Route): string | null {
  const special: Readonly<Record<string, string>> = { advisory: 'OSV-HIDDEN-2', pack: String(ids['pack']), policy: String(ids['pack']) }
  const own = ['provider', 'passkey', 'session', 'queue', 'job']
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string)
  if (names.length === 0 || names.some((name) => own.includes(name))) return null
  return `${API_BASE}${route.path.replaceAll(/:(\w+)/g, (whole, name: string) => {
    const start = Object.keys(ID_OF).find((path) => route.path.startsWith(path))
    const value = special[name] ?? (name === 'id' ? ids[ID_OF[start ?? ''] ?? ''] : ids[name])
    if (value === undefined) throw new Error(`${route.path}: say in this test what ${whole} is`)
    return String(value)
  })}`
}

/** Bodies and queries that are right, and name what is hidden. */
function payloadOf(route: Route): object {
  const bodies: Readonly<Record<string, object>> = {
    changeTeam: { name: 'x' },
    changeOrganisation: { name: 'x' },
    changeAccount: { disabled: true },
    changeSource: { enabled: false },
    changeWebhook: { enabled: false },
    changeProject: { name: 'x' },
  }
  return route.body === undefined ? {} : { payload: bodies[route.id] ?? {} }
}

const QUERIES: Readonly<Record<string, string>> = {
  getDependencyPaths: '?version=1',
  search: `?q=${MARK}`,
  compareComponents: '?package=pkg:npm/hidden-lib&package=pkg:npm/left',
}

test('what lies elsewhere does not exist: 404, for a person and for a token', async () => {
  const told: string[] = []
  let asked = 0
  for (const route of ROUTES) {
    const url = elsewhere(route)
    if (url === null) continue
    asked += 1
    const options = { method: route.method, url: `${url}${QUERIES[route.id] ?? ''}`, ...payloadOf(route) } as InjectOptions
    const raw = route.bodyKind === 'raw' ? { payload: 'x' } : {}
    const codes = [
      (await outsider.send(options.method, String(options.url), { ...options, ...raw })).statusCode,
      (await server.app.inject({ ...options, ...raw, headers: { authorization } })).statusCode,
    ]
    if (codes.some((code) => code !== 404)) told.push(`${route.id} ${codes.join(' ')}`)
  }
  console.log(`out of place: ${asked} routes asked for what is not the caller’s`)
  expect(told).toEqual([])
  // All of it is still there.
  expect((await db.query('SELECT 1 FROM webhook UNION ALL SELECT 1 FROM source UNION ALL SELECT 1 FROM ci_trust')).length).toBe(3)
})

test('no list, number or search of an outsider holds a word of it', async () => {
  const told: string[] = []
  for (const route of ROUTES) {
    if (route.method !== 'GET' || route.path.includes(':') || route.id === 'streamEvents') continue
    for (const suffix of route.list === true || route.rows !== undefined ? ['', 'format=csv'] : ['']) {
      const query = [QUERIES[route.id]?.slice(1), suffix].filter(Boolean).join('&')
      const answer = await outsider.send('GET', `${API_BASE}${route.path}${query === '' ? '' : `?${query}`}`)
      if (answer.statusCode !== 200 && answer.statusCode !== 403) told.push(`${route.id} ${answer.statusCode} ${answer.body}`)
      const text = answer.body.replaceAll('pkg:npm/hidden-lib', '').replaceAll(`"query":"${MARK}"`, '')
      if (text.toLowerCase().includes(MARK)) told.push(`${route.id}: ${answer.body.slice(0, 300)}`)
    }
  }
  expect(told).toEqual([])
})

test('and nothing can be made that points there', async () => {
  const { project, team, account, package: pkg } = ids
  const tries: readonly (readonly [string, object])[] = [
    ['sources', { project, kind: 'git', location: 'https://git.example/a' }],
    ['subscriptions', { project, kinds: ['*'] }],
    ['subscriptions', { package: pkg, kinds: ['*'] }],
    ['tokens', { name: 'x', scopes: ['portfolio:read'], days: 1, project }],
    ['tokens', { name: 'x', scopes: ['portfolio:read'], days: 1, organisation: 'hidden' }],
    ['teams', { slug: 'x', name: 'x', organisation: 'hidden' }],
    ['webhooks', { url: 'https://x.example', kinds: ['*'], organisation: 'hidden' }],
    [
      'ci-trusts',
      {
        name: 'x',
        issuer: 'https://x.example',
        audience: 'a',
        condition: 'claims.x == 1',
        scopes: ['upload:write'],
        organisation: 'hidden',
      },
    ],
    ['ci-trusts', { name: 'x', issuer: 'https://x.example', audience: 'a', condition: 'claims.x == 1', scopes: ['upload:write'], project }],
    ['grants', { account: outsider.id, role: 'admin', organisation: 'hidden' }],
    ['grants', { account: outsider.id, role: 'viewer', project }],
    ['grants', { account: outsider.id, role: 'viewer', team }],
    ['grants', { account, role: 'viewer', organisation: 'beta' }],
    ['accounts', { name: 'x', role: 'admin', organisation: 'hidden' }],
    ['projects', { slug: 'x', name: 'x', organisation: 'hidden' }],
    ['trust-policy/preview', { text: 'version = 1', organisation: 'hidden' }],
  ]
  for (const [path, payload] of tries)
    expect([path, payload, (await outsider.send('POST', path, { payload })).statusCode]).toEqual([path, payload, 404])
  expect((await outsider.send('PUT', 'trust-policy', { payload: { text: 'version = 1', organisation: 'hidden' } })).statusCode).toBe(404)
  expect((await outsider.send('DELETE', 'trust-policy?organisation=hidden')).statusCode).toBe(404)
  const server = [
    ['organisations', { slug: 'x', name: 'x' }],
    ['accounts', { name: 'x' }],
    ['grants', { account: outsider.id, role: 'admin' }],
  ] as const
  for (const [path, payload] of server) expect([path, (await outsider.send('POST', path, { payload })).statusCode]).toEqual([path, 403])
  // A team of another organisation is no parent, whether it exists or not.
  for (const parent of [team, 999_999])
    expect((await outsider.send('POST', 'teams', { payload: { slug: 'y', name: 'y', parent } })).json()).toMatchObject({
      status: 400,
      detail: 'the parent is no team of the organisation',
    })
})
