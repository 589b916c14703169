import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { Trace } from '../verdict/trace.ts'
import { parseEnvelope } from './envelope.ts'
import { preAuthEncoding } from './pre-auth-encoding.ts'
import { signEnvelope } from './sign-envelope.ts'
import type { EnvelopeKey } from './verify-envelope.ts'
import { verifyEnvelope } from './verify-envelope.ts'

function pair(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key: EnvelopeKey = {
    fingerprint: name,
    keyIds: [name],
    verify(message, signature) {
      if (!verify(null, message, publicKey, signature)) throw new Refused('signature-invalid', 'no')
    },
  }
  return { key, signer: { keyid: name, sign: (message: Buffer) => sign(null, message, privateKey) } }
}

const alice = pair('alice')
const bob = pair('bob')
const text = signEnvelope('text/plain', Buffer.from('hello'), [alice.signer, bob.signer])

function outcome(envelope: string, keys: readonly EnvelopeKey[], threshold = 1): string {
  const verdict = Trace.run('envelope', 'The envelope', (trace) => {
    return verifyEnvelope(parseEnvelope(envelope), { keys, threshold, payloadTypes: ['text/plain'] }, trace)
  })
  if (verdict.outcome === 'verified') return verdict.value!.signers.map((key) => key.fingerprint).join('+')
  const failed = verdict.root.steps.find((step) => step.outcome === 'failed') ?? verdict.root
  return `${failed.id}: ${failed.code}`
}

interface Draft {
  payload: string
  payloadType: string
  signatures: { keyid?: string; sig: string }[]
}

function altered(change: (envelope: Draft) => void): string {
  const envelope = JSON.parse(text) as Draft
  change(envelope)
  return JSON.stringify(envelope)
}

describe('verifyEnvelope', () => {
  it('encodes lengths in bytes', () => {
    expect(preAuthEncoding('é', Buffer.from('€')).toString()).toBe('DSSEv1 2 é 3 €')
  })

  it.each([
    ['both keys', text, 2, 'alice+bob'],
    ['one is enough for 1', altered((envelope) => envelope.signatures.pop()), 1, 'alice'],
    ['a key id is only a hint', altered((envelope) => (envelope.signatures[0]!.keyid = 'bob')), 2, 'alice+bob'],
    ['no key id', altered((envelope) => delete envelope.signatures[0]!.keyid), 2, 'alice+bob'],
    [
      'URL-safe base64',
      // Padding stays: without it, a signature that happens to have none of the letters that differ is not to be told from a cut one.
      altered((envelope) => (envelope.signatures[0]!.sig = envelope.signatures[0]!.sig.replaceAll('+', '-').replaceAll('/', '_'))),
      2,
      'alice+bob',
    ],
  ])('accepts: %s', (_, envelope, threshold, expected) => {
    expect(outcome(envelope, [alice.key, bob.key], threshold)).toBe(expected)
  })

  it.each([
    ['payload changed', altered((envelope) => (envelope.payload = 'aGVsbA==')), 'signature: signature-invalid'],
    ['type changed', altered((envelope) => (envelope.payloadType = 'text/html')), 'payload-type: unsupported-version'],
    ['no signature', altered((envelope) => (envelope.signatures = [])), 'root'],
    ['mixed alphabets', altered((envelope) => (envelope.payload = 'a-+/')), 'root'],
  ])('refuses: %s', (_, envelope, expected) => {
    const found = outcome(envelope, [alice.key])
    if (expected === 'root') expect(found).toMatch(/^envelope: (evidence-missing|malformed)$/)
    else expect(found).toBe(expected)
  })

  it('counts one key once, however often and in whatever form it signs', () => {
    const twice = altered((envelope) => (envelope.signatures[1] = { ...envelope.signatures[0]!, keyid: 'other' }))
    expect(outcome(twice, [alice.key, { ...alice.key, keyIds: ['other'] }], 2)).toBe('signature: threshold-not-met')
  })

  it('says when somebody unknown has signed', () => {
    const carol = pair('carol')
    expect(outcome(text, [carol.key])).toBe('signature: signer-unknown')
    expect(outcome(text, [])).toBe('signature: trust-missing')
  })
})
