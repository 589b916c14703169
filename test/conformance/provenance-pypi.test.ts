import { createHash } from 'node:crypto'
import type { PypiSigner, Trace as TraceType } from '@cupel/provenance'
import {
  parseTrustedRoot,
  readFulcioIdentity,
  readPemCertificates,
  requirePublisher,
  Trace,
  verifyPypiAttestation,
  verifyPypiSigstoreBundle,
} from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import type { Failure, ManifestRow } from './provenance-rows.ts'
import { evidence, failureOf, manifestRows } from './provenance-rows.ts'

const WHY: Readonly<Record<string, readonly Failure[]>> = {
  'SAN does not match': [['identity', 'signer-mismatch']],
  'subject name differs': [['distribution', 'subject-mismatch']],
  // Which part of the other instance is missed first is the bundle verifier's business: its log, or its authority.
  'wrong sigstore instance': [
    ['log', 'signer-unknown'],
    ['certificate-chain', 'signer-unknown'],
  ],
  'Build Config URI does not match': [['publisher', 'signer-mismatch']],
}

const rows = manifestRows('pypi-attestations')

describe.runIf(rows.length > 0)('PyPI attestations', () => {
  let right = 0
  it.each(rows)('$expected $id', (row) => {
    const { outcome, root } = Trace.run('pypi', 'Attestation', (trace: TraceType) => judge(row, trace))
    if (row.expected === 'PASS') expect(failureOf(root) ?? outcome).toBe('verified')
    else expect(WHY[row.why]).toContainEqual(failureOf(root))
    right += 1
  })
  afterAll(() => console.log(`pypi-attestations: ${right} of ${rows.length} rows right`))
})

function judge(row: ManifestRow, trace: TraceType): unknown {
  const option = (name: string) => new RegExp(`--${name} ([^ ]+)`).exec(row.command)?.[1]
  if (row.id.endsWith('cert-no-ref-extension')) {
    const [certificate] = readPemCertificates(evidence(row.files[0]!).toString(), 'the certificate')
    const publisher = { kind: 'GitHub', repository: 'SWIFTSIM/swiftgalaxy', workflow: 'python-publish.yml' } as const
    requirePublisher(readFulcioIdentity(certificate!), publisher)
    return 'publisher'
  }
  const last = row.command.split(' ').at(-1)!
  const file = option('name') ?? last
  const sha256 = last.startsWith('sha256:')
    ? last.slice('sha256:'.length)
    : createHash('sha256').update(evidence(row.files[0]!)).digest('hex')
  const trust = parseTrustedRoot(evidence(option('trusted-root')!))
  const repository = option('repository')
  const issuer = option('issuer')
  const signer: PypiSigner =
    repository === undefined
      ? { anyOf: [{ san: option('identity')!, ...(issuer === undefined ? {} : { issuer }) }] }
      : { publisher: { kind: 'GitHub', repository, workflow: option('workflow')! } }
  const options = { trust, distribution: { file, sha256 }, signer }
  if (option('bundle') === undefined) return verifyPypiAttestation(evidence(row.files.at(-1)!), options, trace)
  return verifyPypiSigstoreBundle(evidence(row.files[1]!), options, trace)
}
