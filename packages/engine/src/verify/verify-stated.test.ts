import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { signWithKey, writeBundle } from '@cupel/provenance'
import { expect, it } from 'vitest'
import { readStatedTrust } from './stated-trust.ts'
import { rootFor, verifyStated } from './verify-stated.ts'

const [ours, theirs] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
const NOW = new Date('2026-06-01T00:00:00Z')
const DIGEST = { sha256: 'ab'.repeat(32) }
const POLICY = `version = 1
[[identity]]
name = "us"
kind = "key"
key = """${String(ours.publicKey.export({ type: 'spki', format: 'pem' }))}"""
[[rule]]
name = "all"
for = ["repo:https://git.example/app"]
evidence = ["attestation"]
by = ["us"]
`

it.each([
  ['ours', ours, 'verified'],
  ['a stranger’s', theirs, 'refused'],
] as const)('a bundle that no log has, by a key that is %s, counts as the envelope in it does', async (_, { privateKey }, outcome) => {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'app', digest: DIGEST }],
    predicateType: 'https://example.org/tested/v1',
    predicate: {},
  }
  const toSign = { kind: 'payload', payload: Buffer.from(JSON.stringify(statement)), payloadType: 'application/vnd.in-toto+json' } as const
  const send = () => Promise.reject(new Error('nobody is asked'))
  const services = { logs: [], timestampAuthorities: [] }
  const bundle = writeBundle(await signWithKey(toSign, { privateKey, services, send, random: randomBytes }))
  const { dsseEnvelope } = JSON.parse(bundle) as { readonly dsseEnvelope: unknown }
  const trust = readStatedTrust(POLICY, 'policy')
  const subjects = [{ digest: DIGEST, names: { repository: 'https://git.example/app' } }]
  const outcomes = await Promise.all(
    [bundle, JSON.stringify(dsseEnvelope)].map(async (text) => {
      const [verdict] = await verifyStated(
        { text: Buffer.from(text), source: 'x', subjects },
        { trust, root: rootFor(trust, NOW), seen: NOW },
      )
      return verdict?.outcome
    }),
  )
  expect(outcomes).toEqual([outcome, outcome])
})
