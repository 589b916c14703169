import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import { Trace } from '../verdict/trace.ts'
import type { CborMap, CborValue } from './cbor.ts'
import { encodeCbor } from './cbor.ts'
import type { CoseOptions } from './verify-cose.ts'
import { verifyCose } from './verify-cose.ts'

const ed448 = generateKeyPairSync('ed448')
const ed25519 = generateKeyPairSync('ed25519')
const PAYLOAD = Buffer.from('hello')

function map(...entries: readonly (readonly [CborValue, CborValue])[]): CborMap {
  return new Map(entries)
}

function message(headers: CborMap, unprotected: CborMap = map(), payload: Buffer | null = PAYLOAD, by = ed25519): Buffer {
  const protectedBytes = headers.size === 0 ? Buffer.alloc(0) : encodeCbor(headers)
  const signed = encodeCbor(['Signature1', protectedBytes, Buffer.alloc(0), PAYLOAD])
  return Buffer.concat([Buffer.from([0xd2]), encodeCbor([protectedBytes, unprotected, payload, sign(null, signed, by.privateKey)])])
}

function verdict(bytes: Buffer, options: Partial<CoseOptions> = {}): string {
  const keys = [ed25519, ed448].map(({ publicKey }) => PublicKey.fromKeyObject(publicKey, 'key'))
  const { root, outcome } = Trace.run('cose', 'Message', (trace) => verifyCose(bytes, { keys, ...options }, trace))
  const failed = root.steps.find((step) => step.outcome === 'failed')
  return failed === undefined ? outcome : `${failed.id} ${failed.code}`
}

describe('verifyCose', () => {
  it.each<[string, string, string]>([
    ['Ed25519', verdict(message(map([1, -8]))), 'verified'],
    ['Ed448', verdict(message(map([1, -8]), map(), PAYLOAD, ed448)), 'verified'],
    ['detached', verdict(message(map([1, -8]), map(), null), { detachedPayload: PAYLOAD }), 'verified'],
    ['detached, not given', verdict(message(map([1, -8]), map(), null)), 'payload evidence-missing'],
    ['another payload given', verdict(message(map([1, -8])), { detachedPayload: Buffer.from('x') }), 'payload content-mismatch'],
    ['external bytes not known', verdict(message(map([1, -8])), { externalAad: Buffer.from('x') }), 'signature signature-invalid'],
    ['algorithm not protected', verdict(message(map(), map([1, -8]))), 'signature malformed'],
    ['algorithm not protected, asked for', verdict(message(map(), map([1, -8])), { unprotectedAlgorithm: true }), 'verified'],
    ['algorithm in both parts', verdict(message(map([1, -8]), map([1, -8]))), 'message malformed'],
    ['algorithm of another key', verdict(message(map([1, -7]))), 'signature unsupported-algorithm'],
    ['unknown critical header', verdict(message(map([1, -8], [2, ['x']], ['x', 1]))), 'message unsupported-version'],
    ['threshold', verdict(message(map([1, -8])), { threshold: 2 }), 'signature threshold-not-met'],
    ['no keys', verdict(message(map([1, -8])), { keys: [] }), 'signature trust-missing'],
    ['trailing bytes', verdict(Buffer.concat([message(map([1, -8])), Buffer.from([0])])), 'message malformed'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
})
