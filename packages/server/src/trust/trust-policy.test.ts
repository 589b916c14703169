import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { AdvisoryIndex } from '@cupel/advisory'
import { preAuthEncoding } from '@cupel/provenance'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verifyAudit } from '../audit/verify-audit.ts'
import { ingestUpload } from '../ingest/ingest-uploads.ts'
import verifyAttestations from '../jobs/verify-attestations.ts'
import { runEvaluation } from '../policy/run-evaluation.ts'
import { newTokenText } from '../login/api-token-text.ts'
import { secretDigest } from '../login/secret.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { osvIndex } from '../testing/osv-index.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { attestationTrust, storeAttestation } from '../ingest/store-attestation.ts'
import { judgeAttestations } from './judge-attestations.ts'
import { usableTrust } from './usable-trust.ts'

const [ada, eve] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
const NO_SIGNAL = new AbortController().signal
const HOUR = 3_600_000

let db: Database
let index: AdvisoryIndex
let app: TestApp
let author: TestPerson
let shop: number
let site: number
let acme: number
/** With which uploads are read. */
let reading: Services

beforeAll(async () => {
  db = await openTestDatabase()
  index = await osvIndex([])
})
afterAll(() => db.close())
beforeEach(async () => {
  await db.script('TRUNCATE organisation, account, document, outbox, audit CASCADE')
  const seeded = await seedPortfolio(db, { projects: { 'acme//shop': [], 'other//site': [] }, vulnerabilities: [] })
  shop = seeded.projects.get('acme//shop') as number
  site = seeded.projects.get('other//site') as number
  acme = seeded.orgs.get('acme') as number
  await db.run(`UPDATE project SET repository = 'https://git.example/acme/shop'`)
  app = await openTestApp(db)
  reading = { ...app.services, advisories: { home: null, current: () => index, close() {} } }
  author = await pol()
  return () => app.close()
})

function pol(): Promise<TestPerson> {
  return app.person('Pol', { role: 'policy-author', organisation: acme }, { role: 'maintainer', organisation: acme })
}

function policy(...keys: readonly { readonly publicKey: import('node:crypto').KeyObject }[]): string {
  const identities = keys.map(({ publicKey }, at) => {
    return `[[identity]]\nname = "k${at}"\nkind = "key"\nkey = """${String(publicKey.export({ type: 'spki', format: 'pem' }))}"""\n`
  })
  const by = keys.map((_, at) => `"k${at}"`).join(', ')
  return `version = 1\n${identities.join('')}[[rule]]\nname = "all"\nfor = ["repo:https://git.example/acme/**"]\nevidence = ["attestation"]\nby = [${by}]\n`
}

/** A statement about these artifacts, signed by a key; by nobody without one. */
function attestation(names: readonly string[], key: typeof ada | null = ada): Buffer {
  const subject = names.map((name) => ({ name, digest: { sha256: createHash('sha256').update(name).digest('hex') } }))
  const statement = { _type: 'https://in-toto.io/Statement/v1', subject, predicateType: 'https://example.org/built/v1', predicate: {} }
  const payload = Buffer.from(JSON.stringify(statement))
  if (key === null) return payload
  const type = 'application/vnd.in-toto+json'
  const sig = sign(null, preAuthEncoding(type, payload), key.privateKey).toString('base64')
  return Buffer.from(JSON.stringify({ payload: payload.toString('base64'), payloadType: type, signatures: [{ keyid: '', sig }] }))
}

async function upload(bytes: Buffer, by = author, project = shop): Promise<void> {
  const answer = await by.send('POST', `projects/${project}/uploads`, {
    payload: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(answer.statusCode).toBe(202)
  await ingestUpload(reading, { upload: answer.json<{ id: number }>().id })
}

async function set(text: string, version = 0, by = author) {
  return by.send('PUT', 'trust-policy', { payload: { text }, headers: version === 0 ? {} : { 'if-match': `"${version}"` } })
}

async function settled(services: Services = app.services): Promise<void> {
  await verifyAttestations.run(services, {}, NO_SIGNAL)
  await runEvaluation(services, NO_SIGNAL)
}

async function outcomes(at?: string, by = author, project = shop): Promise<readonly string[]> {
  const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`
  const { items } = (await by.send('GET', `projects/${project}/provenance${query}`)).json<{
    items: { outcome: string; reason: string }[]
  }>()
  return items.map(({ outcome, reason }) => `${outcome}${reason === '' ? '' : `: ${reason}`}`)
}

async function rule(): Promise<string> {
  const [row] = await db.query<{ outcome: string }>('SELECT outcome FROM policy_result WHERE until IS NULL')
  return row?.outcome ?? 'none'
}

async function news(): Promise<readonly string[]> {
  const rows = await db.query<{ text: string }>(`SELECT payload->>'text' AS text FROM outbox WHERE kind = 'policy.changed' ORDER BY id`)
  return rows.map(({ text }) => text)
}

const PACK = `policy: 1
id: own
title: Own
version: 1.0.0
model: ">=1.0 <2.0"
rules:
  - id: proven
    title: Everything is proven
    severity: high
    subject: project
    assert: project.provenance.all(p, p.verified)
    message: it is not
    remediation: Sign it.
`

test('an attestation is verified by the policy of its organisation, and again by every policy after it', async () => {
  expect((await author.send('POST', 'policies', { payload: { body: PACK } })).statusCode).toBe(201)
  await upload(attestation(['app.tgz']))
  await settled()
  expect(await outcomes()).toEqual(['unverified: no trust policy is set, so nobody is trusted'])
  expect(await rule()).toBe('unknown')
  const times = [app.services.now().toISOString()]

  app.advance(HOUR)
  const answer = await set(policy(ada))
  expect([answer.statusCode, answer.headers['etag']]).toEqual([200, '"1"'])
  // Between the change and the job nothing counts.
  expect(await outcomes()).toEqual(['unverified: it waits to be verified by the present trust policy'])
  expect((await author.send('GET', 'trust-policy')).json()).toMatchObject({ version: 1, attestations: { unverified: 1, waiting: 1 } })
  expect((await author.send('GET', `projects/${shop}/verdict`)).json()).toMatchObject({ pending: true })
  app.advance(1000)
  await settled()
  expect(await outcomes()).toEqual(['verified'])
  expect(await rule()).toBe('pass')
  expect((await author.send('GET', 'overview')).json()).toMatchObject({ withProvenance: 1 })
  times.push(app.services.now().toISOString())

  app.advance(HOUR)
  expect((await set(policy(eve), 1)).statusCode).toBe(200)
  app.advance(1000)
  await settled()
  await settled()
  expect((await outcomes())[0]).toMatch(/^refused: No signature of the envelope verifies with a given key/)
  expect(await rule()).toBe('fail')
  expect(await news()).toEqual(['own/proven is pass, was unknown', 'attestations no longer verified: 1', 'own/proven is fail, was pass'])
  expect((await author.send('GET', 'overview')).json()).toMatchObject({ withProvenance: 0 })
  times.push(app.services.now().toISOString())

  app.advance(HOUR)
  expect((await author.send('DELETE', 'trust-policy', { headers: { 'if-match': '"2"' } })).statusCode).toBe(204)
  app.advance(1000)
  await settled()
  expect(await outcomes()).toEqual(['unverified: no trust policy is set, so nobody is trusted'])
  expect(await rule()).toBe('unknown')

  // What held on a day is what was known then.
  const then = await Promise.all(times.map((at) => outcomes(at)))
  expect(then.map(([first]) => first?.split(':')[0])).toEqual(['unverified', 'verified', 'refused'])
  const page = (await author.send('GET', 'trust-policies')).json<{ items: { id: number; version: number; removed: boolean }[] }>()
  expect(page.items.map(({ version, removed }) => [version, removed])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ])
  const text = await author.send('GET', `trust-policies/${page.items[2]?.id}/text`)
  expect(text.body).toBe(policy(ada))
  const audit = await db.query<{ action: string; detail: object }>(
    `SELECT action, detail FROM audit WHERE action LIKE 'trust%' ORDER BY seq`,
  )
  expect(audit).toMatchObject([
    { action: 'trust-policy.set', detail: { version: 1, added: ['identity k0', 'rule all'], removed: [], changed: [] } },
    { action: 'trust-policy.set', detail: { version: 2, added: [], removed: [], changed: ['identity k0'] } },
    { action: 'trust-policy.remove', detail: { version: 3, removed: ['identity k0', 'rule all'] } },
  ])
  expect(await verifyAudit(db)).toMatchObject({ whole: true })
})

test('what no longer holds is told by whatever clock it was verified', async () => {
  await set(policy(ada))
  await upload(attestation(['app.tgz']))
  await settled()
  expect(await outcomes()).toEqual(['verified'])
  app.advance(-HOUR)
  await set(policy(eve), 1)
  await settled()
  await settled()
  expect(await news()).toEqual(['attestations no longer verified: 1'])
})

test('the policy of another organisation has no influence, nor does it see anything', async () => {
  const [other] = await db.query<{ id: number }>("SELECT id FROM organisation WHERE slug = 'other'")
  const stranger = await app.person('Str', { role: 'admin', organisation: other?.id ?? 0 })
  expect((await set(policy(ada), 0, stranger)).statusCode).toBe(200)
  await settled()
  await upload(attestation(['app.tgz']))
  await settled()
  expect(await outcomes()).toEqual(['unverified: no trust policy is set, so nobody is trusted'])
  await upload(attestation(['app.tgz']), stranger, site)
  expect(await outcomes(undefined, stranger, site)).toEqual(['verified'])
  expect((await stranger.send('POST', 'trust-policy/preview', { payload: { text: policy(ada) } })).json()).toMatchObject({
    kept: { count: 1 },
    asked: 1,
  })
  expect((await author.send('GET', 'trust-policies')).json()).toMatchObject({ items: [] })
  expect((await author.send('GET', 'trust-policy?organisation=other')).statusCode).toBe(404)
})

test('a change that was made on what is no longer there is refused, also when two are made at once', async () => {
  expect((await set(policy(ada), 7)).statusCode).toBe(412)
  expect((await set(policy(ada))).statusCode).toBe(200)
  expect((await set(policy(eve))).statusCode).toBe(412)
  expect((await author.send('DELETE', 'trust-policy')).statusCode).toBe(412)
  const both = await Promise.all([set(policy(eve), 1), set(policy(ada, eve), 1)])
  expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 412])
  // The same text is no change.
  const { version, text } = (await author.send('GET', 'trust-policy')).json<{ version: number; text: string }>()
  expect((await set(text, version)).json()).toMatchObject({ version: 2 })
  // A verdict by a policy that was replaced while it was reached is not kept.
  const place = { projectId: shop, documentId: 0, uploadId: 0 }
  const trust = { ...(await attestationTrust(app.services, place)), policy: 1 }
  expect(await storeAttestation(app.services, place, { judged: [], trust })).toBe(false)
})

test('who may: policy authors and administrators, and no triager, maintainer or CI job', async () => {
  for (const [role, status] of [
    ['triager', 403],
    ['maintainer', 403],
    ['viewer', 403],
    ['auditor', 403],
    ['admin', 200],
  ] as const) {
    const person = await app.person(role, { role, organisation: acme })
    expect([role, (await set(policy(ada), 0, person)).statusCode]).toEqual([role, status])
  }
  // A grant for one project is none for the organisation.
  const narrow = await app.person('Nar', { role: 'policy-author', project: shop })
  expect((await set(policy(eve), 1, narrow)).statusCode).toBe(403)
})

test('a CI job may not, whatever it may do else', async () => {
  const token = newTokenText(app.services.random)
  await db.run(
    `INSERT INTO api_token (digest, prefix, name, scopes, org_id, created_at, expires_at)
     VALUES ($1, 'cupel_', 'ci', '{policy:read,policy:write,upload:write}', $2, $3, $3::timestamptz + interval '1 hour')`,
    [secretDigest(token), acme, app.services.now()],
  )
  const headers = { authorization: `Bearer ${token}` }
  expect((await app.app.inject({ url: '/api/v1/trust-policy', headers })).statusCode).toBe(200)
  for (const [method, url] of [
    ['PUT', 'trust-policy'],
    ['POST', 'trust-policy/preview'],
  ] as const) {
    const answer = await app.app.inject({ method, url: `/api/v1/${url}`, headers, payload: { text: policy(eve) } })
    expect([url, answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([url, 403, 'a CI job may not say whom to trust'])
  }
  expect((await app.app.inject({ method: 'DELETE', url: '/api/v1/trust-policy', headers })).statusCode).toBe(403)
})

test('every change is told, however many one document makes, as JSON and as CSV', async () => {
  await upload(Buffer.from(attestation(Array.from({ length: 250 }, (_, at) => `s${at}`))))
  const send = (more: object) => author.send('POST', 'trust-policy/preview', { payload: { text: policy(ada) }, ...more })
  const told = (await send({})).json<{ changes: object[]; next: string | null }>()
  expect([told.changes.length, told.next]).toEqual([250, null])
  const csv = (await send({ headers: { accept: 'text/csv' } })).body.trimEnd().split('\r\n')
  expect([csv.length, csv[0]]).toEqual([251, 'project.id,project.slug,project.name,subject,digest,before,after,reason,signer'])
})

test('what would change is told before, and nothing is kept of it', async () => {
  await upload(Buffer.from([attestation(['a', 'b']), attestation(['c'], eve), attestation(['d'], null)].join('\n')))
  const ask = async (text: string) => (await author.send('POST', 'trust-policy/preview', { payload: { text } })).json()
  expect(await ask(policy(ada))).toMatchObject({ usable: true, kept: { count: 4 }, asked: 4, verified: 2, verifiedNow: 0, next: null })
  await set(policy(ada))
  app.advance(1)
  await settled()
  const { changes, ...sums } = (await ask(policy(eve))) as { changes: { subject: string; before: string; after: string }[] }
  expect(sums).toMatchObject({ verified: 1, verifiedNow: 2 })
  expect(changes.map(({ subject, before, after }) => `${subject} ${before} ${after}`)).toEqual([
    'a verified refused',
    'b verified refused',
    'c refused verified',
  ])
  expect(await ask('version = 1\n[[identity]]\nname = "x"')).toMatchObject({
    usable: false,
    asked: 0,
    notes: [{ level: 'error', line: 2, message: expect.stringContaining('identity.kind must be one of') as string }],
  })
  expect(await db.query('SELECT 1 FROM trust_policy')).toHaveLength(1)
})

const KEY = String(ada.publicKey.export({ type: 'spki', format: 'pem' }))
const IDENTITY = `[[identity]]\nname = "k"\nkind = "key"\nkey = """${KEY}"""\n`
const RULE = `[[rule]]\nfor = ["repo:https://git.example/acme/shop"]\nevidence = ["attestation"]\nby = ["k"]\n`

const REFUSED = [
  [
    'a file of this machine',
    `version = 1\n[[identity]]\nname = "k"\nkind = "key"\nkey = "/etc/passwd"\n${RULE}`,
    '"/etc/passwd" is no key, and files are not read',
  ],
  ['a file above', `version = 1\n[[identity]]\nname = "k"\nkind = "key"\nkey = "../../trust.pem"\n${RULE}`, 'files are not read'],
  ['the evidence itself', `version = 1\n[[identity]]\nname = "k"\nkind = "key"\nkey = "evidence.json"\n${RULE}`, 'files are not read'],
  [
    'a root in a file',
    `version = 1\n[[identity]]\nname = "k"\nkind = "x509"\nsubject = "a"\nroot = "/proc/self/environ"\n${RULE}`,
    'files are not read',
  ],
  [
    'a keyring of the network',
    `version = 1\n[[identity]]\nname = "k"\nkind = "openpgp"\nkey = "https://keys.example/k.asc"\n${RULE}`,
    'files are not read',
  ],
  [
    'a file of SSH keys',
    `version = 1\n[[identity]]\nname = "k"\nkind = "ssh"\nkey = "/root/.ssh/id_ed25519"\n${RULE}`,
    'files are not read',
  ],
  [
    'anybody',
    `version = 1\n[[identity]]\nname = "k"\nkind = "sigstore"\nissuer = "https://accounts.example"\nsubject = "**"\n${RULE}`,
    'its subject is anybody',
  ],
  ['no rule', `version = 1\n${IDENTITY}`, 'the policy has no rule'],
  ['a private key', `version = 1\n[[identity]]\nname = "k"\nkind = "key"\nkey = "-----BEGIN PRIVATE KEY-----"\n${RULE}`, 'identity k'],
  [
    'many stars',
    `version = 1\n[[identity]]\nname = "k"\nkind = "sigstore"\nissuer = "https://a.example"\nsubject = "x${'*a'.repeat(60)}"\n${RULE}`,
    'more than 20 stars',
  ],
  [
    'a long pattern',
    `version = 1\n${IDENTITY}[[rule]]\nfor = ["repo:https://${'a'.repeat(2000)}"]\nevidence = ["attestation"]\nby = ["k"]\n`,
    'more than 1000 characters',
  ],
  ['many rules', `version = 1\n${IDENTITY}${RULE.repeat(300)}`, 'there are 300 rules, more than 200'],
  ['YAML', 'version: 1\n', 'line 1'],
  ['deep brackets', `version = 1\nx = ${'['.repeat(20_000)}`, 'line'],
  ['no version', RULE, 'a trust policy starts with version = 1'],
] as const

test('a policy that reads a file, trusts anybody, costs too much or cannot be read is refused, with what and where', async () => {
  for (const [what, text, told] of REFUSED) {
    const answer = await set(text)
    expect([what, answer.statusCode]).toEqual([what, 422])
    const { type, detail, problems } = answer.json<Refusal>()
    expect(type).toBe('urn:cupel:problem:trust-policy-invalid')
    expect(`${detail} ${problems.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}`).toContain(told)
  }
  expect(await db.query('SELECT 1 FROM trust_policy')).toEqual([])
})

interface Refusal {
  readonly type: string
  readonly detail: string
  readonly problems: readonly { readonly line: number; readonly message: string }[]
}

test('a text of more than 256 KB is refused', async () => {
  expect((await set(`version = 1\n# ${'é'.repeat(200_000)}`)).statusCode).toBe(422)
  expect((await set(`# ${'x'.repeat(300_000)}`)).statusCode).toBe(400)
})

test('a round goes on where it was interrupted, and done twice it says everything once', async () => {
  for (let at = 0; at < 30; at++) await upload(attestation([`file ${at}`]))
  await set(policy(ada))
  app.advance(1000)
  const stopping = new AbortController()
  const dying: Services = {
    ...app.services,
    // Stops behind its first step, as a worker that is killed between two.
    db: { ...db, transaction: async (work, options) => db.transaction(work, options).finally(() => stopping.abort()) },
  }
  await verifyAttestations.run(dying, {}, stopping.signal).catch(() => {})
  const held = await outcomes()
  expect(held.filter((one) => one === 'verified')).toHaveLength(25)
  expect(held.filter((one) => one.startsWith('unverified'))).toHaveLength(5)
  await Promise.all([settled(), settled()])
  expect(new Set(await outcomes())).toEqual(new Set(['verified']))
  await set(policy(eve), 1)
  app.advance(1000)
  await Promise.all([settled(), settled()])
  expect(await news()).toEqual(['attestations no longer verified: 30'])
  expect(await db.query('SELECT 1 FROM attestation_verdict WHERE until IS NULL')).toHaveLength(30)
})

test('evidence whose bytes were let go is unverified, and says so', async () => {
  await upload(attestation(['app.tgz']))
  await set(policy(ada))
  app.advance(1000)
  await settled()
  expect(await outcomes()).toEqual(['verified'])
  await db.run('UPDATE document SET body = NULL')
  await set(policy(ada, eve), 1)
  app.advance(1000)
  await settled()
  expect(await outcomes()).toEqual(['unverified: its document was let go, so that it cannot be verified by the present trust policy'])
})

test('another repository of the project is another question', async () => {
  await set(policy(ada))
  await settled()
  await upload(attestation(['app.tgz']))
  expect(await outcomes()).toEqual(['verified'])
  app.advance(1000)
  expect((await author.send('PATCH', `projects/${shop}`, { payload: { repository: 'https://git.example/else' } })).statusCode).toBe(200)
  expect(await outcomes()).toEqual(['unverified: it waits to be verified by the present trust policy'])
  const job = app.jobs.findLast(({ queue }) => queue === 'verify-attestations')
  app.advance(1000)
  await verifyAttestations.run(app.services, job?.payload as never, NO_SIGNAL)
  expect(await outcomes()).toEqual(['refused: no rule of trust policy says who may vouch for https://git.example/else'])
  expect(await news()).toEqual(['attestations no longer verified: 1'])
})

test('a key counts for what was received while it was valid, whenever it is verified', async () => {
  await upload(attestation(['app.tgz']))
  app.advance(5 * 24 * HOUR)
  await set(policy(ada).replace('kind = "key"', 'kind = "key"\nvalid-until = 2026-06-03'))
  await settled()
  expect(await outcomes()).toEqual(['verified'])
  // The same document again is as old as it was; another one is too late.
  await upload(attestation(['app.tgz']))
  await upload(attestation(['late.tgz']))
  expect((await outcomes()).map((one) => one.split(':')[0])).toEqual(['refused', 'verified'])
})

test('a trust root that has become too old for the policy verifies nothing, from the next hour on', async () => {
  app.advance(150 * 24 * HOUR)
  author = await pol()
  await upload(attestation(['app.tgz']))
  await set(`max-root-age = 3000\n${policy(ada)}`)
  app.advance(1000)
  await settled()
  expect(await outcomes()).toEqual(['verified'])
  app.advance(3200 * 24 * HOUR)
  await settled()
  author = await pol()
  expect((await outcomes())[0]).toMatch(/^unverified: the trust root .* days old, and max-root-age allows 3000 days$/)
  expect(await news()).toEqual(['attestations no longer verified: 1'])
})

test('names of packages decide which rules are asked, and what is none escapes none', async () => {
  const text = `${policy(ada)}[[rule]]\nname = "bank"\nfor = ["pkg:npm/bank"]\nevidence = ["attestation"]\nby = ["e"]\n[[identity]]\nname = "e"\nkind = "key"\nkey = """${String(eve.publicKey.export({ type: 'spki', format: 'pem' }))}"""\n`
  const usable = usableTrust(text, new Date('2026-06-01'))
  const asked = ['a.tgz', 'pkg:npm/other@1', 'pkg:npm/bank@1', 'PKG:npm/bank@1', `pkg:npm/${'x'.repeat(3000)}`, 'pkg:']
  const judged = await judgeAttestations({ bytes: attestation(asked), name: 'x' }, usable, {
    repository: 'https://git.example/acme/shop',
    seen: new Date('2026-06-01'),
  })
  expect(judged.map(({ outcome }) => outcome)).toEqual(['verified', 'verified', 'refused', 'refused', 'unverified', 'unverified'])
  // Each signature may be by any key.
  const one = JSON.parse(String(attestation(['a.tgz']))) as { signatures: object[] }
  const bytes = Buffer.from(JSON.stringify({ ...one, signatures: Array.from({ length: 9 }, () => one.signatures[0]) }))
  expect(await judgeAttestations({ bytes, name: 'x' }, usable, { repository: '', seen: new Date('2026-06-01') })).toMatchObject([
    { outcome: 'unverified', reason: 'it has 9 signatures, and more than 8 are not tried' },
  ])
})
