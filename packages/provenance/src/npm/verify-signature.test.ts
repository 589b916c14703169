import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { auditNpmSignatures } from './audit-signatures.ts'
import { auditNpmSignaturesInParallel } from './audit-in-parallel.ts'
import { readNpmKeys } from './keys.ts'
import type { NpmRelease } from './verify-signature.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const SPKI = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const INTEGRITY = `sha512-${Buffer.alloc(64, 7).toString('base64')}`
const ENDPOINT = { keyid: 'SHA256:one', keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key: SPKI, expires: null }

function keys(change: object = {}) {
  return readNpmKeys(Buffer.from(JSON.stringify({ keys: [{ ...ENDPOINT, ...change }] })))
}

function signed(change: Partial<NpmRelease> = {}): NpmRelease {
  const sig = sign('sha256', Buffer.from(`left@1.0.0:${INTEGRITY}`), privateKey).toString('base64')
  return { name: 'left', version: '1.0.0', integrity: INTEGRITY, signatures: [{ keyid: 'SHA256:one', sig }], ...change }
}

function audit(release: NpmRelease, ring = keys()): string {
  const [audited] = [auditNpmSignatures([{ from: 'registry', ...release }], ring)].flatMap((all) => {
    return [...all.verified, ...all.missing, ...all.invalid]
  })
  const steps = audited?.verdict.root.steps ?? []
  const failed = steps.find((step) => step.outcome === 'failed')
  const warned = steps.filter((step) => step.outcome === 'warned').map((step) => `, warned: ${step.id}`)
  return failed === undefined ? `verified${warned.join('')}` : `${failed.id}: ${failed.code}`
}

describe('verifyNpmSignature', () => {
  const ended = keys({ expires: '2025-01-29T00:00:00.000Z' })
  it.each([
    ['valid', signed(), keys(), 'verified'],
    [
      'another signature beside it',
      signed({ signatures: [{ keyid: 'SHA256:two', sig: 'AA==' }, ...signed().signatures] }),
      keys(),
      'verified',
    ],
    ['key ended later', signed({ publishedAt: new Date('2025-01-28') }), ended, 'verified'],
    ['key ended before', signed({ publishedAt: new Date('2025-01-30') }), ended, 'key-time: time-invalid'],
    ['publish time not known', signed(), ended, 'verified, warned: key-time'],
    ['other version', signed({ version: '1.0.1' }), keys(), 'signature: signature-invalid'],
    ['other integrity', signed({ integrity: INTEGRITY.replace('BwcH', 'AwcH') }), keys(), 'signature: signature-invalid'],
    ['name that joins', signed({ name: 'left@1.0.0:x' }), keys(), 'release: malformed'],
    ['SHA-1', signed({ integrity: 'sha1-AAAA' }), keys(), 'release: weak-algorithm'],
    ['no signature', signed({ signatures: [] }), keys(), 'key: evidence-missing'],
    ['unknown key', signed({ signatures: [{ keyid: 'SHA256:two', sig: 'AA==' }] }), keys(), 'key: signer-unknown'],
    ['garbage', signed({ signatures: [{ keyid: 'SHA256:one', sig: '%%' }] }), keys(), 'signature: signature-invalid'],
    ['no keys', signed(), [], 'key: trust-missing'],
  ])('%s', (_, release, ring, expected) => {
    expect(audit(release, ring)).toBe(expected)
  })

  it('judges the same in parallel', async () => {
    const broken = signed({ signatures: [{ keyid: 'SHA256:one', sig: 'AAAA' }] })
    const packages = [signed(), signed({ version: '1.0.1' }), signed({ signatures: [] }), broken].map(
      (release) => ({ from: 'registry', ...release }) as const,
    )
    expect(await auditNpmSignaturesInParallel(packages, keys())).toEqual(auditNpmSignatures(packages, keys()))
  })

  it('counts what does not come from a registry as skipped', () => {
    const all = auditNpmSignatures(
      [
        { from: 'git', name: 'a', version: '1.0.0' },
        { from: 'registry', ...signed() },
      ],
      keys(),
    )
    expect([all.verified.length, all.missing.length, all.invalid.length, all.skipped.length]).toEqual([1, 0, 0, 1])
  })
})

describe('readNpmKeys', () => {
  it('reads the form of the TUF repository', () => {
    const publicKey = { rawBytes: SPKI, keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start: '2025-01-13T00:00:00Z' } }
    const file = { keys: ['signatures', 'attestations', 'other'].map((use) => ({ keyId: 'k', keyUsage: `npm:${use}`, publicKey })) }
    expect(readNpmKeys(Buffer.from(JSON.stringify(file))).map((key) => key.use)).toEqual(['signatures', 'attestations'])
  })

  it.each([
    ['no keys', { keys: [] }],
    ['unknown scheme', { keys: [{ ...ENDPOINT, scheme: 'rsa' }] }],
    ['not a key', { keys: [{ ...ENDPOINT, key: 'AAAA' }] }],
    ['not a time', { keys: [{ ...ENDPOINT, expires: 'soon' }] }],
  ])('refuses %s', (_, file) => {
    expect(() => readNpmKeys(Buffer.from(JSON.stringify(file)))).toThrow(Refused)
  })
})
