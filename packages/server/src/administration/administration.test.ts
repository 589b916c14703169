import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webhookSignature } from '../outbox/deliver.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let server: TestApp
let root: TestPerson
let orgs: ReadonlyMap<string, number>
let projects: ReadonlyMap<string, number>
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db, { privateNetwork: true })
  ;({ orgs, projects } = await seedPortfolio(db, {
    projects: { 'shop/front/web': ['a@1'], 'shop/back/api': ['a@1'], 'shop//cron': ['a@1'], 'bank/core/ledger': ['a@1'] },
    vulnerabilities: [],
  }))
  root = await server.person('Root', { role: 'admin' })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

const shop = (): number => orgs.get('shop') ?? 0
const seen = async (person: TestPerson): Promise<string[]> =>
  (await person.send('GET', 'projects?sort=name')).json<{ items: { slug: string }[] }>().items.map(({ slug }) => slug)
const idOf = (answer: { json(): unknown }): number => (answer.json() as { id: number }).id

describe('grants', () => {
  test('of an organisation, a team with those below it, and a project show their projects and no others', async () => {
    const [front] = await db.query<{ id: number }>("SELECT id FROM team WHERE slug = 'front'")
    const [back] = await db.query<{ id: number }>("SELECT id FROM team WHERE slug = 'back'")
    expect(await seen(root)).toEqual(['api', 'cron', 'ledger', 'web'])
    expect(await seen(await server.person('Org', { role: 'viewer', organisation: shop() }))).toEqual(['api', 'cron', 'web'])
    const member = await server.person('Team', { role: 'viewer', team: front?.id ?? 0 })
    expect(await seen(member)).toEqual(['web'])
    await root.send('PATCH', `teams/${back?.id}`, { payload: { parent: front?.id } })
    expect(await seen(member)).toEqual(['api', 'web'])
    await root.send('PATCH', `teams/${back?.id}`, { payload: { parent: null } })
    expect(await seen(member)).toEqual(['web'])
    expect(
      await seen(
        await server.person(
          'One',
          { role: 'viewer', project: projects.get('bank/core/ledger') ?? 0 },
          { role: 'viewer', team: front?.id ?? 0 },
        ),
      ),
    ).toEqual(['ledger', 'web'])
    expect((await (await server.person('None')).send('GET', 'projects')).statusCode).toBe(403)
  })

  test('a role in one place is none in another', async () => {
    const person = await server.person(
      'Mixed',
      { role: 'viewer', organisation: shop() },
      { role: 'maintainer', project: projects.get('shop/front/web') ?? 0 },
    )
    const change = async (path: string): Promise<number> =>
      (await person.send('PATCH', `projects/${projects.get(path)}`, { payload: { description: 'x' } })).statusCode
    expect([await change('shop/front/web'), await change('shop/back/api'), await change('bank/core/ledger')]).toEqual([200, 403, 404])
  })

  test('are given and taken, each seen at the next request; the last administrator stays', async () => {
    const person = await server.person('New')
    const account = (await root.send('POST', 'grants', { payload: { account: person.id, role: 'triager', organisation: 'shop' } })).json<{
      grants: { id: number; role: string; organisation: string }[]
    }>()
    expect(account.grants).toMatchObject([{ role: 'triager', organisation: 'shop', team: null, project: null }])
    expect(await seen(person)).toEqual(['api', 'cron', 'web'])
    expect((await root.send('DELETE', `grants/${account.grants[0]?.id}`)).statusCode).toBe(204)
    expect((await person.send('GET', 'projects')).statusCode).toBe(403)
    expect((await root.send('POST', 'grants', { payload: { account: person.id, role: 'king' } })).json()).toMatchObject({ status: 400 })
    const [own] = await db.query<{ id: number }>('SELECT id FROM role_grant WHERE account_id = $1', [root.id])
    expect((await root.send('DELETE', `grants/${own?.id}`)).json()).toMatchObject({
      status: 409,
      type: 'urn:cupel:problem:last-administrator',
    })
    expect((await root.send('GET', 'organisations')).statusCode).toBe(200)
  })

  test('who administers one organisation sees and gives there only', async () => {
    const local = await server.person('Local', { role: 'admin', organisation: shop() })
    const names = (await local.send('GET', 'accounts')).json<{ items: { name: string }[] }>().items.map(({ name }) => name)
    expect(names).toContain('Org')
    expect(names).not.toContain('Root')
    const made = await local.send('POST', 'accounts', { payload: { name: 'Intern', role: 'viewer', organisation: 'shop' } })
    expect(made.statusCode).toBe(201)
    expect((await local.send('GET', 'system')).statusCode).toBe(403)
    expect((await local.send('POST', `accounts/${local.id}/invitation`)).statusCode).toBe(403)
  })
})

describe('tokens', () => {
  test('are shown once, carry at most the rights of their maker, and end', async () => {
    const person = await server.person('Maker', { role: 'maintainer', organisation: shop() })
    const create = (payload: object) => person.send('POST', 'tokens', { payload: { name: 'ci', days: 1, ...payload } })
    expect((await create({ scopes: ['admin:write'] })).statusCode).toBe(400)
    expect((await create({ scopes: ['audit:read'] })).statusCode).toBe(400)
    const made = (await create({ scopes: ['portfolio:read', 'token:self'], project: projects.get('shop/front/web') })).json<{
      id: number
      token: string
      prefix: string
    }>()
    expect(made.token).toMatch(/^cupel_[\w-]{49}$/)
    expect(made.token.startsWith(made.prefix)).toBe(true)
    const list = await person.send('GET', 'tokens')
    expect([list.json<{ items: object[] }>().items.length, list.body.includes(made.token)]).toEqual([1, false])
    const use = (url: string, method: 'GET' | 'POST' = 'GET', payload?: object) =>
      server.app.inject({
        method,
        url: `/api/v1/${url}`,
        headers: { authorization: `Bearer ${made.token}` },
        ...(payload === undefined ? {} : { payload }),
      })
    expect((await use('projects')).json<{ items: object[] }>().items).toMatchObject([{ slug: 'web' }])
    expect((await use('tokens', 'POST', { name: 'more', scopes: ['portfolio:read'], days: 365 })).statusCode).toBe(403)
    // Rights that are taken from the person are taken from the token.
    await db.run('DELETE FROM role_grant WHERE account_id = $1', [person.id])
    expect((await use('projects')).statusCode).toBe(403)
    await db.run("INSERT INTO role_grant (account_id, role, org_id, created_at) VALUES ($1, 'viewer', $2, now())", [person.id, shop()])
    expect((await use('projects')).statusCode).toBe(200)
    expect((await person.send('DELETE', `tokens/${made.id}`)).statusCode).toBe(204)
    expect((await use('projects')).statusCode).toBe(401)
    expect(JSON.stringify(await db.query('SELECT * FROM audit'))).not.toContain(made.token)
    expect(server.logged.join('\n')).not.toContain(made.token)
  })
})

describe('webhooks', () => {
  test('have a secret that is shown once, and can be tried out', async () => {
    const heard: { headers: Record<string, unknown>; body: string }[] = []
    const listener = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => {
        heard.push({ headers: request.headers, body })
        response.writeHead(request.url === '/bad' ? 500 : 204).end()
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
    const made = (
      await root.send('POST', 'webhooks', {
        payload: { organisation: 'shop', url: `${address}/good`, kinds: ['finding.opened'], condition: 'event.severity == "critical"' },
      })
    ).json<{ id: number; secret: string }>()
    expect((await root.send('GET', 'webhooks')).body).not.toContain(made.secret)
    expect((await root.send('POST', `webhooks/${made.id}/test`)).json()).toEqual({ reached: true, status: 204, reason: '' })
    const [first] = heard
    const time = Math.floor(server.services.now().getTime() / 1000)
    expect(first?.headers['cupel-signature']).toBe(webhookSignature(made.secret, time, first?.body ?? ''))
    expect((await root.send('PATCH', `webhooks/${made.id}`, { payload: { url: `${address}/bad` } })).statusCode).toBe(200)
    expect((await root.send('POST', `webhooks/${made.id}/test`)).json()).toMatchObject({ reached: false, status: 500 })
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
    expect((await root.send('POST', `webhooks/${made.id}/test`)).json()).toMatchObject({ reached: false, status: null })
    expect((await root.send('GET', `webhooks/${made.id}/deliveries`)).json()).toMatchObject({ items: [] })
    for (const wrong of [{ condition: 'event.' }, { kinds: ['no kind!'] }, { url: 'ftp://x.example' }])
      expect((await root.send('PATCH', `webhooks/${made.id}`, { payload: wrong })).statusCode).toBe(400)
    expect((await root.send('DELETE', `webhooks/${made.id}`)).statusCode).toBe(204)
  })
})

describe('sources', () => {
  test('are repositories at public addresses; folders are for administrators of the server', async () => {
    const closed = await openTestApp(db)
    const person = await closed.person('Src', { role: 'maintainer', organisation: shop() })
    const project = projects.get('shop/front/web')
    const create = async (payload: object, by = person) =>
      (await by.send('POST', 'sources', { payload: { project, kind: 'git', ...payload } })).statusCode
    for (const location of [
      '/etc',
      'file:///etc',
      'ssh://git@x.example/a',
      'git@x.example:a',
      'ext::sh -c id',
      'http://x.example/a',
      'https://localhost.localdomain@127.0.0.1/a',
      'https://192.168.1.1/a',
      '--upload-pack=x',
    ])
      expect([location, await create({ location })]).toEqual([location, 400])
    for (const ref of ['--x', 'a b', 'a..b', '$(id)'])
      expect([ref, await create({ location: 'https://x.example/a', ref })]).toEqual([ref, 400])
    expect(await create({ kind: 'folder', location: '/srv/code' })).toBe(403)
    const admin = await closed.person('Adm', { role: 'admin' })
    expect(await create({ kind: 'folder', location: '/srv/code' }, admin)).toBe(201)
    expect(await create({ kind: 'folder', location: '/srv/../etc' }, admin)).toBe(400)
    const made = await person.send('POST', 'sources', {
      payload: { project, kind: 'git', location: 'https://x.example/a', everyMinutes: 60 },
    })
    expect(made.json()).toMatchObject({ project: { slug: 'web' }, everyMinutes: 60, enabled: true, attempted: null })
    expect((await person.send('PATCH', `sources/${idOf(made)}`, { payload: { enabled: false } })).json()).toMatchObject({ enabled: false })
    expect((await person.send('GET', `sources?project=${project}`)).json<{ items: object[] }>().items).toHaveLength(2)
    expect((await person.send('DELETE', `sources/${idOf(made)}`)).statusCode).toBe(204)
    await closed.close()
  })
})

describe('news', () => {
  test('subscriptions and notifications are each person’s own', async () => {
    const [ann, bob] = [
      await server.person('Ann', { role: 'viewer', organisation: shop() }),
      await server.person('Bob', { role: 'viewer', organisation: shop() }),
    ]
    const made = await ann.send('POST', 'subscriptions', {
      payload: { kinds: ['finding.opened'], minSeverity: 'high', project: projects.get('shop/front/web') },
    })
    expect(made.json()).toMatchObject({ kinds: ['finding.opened'], minSeverity: 'high', project: { slug: 'web' } })
    const [held] = await db.query<{ id: number; name: string }>('SELECT id, name FROM package ORDER BY id LIMIT 1')
    const watched = await ann.send('POST', 'subscriptions', { payload: { kinds: ['*'], package: held?.id } })
    expect(watched.json()).toMatchObject({ project: null, package: { id: held?.id, name: held?.name } })
    expect((await bob.send('DELETE', `subscriptions/${idOf(made)}`)).statusCode).toBe(404)
    const [event] = await db.query<{ id: number }>(
      `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause) VALUES ($1, 'finding.opened', $2, $3, '{"text":"it came"}', 'n1') RETURNING id`,
      [server.services.now(), shop(), projects.get('shop/front/web')],
    )
    await db.run('INSERT INTO notification (account_id, outbox_id) VALUES ($1, $2)', [ann.id, event?.id])
    const { items } = (await ann.send('GET', 'notifications')).json<{ items: { id: number; read: string | null }[] }>()
    expect(items).toMatchObject([{ text: 'it came', project: { slug: 'web' }, vulnerability: null, read: null }])
    await bob.send('POST', 'notifications/read', { payload: { ids: items.map(({ id }) => id) } })
    expect((await ann.send('GET', 'notifications')).json()).toMatchObject({ items: [{ read: null }] })
    await ann.send('POST', 'notifications/read', { payload: { ids: items.map(({ id }) => id) } })
    expect((await ann.send('GET', 'notifications')).json<{ items: { read: string | null }[] }>().items[0]?.read).not.toBe(null)
    expect((await ann.send('DELETE', `subscriptions/${idOf(made)}`)).statusCode).toBe(204)
  })
})

describe('lists', () => {
  test('are paged by cursor without a row twice or none, and a cursor of another list or made up is refused', async () => {
    for (let n = 0; n < 7; n += 1) await root.send('POST', 'organisations', { payload: { slug: `org-${n}`, name: 'x' } })
    const all: number[] = []
    let cursor = ''
    do {
      const page = (await root.send('GET', `organisations?limit=2${cursor}`)).json<{
        items: { id: number }[]
        next: string | null
        total: { count: number }
      }>()
      expect(page.total.count).toBe(9)
      all.push(...page.items.map(({ id }) => id))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect([all.length, new Set(all).size]).toEqual([9, 9])
    const { next } = (await root.send('GET', 'organisations?limit=1')).json<{ next: string }>()
    for (const wrong of [
      `teams?cursor=${next}`,
      `organisations?cursor=${next.slice(1)}`,
      'organisations?cursor=x',
      `organisations?cursor=${next}A`,
    ])
      expect([wrong, (await root.send('GET', wrong)).statusCode]).toEqual([wrong, 400])
  })
})

test('the system tells of itself, and of background work that was put aside', async () => {
  expect((await root.send('GET', 'system')).json()).toMatchObject({
    engine: db.engine,
    projects: 4,
    index: { kind: 'none' },
    queues: [],
    backup: { last: null },
  })
  const retried: string[] = []
  const aside = [{ id: 'j1', queue: 'ingest', payload: {}, attempts: 3, reason: 'it was no SBOM', since: server.services.now() }]
  const work = {
    aside: async () => aside,
    counts: async () => [{ queue: 'ingest', waiting: 1, running: 2, aside: 3, oldestSeconds: 4 }],
    retryAside: async (queue: string, id: string) => queue === 'ingest' && id === 'j1' && retried.push(id) > 0,
  }
  const busy = await openTestApp(db, { work })
  const admin = await busy.person('Op', { role: 'admin' })
  expect((await admin.send('GET', 'system')).json()).toMatchObject({ queues: [{ name: 'ingest', waiting: 1, running: 2, failed: 3 }] })
  expect((await admin.send('GET', 'system/failed-jobs')).json()).toMatchObject({
    items: [{ id: 'j1', reason: 'it was no SBOM', attempts: 3 }],
  })
  expect((await admin.send('POST', 'system/failed-jobs/ingest/none/retry')).statusCode).toBe(404)
  expect((await admin.send('POST', 'system/failed-jobs/ingest/j1/retry')).json()).toEqual({ done: true })
  expect(retried).toEqual(['j1'])
  await busy.close()
})
