import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ArtifactInput, BundlePolicy, BundleThresholds, Step, Trace as TraceType, TrustedRoot } from '@cupel/provenance'
import {
  loadEcdsaDigestVerify,
  parseBundle,
  parseCertificateAuthority,
  parseClientTrustConfig,
  parseSigningConfig,
  parseTrustedRoot,
  PublicKey,
  readPemCertificates,
  requireAuthority,
  requireSigner,
  Trace,
  verifyBundle,
  verifyTimestamp,
  writeBundle,
} from '@cupel/provenance'
import { sharedPath } from '../shared.ts'
import type { ManifestRow } from './provenance-manifest.ts'
import { manifestRows } from './provenance-manifest.ts'

/** Third-party bundles: the Sigstore clients' shared suite, and what the suites of single clients add to it. */
const manifest = sharedPath('provenance/manifest.tsv')

/** What the suite says is wrong → the innermost step that must fail, and why. */
const REASONS: Readonly<Record<string, readonly [step: string, code: string]>> = {
  'dsse-invalid-sig_fail': ['signature', 'signature-invalid'],
  'dsse-mismatch-sig_fail': ['log-entries/entry-1/body', 'content-mismatch'],
  'intoto-log-entry-mismatch_fail': ['log-entries/entry-1/body', 'content-mismatch'],
  'intoto-set-outside-signing-cert-validity_fail': ['certificate-chain', 'time-invalid'],
  'managed-key-no-key_fail': ['signer', 'trust-missing'],
  'bundle-from-wrong-instance_fail': ['log-entries/entry-1/log', 'signer-unknown'],
  'bundle-malformed-json_fail': ['bundle', 'malformed'],
  'bundle-unknown-version_fail': ['bundle', 'unsupported-version'],
  'checkpoint-bad-keyhint_fail': ['log-entries/entry-1/checkpoint', 'signer-unknown'],
  'inclusion-proof-corrupted-hash_fail': ['log-entries/entry-1/inclusion', 'log-proof-invalid'],
  'integrated-time-in-future_fail': ['certificate-chain', 'time-invalid'],
  'invalid-ct-key_fail': ['certificate-log', 'signer-unknown'],
  'message-digest-mismatch_fail': ['artifact', 'digest-mismatch'],
  'signature-mismatch_fail': ['signature', 'signature-invalid'],
  'wrong-hashedrekord-artifact_fail': ['log-entries/entry-1/body', 'content-mismatch'],
  'wrong-hashedrekord-entry_fail': ['log-entries/entry-1/body', 'content-mismatch'],
  'rekor2-checkpoint-missing-log-signature_fail': ['log-entries/entry-1/checkpoint', 'evidence-missing'],
  'rekor2-checkpoint-missing-root-hash_fail': ['log-entries/entry-1/checkpoint', 'malformed'],
  'rekor2-checkpoint-no-matching-signature_fail': ['log-entries/entry-1/checkpoint', 'content-mismatch'],
  'rekor2-dsse-mismatch-envelope_fail': ['log-entries/entry-1/body', 'content-mismatch'],
  'rekor2-no-inclusion-proof_fail': ['bundle', 'evidence-missing'],
  'rekor2-timestamp-outside-trust-root-tsa-validity_fail': ['timestamps/timestamp-1', 'time-invalid'],
  'rekor2-timestamp-payload-mismatch_fail': ['timestamps/timestamp-1', 'digest-mismatch'],
  'rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail': ['timestamps/timestamp-1', 'signer-unknown'],
  'bundle_invalid_version.txt.sigstore': ['bundle', 'unsupported-version'],
  'bundle_no_log_entry.txt.sigstore': ['log-entries', 'evidence-missing'],
  'bundle_v3_no_signed_time.txt.sigstore.json': ['time', 'time-invalid'],
  'bundle.many_timestamp.sigstore': ['bundle', 'limit-exceeded'],
  'bundle.txt.late_timestamp.sigstore': ['certificate-chain', 'time-invalid'],
  'certificate_authority.missingroot.json': ['parse', 'trust-missing'],
  'bogus-root': ['role', 'certificate-invalid'],
  'bogus-root-invalid-ku': ['role', 'certificate-invalid'],
  'bogus-leaf-missing-eku': ['role', 'certificate-invalid'],
  'provenance-tsa-required': ['timestamps', 'evidence-missing'],
  'dsse-two-signatures': ['bundle', 'malformed'],
  'othername-san-as-email': ['identity', 'signer-mismatch'],
}

/** Rows whose command names the wrong file, and what is right. */
const CORRECTIONS: Readonly<
  Record<string, { readonly trustedRoot?: string; readonly noArtifact?: true; readonly mixed?: true; readonly why: string }>
> = {
  'a.dsse.staging-rekor-v2.txt.sigstore.json': { noArtifact: true, why: 'the statement is about a.txt; the suite asks for no artifact' },
  'bundle_v3_no_signed_time.txt.sigstore.json': {
    trustedRoot: 'trust/sigstore-prod.trusted_root.json',
    why: 'the entry is of the production log; with the staging root the log is not even known',
  },
  'bundle.txt.late_timestamp.sigstore': {
    mixed: true,
    why: 'certificate of production, log and timestamp of staging: known together, and the only thing wrong is the late time',
  },
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3'

describe.skipIf(manifest === null)('Sigstore bundles of other projects', async () => {
  const folder = dirname(manifest ?? '')
  const ecdsa = await loadEcdsaDigestVerify()
  const rows = manifest === null ? [] : manifestRows(readFileSync(manifest, 'utf8'))

  it.each(['sigstore-conformance', 'sigstore-python', 'sigstore-go', 'sigstore-js', 'protobuf-specs', 'npm-attestations'])(
    '%s',
    (suite) => {
      const cases = rows.filter((row) => row.suite === suite)
      const wrong = cases.map(judge).filter((problem) => problem !== undefined)
      console.log(`provenance: ${suite}: ${cases.length - wrong.length} of ${cases.length} rows right`)
      expect(wrong).toEqual([])
      expect(cases.length).toBeGreaterThan(0)
    },
  )

  /** Undefined when the verdict is the expected one, for the expected reason. */
  function judge(row: ManifestRow): string | undefined {
    const verdict = Trace.run('verify', row.id, (trace) => check(row, trace))
    const found = verdict.outcome === 'verified' ? 'verified' : failure(verdict.root)
    if (row.expected.startsWith('PASS')) return found === 'verified' ? undefined : `${row.id}: ${found}`
    const name = row.id.split('/').find((part) => Object.hasOwn(REASONS, part))
    const reason = name === undefined ? undefined : REASONS[name]
    const expected = reason === undefined ? 'a reason in this file' : reason.join(': ')
    return found === expected ? undefined : `${row.id}: ${found}, not ${expected}`
  }

  function check(row: ManifestRow, trace: TraceType): void {
    const [verb] = row.command.split(' ')
    if (verb === 'parse-trust') trace.step('parse', 'The file is what it says', () => parseTrust(row.files[0]!))
    else if (verb === 'check-certificate') trace.step('role', 'The certificate may be used as this', () => checkRole(row))
    else if (verb === 'verify-timestamp') {
      const [message, timestamp] = row.files
      verifyTimestamp(read(timestamp!), read(message!), { authorities: rootOf(row).timestampAuthorities })
    } else if (verb === 'parse-bundle') {
      const bundle = parseBundle(read(row.files[1]!))
      expect(parseBundle(writeBundle(bundle))).toEqual(bundle)
    } else if (verb === 'verify-npm-attestations') {
      for (const { bundle } of (JSON.parse(read(row.files[0]!).toString()) as { attestations: { bundle: object }[] }).attestations) {
        const keyed = JSON.stringify(bundle).includes('"hint"')
        const policy: BundlePolicy = keyed ? { kind: 'key', key: npmKey(JSON.stringify(bundle)) } : { kind: 'any-identity' }
        verifyBundle(JSON.stringify(bundle), { trust: rootOf(row), policy }, trace)
      }
    } else checkBundle(row, trace)
  }

  function checkBundle(row: ManifestRow, trace: TraceType): void {
    const trust = trace.step('trusted-root', 'The trusted root is usable', () => rootOf(row))
    const artifact = artifactOf(row)
    const thresholds: BundleThresholds = {
      ...(option(row, 'time-threshold') && { times: Number(option(row, 'time-threshold')) }),
      ...(option(row, 'tsa-threshold') && { timestamps: Number(option(row, 'tsa-threshold')) }),
      ...(option(row, 'log-threshold') && { logs: Number(option(row, 'log-threshold')) }),
    }
    const options = { trust, policy: policyOf(row), thresholds, ...(artifact && { artifact }) }
    verifyBundle(read(option(row, 'bundle')!), options, trace)
  }

  function policyOf(row: ManifestRow): BundlePolicy {
    const key = option(row, 'key')
    if (key !== undefined) return { kind: 'key', key: PublicKey.fromPem(read(key).toString(), 'the key') }
    const san = option(row, 'certificate-identity')
    const issuer = option(row, 'certificate-oidc-issuer')
    if (san === undefined || issuer === undefined) return { kind: 'any-identity' }
    return { kind: 'identities', anyOf: [{ san, issuer }] }
  }

  /** A file or digest at the end of the command; undefined where the row gives none and the envelope stands for itself. */
  function artifactOf(row: ManifestRow): ArtifactInput | undefined {
    const last = row.command.split(' ').at(-1)!
    if (correction(row)?.noArtifact === true) return undefined
    if (last.startsWith('sha256:')) return { digests: { sha256: Buffer.from(last.slice(7), 'hex') }, ecdsa }
    return last.startsWith(`${row.suite}/`) && !/\.(?:json|pub)$/.test(last) ? { bytes: read(last) } : undefined
  }

  function rootOf(row: ManifestRow): TrustedRoot {
    const root = parseTrustedRoot(read(correction(row)?.trustedRoot ?? option(row, 'trusted-root')!))
    if (!row.command.includes('timestamp authorities replaced')) return root
    const authorities = JSON.parse(read(row.files.find((file) => file.endsWith('ca.json'))!).toString()) as object
    const replaced = { ...root, timestampAuthorities: [parseCertificateAuthority(JSON.stringify(authorities))] }
    if (correction(row)?.mixed !== true) return replaced
    const { certificateAuthorities, certificateLogs } = parseTrustedRoot(read('trust/sigstore-prod.trusted_root.json'))
    return { ...root, certificateAuthorities, certificateLogs }
  }

  function parseTrust(file: string): void {
    if (file.includes('certificate_authority')) parseCertificateAuthority(read(file))
    else if (file.includes('trust_config')) parseClientTrustConfig(read(file))
    else if (file.includes('signing_config')) parseSigningConfig(read(file))
    else parseTrustedRoot(read(file))
  }

  function checkRole(row: ManifestRow): void {
    const [certificate] = readPemCertificates(read(row.files[0]!).toString())
    if (row.expected.includes('leaf')) requireSigner(certificate!, CODE_SIGNING)
    else requireAuthority(certificate!)
  }

  function npmKey(bundle: string): PublicKey {
    const { keys } = JSON.parse(read('trust/npm-keys.json').toString()) as { keys: { keyId: string; publicKey: { rawBytes: string } }[] }
    const key = keys.find(({ keyId }) => bundle.includes(keyId))
    return PublicKey.fromSpki(Buffer.from(key!.publicKey.rawBytes, 'base64'), 'the key')
  }

  function read(path: string): Buffer {
    return readFileSync(join(folder, path))
  }
})

function correction(row: ManifestRow): (typeof CORRECTIONS)[string] | undefined {
  const name = row.id.split('/').find((part) => Object.hasOwn(CORRECTIONS, part))
  return name === undefined ? undefined : CORRECTIONS[name]
}

function option(row: ManifestRow, name: string): string | undefined {
  return new RegExp(`--${name} (\\S+)`).exec(row.command)?.[1]
}

function failure(step: Step, path: readonly string[] = []): string {
  const inner = step.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? `${path.join('/')}: ${step.code}` : failure(inner, [...path, inner.id])
}
