import { generateKeyPairSync, sign } from 'node:crypto'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { describe, expect, it } from 'vitest'
import { derBitString, derOid, derSequence } from '../asn1/der-writer.ts'
import { Refused } from '../verdict/refused.ts'
import { sha256KeyId, spkiFingerprint } from './key-id.ts'
import { loadMlDsa } from './ml-dsa.ts'
import { PublicKey } from './public-key.ts'
import type { SignatureScheme } from './signature-scheme.ts'
import { loadEcdsaDigestVerify, verifyDigestSignature } from './verify-digest.ts'
import { verifySignature } from './verify-signature.ts'
import { createHash } from 'node:crypto'

const DATA = Buffer.from('what is signed')
const pairs = {
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed25519: generateKeyPairSync('ed25519'),
}
type Name = keyof typeof pairs
const names = Object.keys(pairs) as Name[]
const keyOf = (name: Name): PublicKey => PublicKey.fromKeyObject(pairs[name].publicKey, name)
const hashes: Readonly<Record<Name, string | null>> = { p256: 'sha256', p384: 'sha384', p521: 'sha512', rsa: 'sha256', ed25519: null }

describe('PublicKey', () => {
  it.each(names)('%s reads the same from every form', (name) => {
    const key = keyOf(name)
    const { publicKey } = pairs[name]
    const forms = [
      PublicKey.fromSpki(new Uint8Array(key.spki), 'key'),
      PublicKey.fromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'key'),
      PublicKey.fromJwk(publicKey.export({ format: 'jwk' }), 'key'),
      ...(name === 'rsa' ? [PublicKey.fromPem(publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(), 'key')] : []),
      ...(name === 'ed25519' ? [PublicKey.fromRawEd25519(key.raw, 'key')] : []),
      ...(name === 'p256' || name === 'p384' || name === 'p521' ? [PublicKey.fromEcPoint(name, key.raw, 'key')] : []),
    ]
    for (const form of forms) {
      expect(form.equals(key)).toBe(true)
      expect(form.keyObject.equals(publicKey)).toBe(true)
    }
    expect(key.type).toBe(name)
    expect(sha256KeyId(key)).toBe(`SHA256:${Buffer.from(spkiFingerprint(key), 'hex').toString('base64').replace('=', '')}`)
  })

  it('is one key in every form, for whoever counts signers', () => {
    const { raw, identity } = keyOf('p256')
    const short = Buffer.concat([Buffer.of((raw.at(-1) ?? 0) & 1 ? 3 : 2), raw.subarray(1, 33)])
    expect(PublicKey.fromEcPoint('p256', short, 'key').identity).toBe(identity)
    const rsa = keyOf('rsa')
    const pss = derSequence(derSequence(derOid('1.2.840.113549.1.1.10')), derBitString(rsa.raw))
    const bare = derSequence(derSequence(derOid('1.2.840.113549.1.1.1')), derBitString(rsa.raw))
    expect([pss, bare].map((der) => PublicKey.fromSpki(der, 'key').identity)).toEqual([rsa.identity, rsa.identity])
    expect(new Set(names.map((name) => keyOf(name).identity)).size).toBe(names.length)
  })

  it.each(names)('%s verifies its signature, and refuses everything else', (name) => {
    const key = keyOf(name)
    const signature = sign(hashes[name], DATA, pairs[name].privateKey)
    verifySignature(key, DATA, signature)
    expect(() => verifySignature(key, Buffer.from('else'), signature)).toThrow('does not verify')
    for (const other of names.filter((one) => one !== name)) expect(() => verifySignature(keyOf(other), DATA, signature)).toThrow(Refused)
    for (const bad of [Buffer.alloc(0), signature.subarray(1), Buffer.concat([signature, Buffer.alloc(1)]), Buffer.alloc(5000)]) {
      expect(() => verifySignature(key, DATA, bad)).toThrow(Refused)
    }
    const schemes: SignatureScheme[] = ['rsa-pkcs1-sha256', 'rsa-pss-sha256', 'ecdsa-sha256', 'ecdsa-sha256-p1363', 'ed25519', 'ml-dsa-44']
    for (const scheme of schemes.filter((one) => one !== key.defaultScheme)) {
      expect(() => verifySignature(key, DATA, signature, { scheme })).toThrow(Refused)
    }
  })

  it.each<[string, () => unknown]>([
    ['a private JWK', () => PublicKey.fromJwk(pairs.p256.privateKey.export({ format: 'jwk' }), 'key')],
    ['a small RSA key', () => PublicKey.fromKeyObject(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, 'key')],
    ['a point off its curve', () => PublicKey.fromEcPoint('p256', Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]), 'key').keyObject],
    ['an unknown curve', () => PublicKey.fromKeyObject(generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).publicKey, 'key')],
    ['a DSA key', () => PublicKey.fromKeyObject(generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).publicKey, 'key')],
    ['a private key in PEM', () => PublicKey.fromPem(pairs.p256.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'key')],
    ['no PEM at all', () => PublicKey.fromPem('hello', 'key')],
    ['a short Ed25519 key', () => PublicKey.fromRawEd25519(Buffer.alloc(31), 'key')],
  ])('refuses %s', (_, read) => {
    expect(read).toThrow(Refused)
  })

  it('verifies over a given digest, by ECDSA and RSA only', async () => {
    const options = { ecdsa: await loadEcdsaDigestVerify(), what: 'the signature' }
    for (const name of names) {
      const algorithm = (hashes[name] ?? 'sha256') as 'sha256' | 'sha384' | 'sha512'
      const given = { algorithm, digest: createHash(algorithm).update(DATA).digest() }
      const signature = sign(hashes[name], DATA, pairs[name].privateKey)
      if (name === 'ed25519') {
        expect(() => verifyDigestSignature(keyOf(name), given, signature, options)).toThrow('needs the artifact itself')
        continue
      }
      verifyDigestSignature(keyOf(name), given, signature, options)
      const other = { ...given, digest: createHash(algorithm).update('else').digest() }
      expect(() => verifyDigestSignature(keyOf(name), other, signature, options)).toThrow('does not verify')
      expect(() => verifyDigestSignature(keyOf(name), given, Buffer.alloc(7), options)).toThrow('does not verify')
    }
  })

  it('verifies ML-DSA when it is switched on', async () => {
    const { secretKey, publicKey } = ml_dsa44.keygen(new Uint8Array(32))
    const key = PublicKey.fromSpki(derSequence(derSequence(derOid('2.16.840.1.101.3.4.3.17')), derBitString(publicKey)), 'key')
    const signature = ml_dsa44.sign(DATA, secretKey)
    expect(() => verifySignature(key, DATA, signature)).toThrow('not switched on')
    const mlDsa = await loadMlDsa()
    verifySignature(key, DATA, signature, { mlDsa })
    expect(() => verifySignature(key, Buffer.from('else'), signature, { mlDsa })).toThrow('does not verify')
    expect(() => verifySignature(key, DATA, Buffer.alloc(3), { mlDsa })).toThrow('does not verify')
  })
})
