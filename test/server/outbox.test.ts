import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { deliver, MAX_ATTEMPTS, webhookSignature } from '../../packages/server/src/outbox/deliver.ts'
import { tellEvents } from '../../packages/server/src/outbox/tell-events.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop
let org: number
let server: Server
let answer = 200
let received: { readonly headers: IncomingHttpHeaders; readonly body: Record<string, unknown>; readonly text: string }[] = []
let url: string
let next = 0
const HIGH = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }] }

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { nothing: [{ introduced: '0' }] }) } })
  org = await shop.organisation('news')
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      received.push({ headers: request.headers, body: JSON.parse(text) as Record<string, unknown>, text })
      response.writeHead(answer, answer === 302 ? { location: url } : {}).end()
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
})
beforeEach(async () => {
  received = []
  answer = 200
  await shop.db.run('DELETE FROM webhook')
  await shop.db.run('DELETE FROM subscription')
  await shop.db.run('UPDATE outbox SET told = true')
})
afterAll(async () => {
  server.close()
  await shop.close()
})

async function account(name: string, grant: { org?: number; project?: number } | null): Promise<number> {
  const [row] = await shop.db.query<{ id: number }>('INSERT INTO account (name, created_at) VALUES ($1, $2) RETURNING id', [
    name,
    shop.services.now(),
  ])
  if (grant !== null)
    await shop.db.run('INSERT INTO role_grant (account_id, role, org_id, project_id, created_at) VALUES ($1, $2, $3, $4, $5)', [
      row!.id,
      'viewer',
      grant.org ?? null,
      grant.project ?? null,
      shop.services.now(),
    ])
  await shop.db.run(`INSERT INTO subscription (account_id, kinds, min_severity, created_at) VALUES ($1, '{*}', 'medium', $2)`, [
    row!.id,
    shop.services.now(),
  ])
  return row!.id
}

async function webhook(condition = '', kinds = ['finding.opened']): Promise<number> {
  const [row] = await shop.db.query<{ id: number }>(
    `INSERT INTO webhook (org_id, url, secret, kinds, condition, created_at) VALUES ($1, $2, 'hush', $3, $4, $5) RETURNING id`,
    [org, url, kinds, condition, shop.services.now()],
  )
  return row!.id
}

/** Some projects that have a package, and a record that turns up about it. */
async function outbreak(projects: number, more: object = HIGH): Promise<readonly number[]> {
  const name = `pkg${next++}`
  const ids: number[] = []
  for (let at = 0; at < projects; at++) {
    const id = await shop.project(org, `${name}-${at}`)
    ids.push(id)
    await shop.upload(id, npmBom([`${name}@1.0.0`]))
  }
  await shop.db.run('UPDATE outbox SET told = true')
  shop.turn(1000)
  await upsertAdvisory(shop.services, npmRecord(`GHSA-${name}`, { [name]: [{ introduced: '0' }] }, more as Record<string, unknown>), {
    orgId: null,
    index: shop.services.advisories.current(),
  })
  return ids
}

const tell = (): Promise<number> => tellEvents(shop.services, new AbortController().signal)

async function told(id: number): Promise<readonly object[]> {
  return shop.db.query(
    `SELECT o.kind, n.events FROM notification n JOIN outbox o ON o.id = n.outbox_id WHERE n.account_id = $1 ORDER BY n.id`,
    [id],
  )
}

test('one message a problem, whoever may see how many of its projects', async () => {
  const everybody = await account('org', { org })
  const projects = await outbreak(5)
  const one = await account('one', { project: projects[2]! })
  const nobody = await account('nobody', null)
  expect(await tell()).toBe(5)
  expect(await told(everybody)).toEqual([{ kind: 'finding.opened', events: 5 }])
  expect(await told(one)).toEqual([{ kind: 'finding.opened', events: 1 }])
  expect(await told(nobody)).toEqual([])
  expect(await tell()).toBe(0)
  expect(await told(everybody)).toHaveLength(1)
})

test('what is below the wished severity is not told', async () => {
  const id = await account('severe', { org })
  await outbreak(1, { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L' }] })
  await tell()
  expect(await told(id)).toEqual([])
})

test('the problems that one picture brings are one message, and the next picture’s join it', async () => {
  const id = await account('picture', { org })
  const [project] = await outbreak(1)
  await shop.db.run('UPDATE outbox SET told = true')
  const names = ['x', 'y', 'z']
  const index = shop.services.advisories.current()
  for (const name of names)
    await upsertAdvisory(shop.services, npmRecord(`GHSA-pic-${name}`, { [`pic-${name}`]: [{ introduced: '0' }] }, HIGH), {
      orgId: null,
      index,
    })
  shop.turn(1000)
  await shop.upload(project!, npmBom(['pic-x@1.0.0', 'pic-y@1.0.0']))
  await tell()
  const opened = async () => (await told(id)).filter((row) => (row as { kind: string }).kind === 'finding.opened')
  expect(await opened()).toEqual([{ kind: 'finding.opened', events: 2 }])
  shop.turn(60_000)
  await shop.upload(project!, npmBom(['pic-x@1.0.0', 'pic-y@1.0.0', 'pic-z@1.0.0']))
  await tell()
  expect(await opened()).toEqual([{ kind: 'finding.opened', events: 3 }])
})

async function deliveries(
  id: number,
): Promise<readonly { state: string; attempts: number; status: number | null; reason: string; outbox_id: number }[]> {
  return shop.db.query('SELECT state, attempts, status, reason, outbox_id::int4 AS outbox_id FROM delivery WHERE webhook_id = $1', [id])
}

test('a webhook gets one signed message about all projects, once', async () => {
  const id = await webhook()
  await outbreak(3)
  await tell()
  const [row] = await deliveries(id)
  expect(shop.jobs.filter(({ queue }) => queue === 'deliver-event').at(-1)?.payload).toEqual({ webhook: id, event: row!.outbox_id })
  await deliver(shop.services, { webhook: id, event: row!.outbox_id })
  await deliver(shop.services, { webhook: id, event: row!.outbox_id })
  expect(received).toHaveLength(1)
  const [{ headers, body, text }] = received as [(typeof received)[0]]
  expect(body).toMatchObject({ kind: 'finding.opened', organisation: 'news', vulnerability: { severity: 'high' }, truncated: false })
  expect(body['projects']).toHaveLength(3)
  const time = shop.services.now().getTime() / 1000
  expect(headers).toMatchObject({
    'cupel-event': 'finding.opened',
    'cupel-delivery': `${id}-${row!.outbox_id}`,
    'cupel-signature': webhookSignature('hush', time, text),
  })
  expect(await deliveries(id)).toMatchObject([{ state: 'sent', attempts: 1, status: 200 }])
})

test.each([
  ['lets through', 'event.vulnerability.severity == "high" && event.count > 1', 1],
  ['keeps back', 'event.vulnerability.exploited', 0],
  ['fails', 'event.nothing.at.all', 0],
])('a condition that %s', async (_, condition, count) => {
  const id = await webhook(condition)
  await outbreak(2)
  await tell()
  expect(await deliveries(id)).toHaveLength(count)
})

test.each([
  [500, 'it answered 500'],
  [302, 'it answered with a redirect, which is not followed'],
])('an answer %i is tried again, then given up', async (status, reason) => {
  const id = await webhook()
  await outbreak(1)
  await tell()
  const [row] = await deliveries(id)
  answer = status
  const pauses: number[] = []
  for (let at = 1; at <= MAX_ATTEMPTS; at++) {
    const before = shop.jobs.length
    await deliver(shop.services, { webhook: id, event: row!.outbox_id })
    pauses.push(shop.jobs.length - before)
  }
  expect(await deliveries(id)).toMatchObject([{ state: 'failed', attempts: MAX_ATTEMPTS, status, reason }])
  expect(pauses).toEqual([...Array.from({ length: MAX_ATTEMPTS - 1 }, () => 1), 0])
  expect(received).toHaveLength(MAX_ATTEMPTS)
})

test.each([
  'http://127.0.0.1:1/',
  'https://127.0.0.1/',
  'https://localhost/',
  'https://[::1]/',
  'https://169.254.169.254/latest',
  'https://10.0.0.1/',
  'https://[::ffff:10.0.0.1]/',
  'https://0x7f000001/',
])('nothing is sent to %s where private networks are not allowed', async (address) => {
  const id = await webhook()
  await shop.db.run('UPDATE webhook SET url = $2 WHERE id = $1', [id, address])
  await outbreak(1)
  await tell()
  const [row] = await deliveries(id)
  await deliver({ ...shop.services, network: { privateNetwork: false, offline: false } }, { webhook: id, event: row!.outbox_id })
  expect(await deliveries(id)).toMatchObject([{ state: 'failed', attempts: 1, status: null }])
  expect((await deliveries(id))[0]?.reason).toMatch(/private network|https/)
  expect(received).toEqual([])
})

test('what the VEX of a project decides about a new problem is told to nobody', async () => {
  const id = await account('vexed', { org })
  const project = await shop.project(org, 'vexed')
  await shop.upload(project, npmBom(['vexed@1.0.0']))
  const statement = {
    vulnerability: { name: 'GHSA-vexed' },
    products: [{ '@id': 'pkg:npm/vexed@1.0.0' }],
    status: 'not_affected',
    justification: 'component_not_present',
  }
  await shop.upload(project, {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'urn:v',
    author: 'us',
    timestamp: '2026-02-01T00:00:00Z',
    version: 1,
    statements: [statement],
  })
  await shop.db.run('UPDATE outbox SET told = true')
  shop.turn(1000)
  await upsertAdvisory(shop.services, npmRecord('GHSA-vexed', { vexed: [{ introduced: '0' }] }, HIGH), {
    orgId: null,
    index: shop.services.advisories.current(),
  })
  await tell()
  expect(await told(id)).toEqual([])
})

test('how bad it is, is told by the records that mean the version', async () => {
  const LOW = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N' }] }
  const wide = [{ introduced: '0' }]
  const old = [{ introduced: '0' }, { fixed: '2.0.0' }]
  await shop.sync({
    npm: {
      'GHSA-LOW': npmRecord('GHSA-LOW', { twofold: wide }, { aliases: ['CVE-2026-77'], ...LOW }),
      'PYSEC-HIGH': npmRecord('PYSEC-HIGH', { twofold: old }, { aliases: ['CVE-2026-77'], ...HIGH }),
    },
  })
  const ann = await account('Twofold', { org })
  await webhook(`event.vulnerability.severity in ['high', 'critical']`)
  const [first, second] = [await shop.project(org, 'twofold-1'), await shop.project(org, 'twofold-2')]
  for (const project of [first, second]) await shop.upload(project, npmBom(['calm@1.0.0']))
  await shop.upload(first, npmBom(['twofold@1.0.0']))
  await shop.upload(second, npmBom(['twofold@3.0.0']))
  const texts = await shop.db.query<{ text: string }>(
    `SELECT payload->>'text' AS text FROM outbox WHERE kind = 'finding.opened' AND project_id = ANY($1::int4[]) ORDER BY id`,
    [[first, second]],
  )
  expect(texts.map(({ text }) => text)).toEqual([
    expect.stringMatching(/\((high|critical)\) came with pkg:npm\/twofold@1\.0\.0/),
    expect.stringMatching(/\(low\) came with pkg:npm\/twofold@3\.0\.0/),
  ])
  await tellEvents(shop.services, new AbortController().signal)
  const told = await shop.db.query<{ project_id: number }>(
    `SELECT e.project_id FROM notification n JOIN outbox e ON e.id = n.outbox_id WHERE n.account_id = $1 AND e.kind = 'finding.opened'`,
    [ann],
  )
  expect(told).toEqual([{ project_id: first }])
  const deliveries = await shop.db.query<{ project_id: number }>(
    'SELECT e.project_id FROM delivery d JOIN outbox e ON e.id = d.outbox_id WHERE e.project_id = ANY($1::int4[])',
    [[first, second]],
  )
  expect(deliveries).toEqual([{ project_id: first }])
})

test('what VEX decides for one of several versions is told for the others', async () => {
  const id = await account('half-vexed', { org })
  const project = await shop.project(org, 'half-vexed')
  await shop.upload(project, npmBom(['half@1.0.0', 'half@2.0.0']))
  await shop.upload(project, {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'urn:half',
    author: 'us',
    timestamp: '2026-02-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'GHSA-half' },
        products: [{ '@id': 'pkg:npm/half@1.0.0' }],
        status: 'not_affected',
        justification: 'component_not_present',
      },
    ],
  })
  await shop.db.run('UPDATE outbox SET told = true')
  shop.turn(1000)
  await upsertAdvisory(shop.services, npmRecord('GHSA-half', { half: [{ introduced: '0' }] }, HIGH), {
    orgId: null,
    index: shop.services.advisories.current(),
  })
  await tell()
  expect(await told(id)).toHaveLength(1)
})
