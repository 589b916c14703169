import type { InstalledPackage } from '@cupel/provenance'
import {
  auditNpmSignatures,
  parseTrustedRoot,
  readDistributionName,
  readNpmKeys,
  Refused,
  Trace,
  verifyNpmAttestations,
} from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { evidence, manifestRows } from './provenance-rows.ts'

interface SignatureLine {
  readonly name: string
  readonly version: string
  readonly integrity: string
  readonly keyid: string
  readonly sig: string
  readonly time: string | null
}

const OLD_KEY_END = '2025-01-29T00:00:00.000Z'

function npmKeys() {
  return readNpmKeys(evidence('trust/npm-keys.json'))
}

function installed(change: Partial<SignatureLine> = {}): readonly InstalledPackage[] {
  const lines = evidence('npm-signatures/signatures.jsonl').toString().trimEnd().split('\n')
  return lines.map((line) => {
    const { name, version, integrity, keyid, sig, time } = { ...(JSON.parse(line) as SignatureLine), ...change }
    const published = time === null ? {} : { publishedAt: new Date(time) }
    return { from: 'registry', name, version, integrity, signatures: [{ keyid, sig }], ...published } as const
  })
}

const signatureRows = manifestRows('npm-signatures', 'npm-signatures-scenario', 'npm-attestations')

const scenarios: Readonly<Record<string, () => void>> = {
  'npm-signatures/valid': () => {
    const audit = auditNpmSignatures(installed(), npmKeys())
    expect(audit.verified).toHaveLength(146)
    expect([...audit.missing, ...audit.invalid, ...audit.skipped]).toEqual([])
  },
  'npm-signatures/scenario/missing signature with keys present': () => {
    const [first] = installed()
    const audit = auditNpmSignatures([{ ...first!, signatures: [] } as InstalledPackage], npmKeys())
    expect([audit.missing.length, audit.invalid.length, audit.verified.length]).toEqual([1, 0, 0])
  },
  'npm-signatures/scenario/integrity altered': () => {
    const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`
    const audit = auditNpmSignatures(installed({ integrity }).slice(0, 1), npmKeys())
    expect(audit.invalid.map(({ name, verdict }) => [name, failedStep(verdict.root.steps)])).toEqual([
      ['@dependabot-fixtures/npm-parent-dependency', 'signature: signature-invalid'],
    ])
  },
  'npm-signatures/scenario/key expired before the publish time': () => {
    const audit = auditNpmSignatures(installed({ time: OLD_KEY_END }).slice(0, 1), npmKeys())
    expect(audit.invalid.map(({ verdict }) => failedStep(verdict.root.steps))).toEqual(['key-time: time-invalid'])
  },
  'npm-signatures/scenario/git, file and workspace dependencies': () => {
    const elsewhere = (['git', 'file', 'link'] as const).map((from) => ({ from, name: from, version: '1.0.0' }))
    const audit = auditNpmSignatures(elsewhere, npmKeys())
    expect([audit.skipped.length, audit.verified.length, audit.missing.length, audit.invalid.length]).toEqual([3, 0, 0, 0])
  },
  'npm-signatures/scenario/valid attestations': validAttestations,
  'npm-attestations/valid-sigstore-attestations.json': validAttestations,
  'npm-signatures/scenario/two packages, one valid one missing': () => {
    const [first, second] = installed()
    const audit = auditNpmSignatures([first!, { ...second!, signatures: [] } as InstalledPackage], npmKeys())
    expect(audit.verified).toHaveLength(1)
    expect(audit.missing.map(({ name, version }) => `${name}@${version}`)).toEqual([`${second!.name}@${second!.version}`])
  },
}

/** The tarball is not given: the digest that both attestations name stands in its place. */
function validAttestations(): void {
  const trust = parseTrustedRoot(evidence('trust/sigstore-prod.trusted_root.json'))
  const bytes = evidence('npm-attestations/valid-sigstore-attestations.json')
  const { outcome, value } = Trace.run('npm', 'Attestations', (trace) => verifyNpmAttestations(bytes, { trust, keys: npmKeys() }, trace))
  expect([outcome, value?.name, value?.version]).toEqual(['verified', 'sigstore', '1.0.0'])
}

function failedStep(steps: readonly { readonly id: string; readonly outcome: string; readonly code?: string }[]): string {
  const failed = steps.find((step) => step.outcome === 'failed')
  return `${failed?.id}: ${failed?.code}`
}

describe.runIf(signatureRows.length > 0)('npm registry signatures', () => {
  let right = 0
  it.each(signatureRows)('$id', ({ id }) => {
    scenarios[id]!()
    right += 1
  })
  afterAll(() => console.log(`npm-signatures: ${right} of ${signatureRows.length} rows right`))
})

const fileRows = manifestRows('pypi-filename')

describe.runIf(fileRows.length > 0)('PyPI file names', () => {
  let right = 0
  it.each(fileRows)('$expected $id', ({ id, expected }) => {
    const file = id.split('/').at(-1)!
    if (expected === 'PASS') expect(readDistributionName(file).project).toMatch(/^foo(-ba[rz])*$/)
    else expect(() => readDistributionName(file)).toThrow(Refused)
    right += 1
  })
  afterAll(() => console.log(`pypi-filename: ${right} of ${fileRows.length} rows right`))
})
