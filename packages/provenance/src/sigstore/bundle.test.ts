import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { parseBundle } from './bundle.ts'
import { writeBundle } from './write-bundle.ts'

const BYTES = Buffer.from('bytes').toString('base64')
const entry = {
  logIndex: '5',
  logId: { keyId: BYTES },
  kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
  integratedTime: '1700000000',
  inclusionPromise: { signedEntryTimestamp: BYTES },
  inclusionProof: { logIndex: '5', rootHash: BYTES, treeSize: '6', hashes: [BYTES], checkpoint: { envelope: 'text' } },
  canonicalizedBody: BYTES,
}
const base = {
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: {
    certificate: { rawBytes: BYTES },
    tlogEntries: [entry],
    timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: BYTES }] },
  },
  messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: BYTES }, signature: BYTES },
}
interface Loose {
  [field: string]: Loose & string & number & Loose[]
}

function changed(change: (bundle: Loose) => void): string {
  const copy = JSON.parse(JSON.stringify(base)) as Loose
  change(copy)
  return JSON.stringify(copy)
}

const chain = (bundle: Loose): void => {
  delete bundle.verificationMaterial.certificate
  bundle.verificationMaterial.x509CertificateChain = { certificates: [{ rawBytes: BYTES }] }
}

describe('parseBundle', () => {
  it.each<[string, (bundle: Loose) => void]>([
    ['version 0.3', () => {}],
    ['version 0.3 in the older spelling', (bundle) => (bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.3')],
    [
      'version 0.2 with a chain',
      (bundle) => {
        bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.2'
        chain(bundle)
      },
    ],
    [
      'version 0.1 without proof',
      (bundle) => {
        bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1'
        chain(bundle)
        delete bundle.verificationMaterial.tlogEntries[0].inclusionProof
      },
    ],
    ['numbers as numbers', (bundle) => (bundle.verificationMaterial.tlogEntries[0].logIndex = 5)],
    ['enums by number', (bundle) => (bundle.messageSignature.messageDigest.algorithm = 1)],
    [
      'names as in the definition',
      (bundle) => {
        bundle.verificationMaterial['tlog_entries'] = bundle.verificationMaterial.tlogEntries
        delete bundle.verificationMaterial.tlogEntries
      },
    ],
    ['null for absent', (bundle) => (bundle.verificationMaterial.publicKey = null)],
  ])('reads %s, and writes what it reads back', (_, change) => {
    const bundle = parseBundle(changed(change))
    expect(parseBundle(writeBundle(bundle))).toEqual(bundle)
    expect(bundle.logEntries[0]?.index).toBe(5)
  })

  it.each<[string, (bundle: Loose) => void, string]>([
    ['another version', (bundle) => (bundle.mediaType = 'application/vnd.dev.sigstore.bundle.v9.9+json'), 'unsupported-version'],
    ['no version', (bundle) => delete bundle.mediaType, 'unsupported-version'],
    ['a chain in version 0.3', chain, 'malformed'],
    [
      'no promise in version 0.1',
      (bundle) => {
        bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1'
        delete bundle.verificationMaterial.tlogEntries[0].inclusionPromise
      },
      'evidence-missing',
    ],
    ['no proof', (bundle) => delete bundle.verificationMaterial.tlogEntries[0].inclusionProof, 'evidence-missing'],
    ['no checkpoint', (bundle) => delete bundle.verificationMaterial.tlogEntries[0].inclusionProof.checkpoint, 'evidence-missing'],
    ['two signers', (bundle) => (bundle.verificationMaterial.publicKey = { hint: 'x' }), 'malformed'],
    ['no signer', (bundle) => delete bundle.verificationMaterial.certificate, 'evidence-missing'],
    [
      'two contents',
      (bundle: any) => (bundle.dsseEnvelope = { payload: BYTES, payloadType: 'x', signatures: [{ sig: BYTES }] }),
      'malformed',
    ], // oxlint-disable-line typescript/no-explicit-any
    ['no content', (bundle) => delete bundle.messageSignature, 'evidence-missing'],
    ['an unknown field', (bundle) => (bundle.verificationMaterial.further = 1), 'malformed'],
    ['a name in both spellings', (bundle) => (bundle.verificationMaterial['tlog_entries'] = []), 'malformed'],
    ['a negative index', (bundle) => (bundle.verificationMaterial.tlogEntries[0].logIndex = '-1'), 'malformed'],
    ['an index with an exponent', (bundle) => (bundle.verificationMaterial.tlogEntries[0].logIndex = '1e3'), 'malformed'],
    [
      'an index beyond what can be counted',
      (bundle) => (bundle.verificationMaterial.tlogEntries[0].logIndex = '9007199254740993'),
      'malformed',
    ],
    ['an unknown digest', (bundle) => (bundle.messageSignature.messageDigest.algorithm = 'MD5'), 'unsupported-algorithm'],
    ['bad base64', (bundle) => (bundle.messageSignature.signature = 'A*=='), 'malformed'],
    ['one entry twice', (bundle) => bundle.verificationMaterial.tlogEntries.push(entry), 'malformed'],
    [
      'too many timestamps',
      ({ verificationMaterial: { timestampVerificationData: data } }) =>
        (data.rfc3161Timestamps = Array(33).fill({ signedTimestamp: BYTES })),
      'limit-exceeded',
    ],
  ])('refuses %s', (_, change, code) => {
    expect(() => parseBundle(changed(change))).toThrow(expect.objectContaining({ code }))
  })

  it.each(['', '{', '[]', 'null', '{"mediaType":"a","mediaType":"b"}', '\u0000', `${'['.repeat(10_000)}`])('refuses %j', (text) => {
    expect(() => parseBundle(text.slice(0, 20_000))).toThrow(Refused)
  })
})
