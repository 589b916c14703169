import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/json-value.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import { decodeBase58, encodeBase58 } from './base58.ts'
import { resolveMethod } from './did.ts'
import { writeEd25519Multikey } from './multibase.ts'

const { publicKey } = generateKeyPairSync('ed25519')
const RAW = PublicKey.fromKeyObject(publicKey, 'key').raw
const MULTIKEY = writeEd25519Multikey(RAW)
const JWK = publicKey.export({ format: 'jwk' })
const WEB = 'did:web:x.example'

function code(url: string, document?: object): string {
  try {
    const documents = new Map(document === undefined ? [] : [[WEB, document as JsonObject] as const])
    return resolveMethod(url, documents).key.raw.equals(RAW) ? 'resolved' : 'another key'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

const METHOD = { id: `${WEB}#a`, type: 'Multikey', controller: WEB, publicKeyMultibase: MULTIKEY }
const DOCUMENT = { id: WEB, verificationMethod: [METHOD], assertionMethod: ['#a'] }

describe('resolveMethod', () => {
  it.each<[string, string, object | undefined, string]>([
    ['did:key', `did:key:${MULTIKEY}#${MULTIKEY}`, undefined, 'resolved'],
    ['did:key with another fragment', `did:key:${MULTIKEY}#x`, undefined, 'signer-mismatch'],
    ['did:key without fragment', `did:key:${MULTIKEY}`, undefined, 'malformed'],
    ['did:key of an unknown kind', 'did:key:z3u2#z3u2', undefined, 'unsupported-algorithm'],
    ['did:jwk', `did:jwk:${Buffer.from(JSON.stringify(JWK)).toString('base64url')}#0`, undefined, 'resolved'],
    [
      'did:jwk with a secret',
      `did:jwk:${Buffer.from(JSON.stringify({ ...JWK, d: 'AA' })).toString('base64url')}#0`,
      undefined,
      'malformed',
    ],
    ['did:web', `${WEB}#a`, DOCUMENT, 'resolved'],
    [
      'did:web with JWK',
      `${WEB}#a`,
      { ...DOCUMENT, verificationMethod: [{ ...METHOD, publicKeyMultibase: undefined, publicKeyJwk: JWK }] },
      'resolved',
    ],
    ['did:web without document', `${WEB}#a`, undefined, 'trust-missing'],
    ["somebody else's document", `${WEB}#a`, { ...DOCUMENT, id: 'did:web:y.example' }, 'signer-mismatch'],
    [
      "somebody else's method",
      `${WEB}#a`,
      { ...DOCUMENT, verificationMethod: [{ ...METHOD, controller: 'did:web:y.example' }] },
      'signer-mismatch',
    ],
    ['no such method', `${WEB}#b`, DOCUMENT, 'signer-unknown'],
  ])('%s', (_, url, document, expected) => {
    expect(code(url, document)).toBe(expected)
  })
})

describe('base58', () => {
  it('comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(decodeBase58(encodeBase58(bytes), 'x')).toEqual(Buffer.from(bytes))
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  it.each([['0'], ['l'], ['z'.repeat(5000)]])('refuses %s', (text) => {
    expect(() => decodeBase58(text, 'x')).toThrow(Refused)
  })
})
