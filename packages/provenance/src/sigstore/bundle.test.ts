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

/** Values by path; undefined takes the field away. */
type Change = Readonly<Record<string, unknown>>

const ENTRY = 'verificationMaterial.tlogEntries.0'
const CHAIN: Change = {
  'verificationMaterial.certificate': undefined,
  'verificationMaterial.x509CertificateChain': { certificates: [{ rawBytes: BYTES }] },
}
const version = (number: string): Change => ({ mediaType: `application/vnd.dev.sigstore.bundle+json;version=${number}` })

function changed(change: Change): string {
  const copy = JSON.parse(JSON.stringify(base)) as Record<string, unknown>
  for (const [path, value] of Object.entries(change)) {
    const parts = path.split('.')
    const last = parts.pop()!
    const owner = parts.reduce((at, part) => at[part] as Record<string, unknown>, copy)
    if (value === undefined) delete owner[last]
    else owner[last] = value
  }
  return JSON.stringify(copy)
}

describe('parseBundle', () => {
  it.each<[string, Change]>([
    ['version 0.3', {}],
    ['version 0.3 in the older spelling', version('0.3')],
    ['version 0.2 with a chain', { ...version('0.2'), ...CHAIN }],
    ['version 0.1 without proof', { ...version('0.1'), ...CHAIN, [`${ENTRY}.inclusionProof`]: undefined }],
    ['numbers as numbers', { [`${ENTRY}.logIndex`]: 5 }],
    ['enums by number', { 'messageSignature.messageDigest.algorithm': 1 }],
    ['names as in the definition', { 'verificationMaterial.tlogEntries': undefined, 'verificationMaterial.tlog_entries': [entry] }],
    ['null for absent', { 'verificationMaterial.publicKey': null }],
    ['base64 in lines', { 'messageSignature.signature': `${BYTES.slice(0, 4)}\n${BYTES.slice(4)}` }],
  ])('reads %s, and writes what it reads back', (_, change) => {
    const bundle = parseBundle(changed(change))
    expect(parseBundle(writeBundle(bundle))).toEqual(bundle)
    expect(bundle.logEntries[0]?.index).toBe(5)
  })

  it.each<[string, Change, string]>([
    ['another version', version('9.9'), 'unsupported-version'],
    ['no version', { mediaType: undefined }, 'unsupported-version'],
    ['a chain in version 0.3', CHAIN, 'malformed'],
    ['an empty chain', { ...version('0.2'), ...CHAIN, 'verificationMaterial.x509CertificateChain.certificates': [] }, 'evidence-missing'],
    ['no promise in version 0.1', { ...version('0.1'), [`${ENTRY}.inclusionPromise`]: undefined }, 'evidence-missing'],
    ['no proof', { [`${ENTRY}.inclusionProof`]: undefined }, 'evidence-missing'],
    ['no checkpoint', { [`${ENTRY}.inclusionProof.checkpoint`]: undefined }, 'evidence-missing'],
    ['two signers', { 'verificationMaterial.publicKey': { hint: 'x' } }, 'malformed'],
    ['no signer', { 'verificationMaterial.certificate': undefined }, 'evidence-missing'],
    ['two contents', { dsseEnvelope: { payload: BYTES, payloadType: 'x', signatures: [{ sig: BYTES }] } }, 'malformed'],
    ['no content', { messageSignature: undefined }, 'evidence-missing'],
    ['an unknown field', { 'verificationMaterial.further': 1 }, 'malformed'],
    ['a name in both spellings', { 'verificationMaterial.tlog_entries': [] }, 'malformed'],
    ['a negative index', { [`${ENTRY}.logIndex`]: '-1' }, 'malformed'],
    ['an index with an exponent', { [`${ENTRY}.logIndex`]: '1e3' }, 'malformed'],
    ['an index beyond what can be counted', { [`${ENTRY}.logIndex`]: '9007199254740993' }, 'malformed'],
    ['an unknown digest', { 'messageSignature.messageDigest.algorithm': 'MD5' }, 'unsupported-algorithm'],
    ['an object for a digest', { 'messageSignature.messageDigest.algorithm': {} }, 'unsupported-algorithm'],
    ['bad base64', { 'messageSignature.signature': 'A*==' }, 'malformed'],
    ['one entry twice', { 'verificationMaterial.tlogEntries': [entry, entry] }, 'malformed'],
    [
      'too many timestamps',
      { 'verificationMaterial.timestampVerificationData.rfc3161Timestamps': Array(33).fill({ signedTimestamp: BYTES }) },
      'limit-exceeded',
    ],
  ])('refuses %s', (_, change, code) => {
    expect(() => parseBundle(changed(change))).toThrow(expect.objectContaining({ code }))
  })

  it.each(['', '{', '[]', 'null', '{"mediaType":"a","mediaType":"b"}', '\u0000', '['.repeat(10_000)])('refuses %j', (text) => {
    expect(() => parseBundle(text)).toThrow(Refused)
  })
})
