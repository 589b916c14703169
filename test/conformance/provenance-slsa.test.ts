import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CosignAttachment, JsonObject, SlsaPolicy, Trace as TraceType } from '@cupel/provenance'
import {
  envelopeKey,
  fulcioSigner,
  judgeSummary,
  KNOWN_BUILDERS,
  parseEnvelope,
  parseStrictJson,
  parseTrustedRoot,
  PublicKey,
  readNpmKeys,
  readProvenanceFacts,
  readStatement,
  Refused,
  Trace,
  valueAt,
  verifiedStatement,
  verifyBundle,
  verifyBundleEvidence,
  verifyCertificateEnvelope,
  verifyCosignAttachment,
  verifyEnvelope,
  verifyGcb,
  verifyGcbProvenance,
  verifyNpmAttestations,
  verifyProvenance,
  verifySummary,
} from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import type { Failure, ManifestRow } from './provenance-rows.ts'
import { evidence, evidencePath, failureOf, manifestRows } from './provenance-rows.ts'

/** The reference's error classes, and the step and code that stand for them here. */
const WHY: Readonly<Record<string, readonly Failure[]>> = {
  ErrorUntrustedReusableWorkflow: [
    ['builder', 'signer-mismatch'],
    ['builder', 'signer-unknown'],
  ],
  ErrorMismatchBuilderID: [['builder', 'signer-mismatch']],
  ErrorInvalidBuilderID: [
    ['builder', 'signer-unknown'],
    ['builder', 'signer-mismatch'],
  ],
  ErrorNotSupported: [['builder', 'signer-mismatch']],
  ErrorMismatchSource: [['source', 'policy-not-met']],
  ErrorMismatchBranch: [['branch', 'policy-not-met']],
  ErrorMismatchTag: [['tag', 'policy-not-met']],
  ErrorMismatchVersionedTag: [['versioned-tag', 'policy-not-met']],
  ErrorInvalidRef: [
    ['tag', 'policy-not-met'],
    ['versioned-tag', 'policy-not-met'],
  ],
  ErrorMismatchSignature: [
    ['body', 'content-mismatch'],
    ['signature', 'signature-invalid'],
  ],
  'altered signature is no longer base64': [['bundle', 'malformed']],
  'no provenance of a known type': [['answer', 'evidence-missing']],
  ErrorEmptyRequiredField: [['policy', 'trust-missing']],
  ErrorMismatchVerifiedLevels: [['levels', 'policy-not-met']],
  ErrorMismatchPackageName: [['package', 'subject-mismatch']],
  ErrorMismatchPackageVersion: [['package', 'subject-mismatch']],
  ErrorInvalidSignature: [['signature', 'signature-invalid']],
  ErrorVerifierNotSupported: [['builder', 'signer-mismatch']],
  ErrorMismatchHash: [['image', 'digest-mismatch']],
  ErrorInvalidFormat: [['image', 'malformed']],
  ErrorMismatchIntoto: [['text', 'content-mismatch']],
  // Two files of these have broken JSON outside or inside the envelope: refused while reading.
  ErrorInvalidDssePayload: [
    ['gcb', 'malformed'],
    ['signature', 'evidence-missing'],
  ],
  ErrorNoValidSignature: [
    ['vsa', 'signer-mismatch'],
    ['signature', 'signature-invalid'],
    ['signature', 'signer-unknown'],
    ['signature', 'malformed'],
  ],
  ErrorMismatchWorkflowInputs: [['workflow-inputs', 'policy-not-met']],
}

/** Rows judged right for another reason than the reference's, and why. */
const EXCEPTIONS: Readonly<Record<string, readonly Failure[]>> = {
  // Offline nobody can see that the log has no entry; that the certificate was recorded nowhere is seen.
  'slsa-verifier/artifact/root/malicious: invalid signature expired certificate': [['certificate-log', 'evidence-missing']],
}

/** Unit files were altered after signing: what was altered is refused at the signature, before anybody reads the statement. */
const UNIT_WHY: Readonly<Record<string, string>> = {
  'mismatch-tlog.intoto.sigstore': 'ErrorMismatchSignature',
  'invalid-dsse-sig.intoto.sigstore': 'altered signature is no longer base64',
  'npm-att-mismatch-prov-payloadtype.intoto.sigstore': 'ErrorInvalidSignature',
  'npm-att-mismatch-prov-predicatetype.intoto.sigstore': 'no provenance of a known type',
  'npm-stmt-mismatch-prov-predicatetype.intoto.sigstore': 'ErrorInvalidSignature',
  'npm-stmt-mismatch-pub-predicatetype.intoto.sigstore': 'ErrorInvalidSignature',
  'npm-att-prov-invalid-signature.intoto.sigstore': 'ErrorInvalidSignature',
  'npm-att-publish-nodigest.intoto.sigstore': 'ErrorInvalidSignature',
}

const rows = manifestRows('slsa-verifier')
const bare = rows.filter(({ note }) => note.startsWith('dsse+cert'))

describe.runIf(rows.length > 0)('slsa-verifier: bare envelopes with certificate', () => {
  const trustedRoot = parseTrustedRoot(evidence('trust/sigstore-prod.trusted_root.json'))
  let right = 0
  let verdicts = 0
  it.each(bare)('$expected $id', (row) => {
    for (const policy of policies(row)) {
      const { outcome, root } = Trace.run('slsa', 'Build provenance', (trace: TraceType) => {
        const envelope = parseEnvelope(evidence(row.files[0]!).toString().trim())
        const payload = trace.step('envelope', 'Signature', (step) => {
          return verifyCertificateEnvelope(envelope, { trustedRoot, unlogged: 'warn' }, step)
        })
        return verifyProvenance({ statement: verifiedStatement(payload), signer: fulcioSigner(payload.identity) }, policy, trace)
      })
      expectVerdict(row, outcome, root)
      verdicts += 1
    }
    right += 1
  })
  afterAll(() => console.log(`slsa-verifier bare envelopes: ${right} of ${bare.length} rows right (${verdicts} verdicts)`))
})

/** The generator's own tests delegate from its main branch, which the reference accepts in its test mode only. */
const TEST_BUILDERS = KNOWN_BUILDERS.map((builder) => (builder.kind === 'delegator' ? { ...builder, refs: ['refs/heads/main'] } : builder))

const bundled = rows.filter(({ note, id }) => note.startsWith('bundle') || id.startsWith('slsa-verifier/github-attestation/'))

describe.runIf(rows.length > 0)('slsa-verifier: bundles', () => {
  const trust = parseTrustedRoot(evidence('trust/sigstore-prod.trusted_root.json'))
  let right = 0
  let verdicts = 0
  it.each(bundled)('$expected $id', (row) => {
    for (const policy of policies(row)) {
      const { outcome, root } = Trace.run('slsa', 'Build provenance', (trace: TraceType) => {
        const signed = trace.step('bundle', 'Signature', (step) => verifyBundleEvidence(evidence(row.files[0]!), trust, step))
        return verifyProvenance(signed, { ...policy, builders: TEST_BUILDERS }, trace)
      })
      expectVerdict(row, outcome, root)
      verdicts += 1
    }
    right += 1
  })
  afterAll(() => console.log(`slsa-verifier bundles: ${right} of ${bundled.length} rows right (${verdicts} verdicts)`))
})

const npm = rows.filter(({ id }) => id.startsWith('slsa-verifier/npm/'))
const unit = manifestRows('slsa-verifier-unit')

describe.runIf(rows.length > 0)('slsa-verifier: npm and units', () => {
  const trust = parseTrustedRoot(evidence('trust/sigstore-prod.trusted_root.json'))
  const keys = readNpmKeys(evidence('trust/npm-keys.json'))
  let right = 0
  it.each(npm)('$expected $id', (row) => {
    const { outcome, root } = Trace.run('npm', 'Package', (trace: TraceType) => {
      const name = optionOf(row, 'package-name')
      const version = optionOf(row, 'package-version')
      const tarball = { sha512: createHash('sha512').update(evidence(row.files[0]!)).digest('hex') }
      const asked = { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) }
      const { provenance } = verifyNpmAttestations(evidence(row.files[1]!), { trust, keys, tarball, ...asked }, trace)
      return trace.step('build', 'Build', (step) => verifyProvenance(provenance, policies(row)[0]!, step))
    })
    expectVerdict(row, outcome, root)
    right += 1
  })
  it.each(unit)('$expected $id', (row) => {
    const { outcome, root } = Trace.run('unit', 'Attestation', (trace: TraceType): unknown => {
      const bytes = evidence(row.files[0]!)
      if (row.id.includes('/npm-')) return verifyNpmAttestations(bytes, { trust, keys }, trace)
      return verifyBundle(bytes, { trust, policy: { kind: 'judged-later' } }, trace)
    })
    expectVerdict({ ...row, why: UNIT_WHY[row.id.split('/').at(-1)!] ?? row.why }, outcome, root)
    right += 1
  })
  afterAll(() => console.log(`slsa-verifier npm and units: ${right} of ${npm.length + unit.length} rows right`))
})

const images = rows.filter(({ id }) => id.startsWith('slsa-verifier/image/'))

describe.runIf(rows.length > 0)('slsa-verifier: attestations attached to images', () => {
  const trust = parseTrustedRoot(evidence('trust/sigstore-prod.trusted_root.json'))
  let right = 0
  it.each(images)('$expected $id', (row) => {
    const attachments = attachmentsOf(row.files[0]!)
    expect(attachments.length).toBeGreaterThan(0)
    for (const policy of policies(row)) {
      const { outcome, root } = Trace.run('image', 'Build provenance', (trace: TraceType) => {
        const signed = trace.step('attachment', 'Attestation', (step) => verifyCosignAttachment(attachments[0]!, trust, step))
        return verifyProvenance(signed, policy, trace)
      })
      expectVerdict(row, outcome, root)
    }
    right += 1
  })
  afterAll(() => console.log(`slsa-verifier images: ${right} of ${images.length} rows right`))
})

interface Descriptor {
  readonly digest: string
  readonly annotations?: Record<string, string>
}

function attachmentsOf(folder: string): readonly CosignAttachment[] {
  const blob = (digest: string) => evidence(`${folder}/blobs/${digest.replace(':', '/')}`)
  const index = JSON.parse(evidence(`${folder}/index.json`).toString()) as { manifests: readonly Descriptor[] }
  const manifests = index.manifests.filter(({ annotations }) => annotations?.['kind'] === 'dev.cosignproject.cosign/atts')
  return manifests.flatMap(({ digest }) => {
    const { layers } = JSON.parse(blob(digest).toString()) as { layers: readonly Descriptor[] }
    return layers.map((layer) => ({ layer: blob(layer.digest), annotations: layer.annotations ?? {} }))
  })
}

const gcb = rows.filter(({ id }) => id.startsWith('slsa-verifier/gcb/'))
const gcbUnit = manifestRows('gcb-unit')

describe.runIf(rows.length > 0)('Google Cloud Build', () => {
  const folder = evidencePath('trust/gcb-keys')
  const keys = new Map(
    readdirSync(folder).map(
      (file) => [file.replace('.key', ''), PublicKey.fromPem(readFileSync(join(folder, file), 'utf8'), file)] as const,
    ),
  )
  let right = 0
  it.each(gcb)('$expected $id', (row) => {
    for (const policy of policies(row)) {
      const imageSha256 = policy.artifacts[0]!['sha256']!
      const { outcome, root } = Trace.run('gcb', 'Build provenance', (trace: TraceType) => {
        return verifyProvenance(verifyGcb(evidence(row.files[0]!), { imageSha256, keys }, trace), policy, trace)
      })
      expectVerdict(row, outcome, root)
    }
    right += 1
  })
  it.each(gcbUnit)('$expected $id', (row) => {
    const { outcome, root } = Trace.run('gcb', 'Build provenance', (trace: TraceType) => {
      const list = valueAt(parseStrictJson(evidence(row.files[0]!), 'the file'), 'provenance_summary', 'provenance')
      return verifyGcbProvenance(list as readonly JsonObject[], keys, trace)
    })
    expectVerdict(row, outcome, root)
    right += 1
  })
  afterAll(() => console.log(`gcb: ${right} of ${gcb.length + gcbUnit.length} rows right`))
})

const summaries = manifestRows('slsa-verifier-vsa', 'macaron-vsa', 'macaron-provenance')

describe.runIf(rows.length > 0)('Verification summaries and samples', () => {
  let right = 0
  it.each(summaries)('$expected $id', (row) => {
    const judge = { 'slsa-verifier-vsa': judgeVsa, 'macaron-vsa': judgeMacaron, 'macaron-provenance': readMacaron }[row.suite]!
    const { outcome, root } = Trace.run('vsa', 'Summary', (trace: TraceType): unknown => judge(row, trace))
    expectVerdict(row, outcome, root)
    right += 1
  })
  afterAll(() => console.log(`vsa and macaron: ${right} of ${summaries.length} rows right`))
})

function judgeVsa(row: ManifestRow, trace: TraceType): unknown {
  const quoted = (name: string) => new RegExp(`--${name} '([^']*)'`).exec(row.command)?.[1] ?? ''
  const [algorithm = '', digest = ''] = quoted('subject-digest').split(':')
  const key = envelopeKey(PublicKey.fromPem(evidence(row.files[1]!).toString(), 'the key'))
  const envelope = parseEnvelope(evidence(row.files[0]!))
  if (envelope.signatures[0]?.keyid !== quoted('public-key-id')) throw new Refused('signer-mismatch', 'The envelope names another key')
  const payload = verifyEnvelope(envelope, { keys: [key] }, trace)
  const policy = {
    subject: algorithm === '' ? {} : { [algorithm]: digest },
    verifierId: quoted('verifier-id'),
    resourceUri: quoted('resource-uri'),
    levels: quoted('verified-level').split(','),
  }
  return verifySummary(verifiedStatement(payload), policy, trace)
}

/** Macaron's sample is not signed: what it says is judged. */
function judgeMacaron(row: ManifestRow, trace: TraceType): unknown {
  const { payload } = JSON.parse(evidence(row.files[0]!).toString()) as { payload: string }
  const statement = readStatement(parseStrictJson(Buffer.from(payload, 'base64'), 'the statement'))
  const purl = /--purl ([^ ]+)/.exec(row.command)?.[1]
  const subject = { sha256: '9fd17c964a6b26f964f9133c829c5c04e8ff48cbe82d94959381b4550437bc1d' }
  const summary = judgeSummary(
    statement,
    { subject, verifierId: 'https://github.com/oracle/macaron', resourceUri: `${purl}-oracle-00001` },
    trace,
  )
  expect(summary.subject.uri).toBe(`${purl}-oracle-00001?type=jar`)
  return summary
}

/** A sample of provenance: its bare envelope with certificate is whole. */
function readMacaron(row: ManifestRow, trace: TraceType): unknown {
  const trustedRoot = parseTrustedRoot(evidence('trust/sigstore-prod.trusted_root.json'))
  const payload = verifyCertificateEnvelope(parseEnvelope(evidence(row.files[0]!)), { trustedRoot, unlogged: 'warn' }, trace)
  return readProvenanceFacts(verifiedStatement(payload))
}

function expectVerdict(row: ManifestRow, outcome: string, root: Parameters<typeof failureOf>[0]): void {
  if (row.expected === 'PASS') return expect(failureOf(root) ?? outcome).toBe('verified')
  expect(EXCEPTIONS[row.id] ?? WHY[row.why]).toContainEqual(failureOf(root))
}

/** One policy for each alternative of `--builder-id {a|(none)|c}`. */
function policies(row: ManifestRow): readonly SlsaPolicy[] {
  const { command } = row
  const option = (name: string) => optionOf(row, name)
  const inputs = [...command.matchAll(/--build-workflow-input '([^=]+)=([^']*)'/g)].map(([, name, value]) => [name, value] as const)
  const digest = /sha256:([0-9a-f]{64})$/.exec(command)?.[1]
  const asked = option('builder-id')
  const policy = {
    artifacts: digest === undefined ? [] : [{ sha256: digest }],
    sourceUri: option('source-uri')!,
    ...defined('sourceBranch', option('source-branch')),
    ...defined('sourceTag', option('source-tag')),
    ...defined('sourceVersionedTag', option('source-versioned-tag')),
    ...(inputs.length === 0 ? {} : { workflowInputs: Object.fromEntries(inputs) as Record<string, string> }),
  }
  const alternatives = asked === undefined ? ['(none)'] : asked.replace(/^\{|\}$/g, '').split('|')
  return alternatives.map((builderId) => (builderId === '(none)' ? policy : { ...policy, builderId }))
}

function optionOf({ command }: ManifestRow, name: string): string | undefined {
  return new RegExp(`--${name} ([^ ]+)`).exec(command)?.[1]
}

function defined(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value }
}
