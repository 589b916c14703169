import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseEnvelope } from '../dsse/envelope.ts'
import { signEnvelope } from '../dsse/sign-envelope.ts'
import type { JsonValue } from '../encoding/json-value.ts'
import { IN_TOTO_PAYLOAD_TYPE } from '../intoto/statement.ts'
import { Trace } from '../verdict/trace.ts'
import { readWitnessPolicy } from './policy.ts'
import { verifyWitnessPolicy, WITNESS_COLLECTION } from './verify-policy.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const REGO = Buffer.from('package x').toString('base64')
const RUN = { type: 'https://witness.dev/attestations/command-run/v0.1' }

function policy(step: object = {}, change: object = {}) {
  return readWitnessPolicy({
    expires: '2030-01-01T00:00:00Z',
    steps: { build: { name: 'build', attestations: [RUN], functionaries: [{ type: 'publickey', publickeyid: 'k' }], ...step } },
    publickeys: { k: { keyid: 'k', key: Buffer.from(PEM).toString('base64') } },
    ...change,
  } as unknown as JsonValue)
}

function collection(name = 'build', attestations: readonly object[] = [RUN]) {
  const statement = {
    _type: 'https://in-toto.io/Statement/v0.1',
    subject: [{ name: 'x', digest: { sha256: 'aa'.repeat(32) } }],
    predicateType: WITNESS_COLLECTION,
    predicate: { name, attestations },
  }
  return parseEnvelope(
    signEnvelope(IN_TOTO_PAYLOAD_TYPE, Buffer.from(JSON.stringify(statement)), [
      { keyid: 'k', sign: (message) => sign(null, message, privateKey) },
    ]),
  )
}

function verdict(rules: ReturnType<typeof policy>, collections = [collection()], deny?: () => readonly string[]): string {
  const options = { now: new Date('2026-01-01T00:00:00Z'), ...(deny === undefined ? {} : { deny }) }
  const { root, outcome } = Trace.run('witness', 'Policy', (trace) => verifyWitnessPolicy(rules, collections, options, trace))
  return root.steps.find((step) => step.outcome === 'failed')?.code ?? outcome
}

const WITH_REGO = policy({ attestations: [{ ...RUN, regopolicies: [{ name: 'n', module: REGO }] }] })

describe('verifyWitnessPolicy', () => {
  it.each<[string, string, string]>([
    ['attested', verdict(policy()), 'verified'],
    ['not attested', verdict(policy(), []), 'evidence-missing'],
    ['another step attested', verdict(policy(), [collection('test')]), 'evidence-missing'],
    ['an attestation less', verdict(policy(), [collection('build', [])]), 'evidence-missing'],
    ['expired', verdict(policy({}, { expires: '2025-01-01T00:00:00Z' })), 'expired'],
    ['a key that is not there', verdict(policy({}, { publickeys: { k: { keyid: 'k' } } })), 'trust-missing'],
    ['a functionary by certificate', verdict(policy({ functionaries: [{ type: 'root' }] })), 'trust-missing'],
    ['Rego and nobody to run it', verdict(WITH_REGO), 'unsupported-version'],
    ['Rego denies', verdict(WITH_REGO, undefined, () => ['no']), 'rule-violated'],
    ['Rego allows', verdict(WITH_REGO, undefined, () => []), 'verified'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })

  describe('artifacts of other steps', () => {
    const functionaries = [{ type: 'publickey', publickeyid: 'k' }]
    const two = policy(
      {},
      {
        steps: {
          build: { name: 'build', attestations: [], functionaries },
          ship: { name: 'ship', attestations: [], functionaries, artifactsFrom: ['build'] },
        },
      },
    )
    const digest = (fill: string): object => ({ sha256: fill.repeat(64) })
    const materials = (files: object): object => ({ type: 'https://witness.dev/attestations/material/v0.1', attestation: files })
    const products = (files: Record<string, object>): object => ({
      type: 'https://witness.dev/attestations/product/v0.1',
      attestation: Object.fromEntries(Object.entries(files).map(([path, one]) => [path, { mime_type: 'text/plain', digest: one }])),
    })
    const built = collection('build', [materials({ source: digest('a'), out: digest('0') }), products({ out: digest('b') })])
    it.each<[string, readonly object[], string]>([
      ['the same', [materials({ out: digest('b'), source: digest('a'), more: digest('f') })], 'verified'],
      ['the file as it was before', [materials({ out: digest('0') })], 'digest-mismatch'],
      ['another file', [materials({ out: digest('b'), source: digest('c') })], 'digest-mismatch'],
      ['nothing in common', [materials({ other: digest('b') })], 'evidence-missing'],
      ['no files at all', [], 'evidence-missing'],
      ['the same by SHA-1 only', [materials({ out: { sha1: 'b'.repeat(40) } })], 'digest-mismatch'],
      ['a path that is a key of every object', [materials({ constructor: digest('b') })], 'evidence-missing'],
    ])('%s', (_, attestations, expected) => {
      expect(verdict(two, [built, collection('ship', attestations)])).toBe(expected)
    })

    it('of one of several runs', () => {
      const earlier = collection('build', [products({ out: digest('9') })])
      const shipped = collection('ship', [materials({ out: digest('b') })])
      expect(verdict(two, [earlier, built, shipped])).toBe('verified')
      expect(verdict(two, [earlier, shipped])).toBe('digest-mismatch')
      expect(verdict(two, [built, collection('ship', [materials({ out: digest('8') })]), shipped])).toBe('verified')
    })

    it('of a step that the policy has not', () => {
      expect(verdict(policy({ artifactsFrom: ['x'] }))).toBe('malformed')
    })
  })

  it('refuses a step that nobody may do', () => {
    expect(() => policy({ functionaries: [] })).toThrow()
  })
})
