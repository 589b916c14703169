import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../encoding/canonical-json.ts'
import { Refused } from '../verdict/refused.ts'
import { readLayoutKey } from './layout-key.ts'

const MESSAGE = canonicalJson({ _type: 'link' })
const NOW = new Date('2026-01-01T00:00:00Z')

/** What GnuPG hashes after the content: version 4, binary, algorithm, hash, no subpackets. */
function headers(algorithm: number, hash = 8): Buffer {
  return Buffer.from([4, 0, algorithm, hash, 0, 0])
}

function trailer(other: Buffer): Buffer {
  return Buffer.concat([MESSAGE, other, Buffer.from([0x04, 0xff, 0, 0, 0, other.length])])
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = rsa.publicKey.export({ format: 'jwk' })
const hex = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('hex')
const MASTER = { method: 'pgp+rsa-pkcsv1.5', type: 'rsa', keyval: { private: '', public: { n: hex(jwk.n), e: hex(jwk.e) } } }

function verdict(entry: object, signature: { keyid?: string; other?: Buffer; sig?: Buffer }): string {
  const other = signature.other ?? headers(1)
  const made = signature.sig ?? sign('sha256', trailer(other), rsa.privateKey)
  try {
    readLayoutKey('aabbccdd', entry as never).verify(
      MESSAGE,
      { keyid: signature.keyid ?? 'aabbccdd', signature: made, otherHeaders: other },
      NOW,
    )
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'verified'
}

describe('gpgLayoutKey', () => {
  it.each([
    ['RSA', MASTER, {}, 'verified'],
    ['by a subkey', { ...MASTER, subkeys: { '11223344': MASTER } }, { keyid: '11223344' }, 'verified'],
    ['by a stranger', MASTER, { keyid: '11223344' }, 'signer-unknown'],
    ['SHA-1', MASTER, { other: headers(1, 2) }, 'weak-algorithm'],
    ['other headers', MASTER, { other: headers(1, 10) }, 'verified-not'],
    ['version 3', MASTER, { other: Buffer.from([3, 0, 1, 8, 0, 0]) }, 'unsupported-version'],
    ['expired', { ...MASTER, creation_time: 1, validity_period: 10 }, {}, 'time-invalid'],
    ['DSA', { ...MASTER, method: 'pgp+dsa-fips-180-2', type: 'dsa' }, {}, 'unsupported-algorithm'],
  ])('%s', (_, entry, signature, expected) => {
    expect(verdict(entry, signature)).toBe(expected === 'verified-not' ? 'signature-invalid' : expected)
  })

  it('verifies EdDSA over the digest', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const q = hex(publicKey.export({ format: 'jwk' }).x)
    const digest = createHash('sha256')
      .update(trailer(headers(22)))
      .digest()
    const entry = { method: 'pgp+eddsa-ed25519', type: 'eddsa', keyval: { public: { q } } }
    expect(verdict(entry, { other: headers(22), sig: sign(null, digest, privateKey) })).toBe('verified')
  })
})
