import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { preAuthEncoding } from '@cupel/provenance'
import { SAMPLE_ASSESSMENT } from '../../packages/formats/src/reports/assessment/sample-assessment.ts'
import { openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop
let org: number

beforeAll(async () => {
  shop = await openWorkshop()
  org = await shop.organisation('evidence')
})
afterAll(() => shop.close())

const DIGEST = createHash('sha256').update('artifact').digest('hex')
const STATEMENT = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'pkg:npm/app@1.0.0', digest: { sha256: DIGEST } }],
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: { buildDefinition: { buildType: 'x', externalParameters: {} }, runDetails: { builder: { id: 'https://builder.example' } } },
}
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const PEM = keys.publicKey.export({ type: 'spki', format: 'pem' }) as string

function envelope(statement: object = STATEMENT): object {
  const payload = Buffer.from(JSON.stringify(statement))
  const payloadType = 'application/vnd.in-toto+json'
  const sig = sign('sha256', preAuthEncoding(payloadType, payload), keys.privateKey)
  return { payloadType, payload: payload.toString('base64'), signatures: [{ keyid: '', sig: sig.toString('base64') }] }
}

function policy(pem: string): string {
  return `version = 1\n\n[[identity]]\nname = "us"\nkind = "key"\nkey = """\n${pem}"""\n\n[[rule]]\nname = "all"\nfor = ["pkg:npm/app"]\nby = ["us"]\n`
}

let versions = 0

async function trust(text: string | null): Promise<void> {
  await shop.db.run('UPDATE trust_policy SET until = $1 WHERE until IS NULL', [shop.services.now()])
  await shop.db.run(
    `INSERT INTO trust_policy (org_id, version, body, digest, created_by, since, round_since, round_done) VALUES ($1, $2, $3, 'd', 't', $4, $4, true)`,
    [org, (versions += 1), text, shop.services.now()],
  )
}

async function attestations(project: number): Promise<readonly { outcome: string; subject_digest: string; detail: { reason: string } }[]> {
  return shop.db.query(
    `SELECT v.outcome, a.subject_name, a.subject_digest, a.predicate_type, v.detail FROM attestation a
     JOIN attestation_verdict v ON v.attestation_id = a.id AND v.until IS NULL WHERE a.project_id = $1 ORDER BY a.id`,
    [project],
  )
}

test('an attestation is kept with what is known about it, and no more', async () => {
  const project = await shop.project(org, 'attested')
  await trust(null)
  expect(await shop.upload(project, STATEMENT)).toMatchObject({ kind: 'attestation', state: 'done' })
  expect(await attestations(project)).toMatchObject([
    {
      outcome: 'unverified',
      subject_digest: `sha256:${DIGEST}`,
      subject_name: 'pkg:npm/app@1.0.0',
      detail: { reason: 'nobody signed it' },
    },
  ])
  const signed = envelope()
  await shop.upload(project, signed)
  await shop.upload(project, signed)
  expect((await attestations(project)).map(({ detail }) => detail.reason)).toEqual([
    'nobody signed it',
    'no trust policy is set, so nobody is trusted',
  ])
})

test('an attestation of more artifacts than are read is refused, not cut', async () => {
  const project = await shop.project(org, 'many-artifacts')
  const of = (count: number): object => ({
    ...STATEMENT,
    subject: Array.from({ length: count }, (_, at) => ({ name: `a${at}`, digest: { sha256: DIGEST } })),
  })
  expect(await shop.upload(project, of(150))).toMatchObject({ state: 'done' })
  expect(await attestations(project)).toHaveLength(150)
  expect(await shop.upload(project, of(2001))).toMatchObject({
    state: 'failed',
    problems: [{ message: expect.stringContaining('2001 artifacts') }],
  })
})

test('with a trust policy somebody trusted must have signed', async () => {
  const project = await shop.project(org, 'trusted')
  await trust(policy(PEM))
  const [first, second] = [envelope(), envelope()]
  await shop.upload(project, first)
  expect(await attestations(project)).toMatchObject([{ outcome: 'verified', detail: { reason: '' } }])
  await shop.db.run('DELETE FROM attestation WHERE project_id = $1', [project])
  await trust(policy(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }) as string))
  await shop.upload(project, second)
  const [refused] = await attestations(project)
  expect(refused?.outcome).toBe('refused')
  expect(refused?.detail.reason).not.toBe('')
})

test('an assessment is the project’s of now, and the same again no new one', async () => {
  const project = await shop.project(org, 'assessed')
  const first = await shop.upload(project, SAMPLE_ASSESSMENT)
  expect(first).toMatchObject({ kind: 'assessment', state: 'done' })
  shop.turn(1000)
  await shop.upload(project, { ...SAMPLE_ASSESSMENT, asOf: '2030-01-01T00:00:00Z' })
  shop.turn(1000)
  await shop.upload(project, { ...SAMPLE_ASSESSMENT, score: 1.5 })
  const rows = await shop.db.query<{ score: number; until: Date | null }>(
    'SELECT score, until FROM assessment WHERE project_id = $1 ORDER BY id',
    [project],
  )
  expect(rows.map(({ until }) => until === null)).toEqual([false, true])
  expect(rows[1]?.score).toBe(1.5)
  expect(await shop.db.query(`SELECT 1 FROM outbox WHERE project_id = $1 AND kind = 'assessment.changed'`, [project])).toHaveLength(2)
})
