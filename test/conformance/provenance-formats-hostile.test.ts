import {
  asObject,
  parseEnvelope,
  parseStrictJson,
  provenanceHistory,
  readCoseMessage,
  readDistributionName,
  readModelBundle,
  readNpmKeys,
  readPublisher,
  readStatement,
  readWitnessPolicy,
  Refused,
  resolveMethod,
  Trace,
  verifyCredential,
  verifyGcb,
  verifyLayout,
  verifyNpmAttestations,
  verifyPypiAttestation,
  verifySdJwt,
  verifyVcJwt,
} from '@cupel/provenance'
import fc from 'fast-check'
import { describe, it } from 'vitest'

const NOW = new Date('2026-01-01T00:00:00Z')
const TRUST = { logs: [], certificateAuthorities: [], certificateLogs: [], timestampAuthorities: [], unusable: [] }

/** Every reader of this part, by what it reads. Each must end in Refused or a value, whatever it is given. */
const READERS: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  'DSSE envelope': parseEnvelope,
  statement: (bytes) => readStatement(parseStrictJson(bytes, 'x')),
  'npm keys': readNpmKeys,
  'npm attestations': (bytes) => run((trace) => verifyNpmAttestations(bytes, { trust: TRUST, keys: [] }, trace)),
  packument: (bytes) => provenanceHistory(asObject(parseStrictJson(bytes, 'x'), 'x')),
  'PyPI attestation': (bytes) => {
    const distribution = { file: 'a-1.tar.gz', sha256: '' }
    return run((trace) => verifyPypiAttestation(bytes, { trust: TRUST, distribution, signer: { anyOf: [] } }, trace))
  },
  'PyPI publisher': (bytes) => readPublisher(parseStrictJson(bytes, 'x')),
  'distribution name': (bytes) => readDistributionName(bytes.toString('latin1')),
  layout: (bytes) => run((trace) => verifyLayout(bytes, { layoutKeys: [], files: new Map([['a.12345678.link', bytes]]), now: NOW }, trace)),
  'witness policy': (bytes) => readWitnessPolicy(parseStrictJson(bytes, 'x')),
  'Google Cloud Build': (bytes) => run((trace) => verifyGcb(bytes, { imageSha256: '', keys: new Map() }, trace)),
  'model signature': readModelBundle,
  COSE: readCoseMessage,
  credential: (bytes) => Trace.runAsync('x', 'X', (trace) => verifyCredential(bytes, { now: NOW }, trace)),
  'VC-JWT': (bytes) => run((trace) => verifyVcJwt(bytes.toString('latin1'), { now: NOW }, trace)),
  'SD-JWT': (bytes) => run((trace) => verifySdJwt(bytes.toString('latin1'), { now: NOW }, trace)),
  DID: (bytes) => resolveMethod(`did:key:${bytes.toString('latin1')}#x`),
}

function run(verify: Parameters<typeof Trace.run>[2]): unknown {
  return Trace.run('x', 'X', verify)
}

const KEYS = `_type subject digest sha256 predicateType predicate payload payloadType signatures sig keyid signed steps keys expires
attestations bundle mediaType verificationMaterial version versions time dist provenance_summary provenance envelope proof issuer kind
image_summary __proto__ constructor`.split(/\s+/)
const TEXTS = [
  '',
  'layout',
  'link',
  'AAAA',
  '1',
  'https://in-toto.io/Statement/v1',
  'application/vnd.in-toto+json',
  'GitHub',
  'BUILD',
  '\u0000',
]

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, true, 0, -1, 1.5, 1e21),
    fc.constantFrom(...TEXTS),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  ),
})).value

async function endsInRefused(read: (bytes: Buffer) => unknown, bytes: Buffer): Promise<void> {
  try {
    await read(bytes)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

describe('hostile input', () => {
  it.each(Object.entries(READERS))('%s ends in a refusal, never in a crash', async (_, read) => {
    const structured = fc.asyncProperty(json, (value) => endsInRefused(read, Buffer.from(JSON.stringify(value))))
    await fc.assert(structured, { seed: 1, numRuns: 300 })
    const raw = fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), (bytes) => endsInRefused(read, Buffer.from(bytes)))
    await fc.assert(raw, { seed: 1, numRuns: 300 })
    for (const text of ['['.repeat(100_000), `${'{"a":'.repeat(10_000)}1`, '~'.repeat(5000), '.'.repeat(5000)])
      await endsInRefused(read, Buffer.from(text))
  })
})
