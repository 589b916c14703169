import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { jcs } from '../encoding/jcs.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Trace } from '../verdict/trace.ts'
import { encodeBase58 } from './base58.ts'
import { writeEd25519Multikey } from './multibase.ts'
import { verifyCredential } from './verify-credential.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const MULTIKEY = writeEd25519Multikey(PublicKey.fromKeyObject(publicKey, 'key').raw)
const DID = `did:key:${MULTIKEY}`
const NOW = new Date('2026-01-01T00:00:00Z')
const CONTEXT = ['https://www.w3.org/ns/credentials/v2', 'https://x.example/own']

const DOCUMENT: JsonObject = { '@context': CONTEXT, issuer: { id: DID }, credentialSubject: { id: 'x' } }
const CONFIG: JsonObject = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-jcs-2022',
  created: '2025-01-01T00:00:00Z',
  verificationMethod: `${DID}#${MULTIKEY}`,
  proofPurpose: 'assertionMethod',
}

function secured(config: JsonObject = CONFIG, document: JsonObject = DOCUMENT, covered: JsonObject = document): JsonObject {
  const digests = [jcs(config), jcs(covered)].map((text) => createHash('sha256').update(text).digest())
  return { ...document, proof: { ...config, proofValue: `z${encodeBase58(sign(null, Buffer.concat(digests), privateKey))}` } }
}

async function verdict(value: JsonObject, options = {}): Promise<string> {
  const { root, outcome } = await Trace.runAsync('vc', 'Credential', (trace) =>
    verifyCredential(Buffer.from(JSON.stringify(value)), { now: NOW, ...options }, trace),
  )
  const failed = root.steps.find((step) => step.outcome === 'failed')
  return failed === undefined ? `${outcome}${root.code === undefined ? '' : ` ${root.code}`}` : `${failed.id} ${failed.code}`
}

describe('verifyDataIntegrity', () => {
  it.each<[string, JsonObject, string]>([
    ['valid', secured(), 'verified'],
    ['own contexts, the same', secured({ ...CONFIG, '@context': CONTEXT }), 'verified'],
    [
      'own contexts, the first',
      secured({ ...CONFIG, '@context': CONTEXT.slice(0, 1) }, DOCUMENT, { ...DOCUMENT, '@context': CONTEXT.slice(0, 1) }),
      'verified',
    ],
    ['own contexts, others', secured({ ...CONFIG, '@context': ['https://y.example'] }), 'proof-1 content-mismatch'],
    ['altered', { ...secured(), issuer: DID }, 'proof-1 signature-invalid'],
    ['from the future', secured({ ...CONFIG, created: '2027-01-01T00:00:00Z' }), 'proof-1 time-invalid'],
    ['expired', secured({ ...CONFIG, expires: '2025-06-01T00:00:00Z' }), 'proof-1 expired'],
    ['another purpose', secured({ ...CONFIG, proofPurpose: 'authentication' }), 'proof-1 policy-not-met'],
    ['unknown suite', secured({ ...CONFIG, cryptosuite: 'ecdsa-jcs-2019' }), 'proof-1 unsupported-algorithm'],
    ['another issuer', secured(CONFIG, { ...DOCUMENT, issuer: 'did:web:x.example' }), 'issuer signer-mismatch'],
    ['a proof that is missing', secured({ ...CONFIG, previousProof: 'urn:1' }), 'proof-1 evidence-missing'],
    ['context not pinned', secured({ ...CONFIG, cryptosuite: 'eddsa-rdfc-2022' }), 'proof-1 trust-missing'],
    ['no proof', DOCUMENT, 'refused evidence-missing'],
    ['empty list of proofs', { ...DOCUMENT, proof: [] }, 'refused evidence-missing'],
    [
      'one good, one bad',
      { ...DOCUMENT, proof: [secured()['proof']!, secured(CONFIG, { ...DOCUMENT, issuer: 'x' })['proof']!] },
      'proof-2 signature-invalid',
    ],
  ])('%s', async (_, value, expected) => {
    expect(await verdict(value)).toBe(expected)
  })

  it('leaves out contexts that nobody signed', async () => {
    const own = { ...CONFIG, '@context': CONTEXT }
    const value = { ...secured(own), '@context': [...CONTEXT, 'https://evil.example'] }
    const { value: found } = await Trace.runAsync('vc', 'Credential', (trace) =>
      verifyCredential(Buffer.from(JSON.stringify(value)), { now: NOW }, trace),
    )
    expect(found?.credential['@context']).toEqual(CONTEXT)
  })
})
