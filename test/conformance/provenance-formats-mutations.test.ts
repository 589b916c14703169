import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { Trace as TraceType } from '@cupel/provenance'
import {
  asArray,
  asObject,
  asString,
  CertificateStore,
  compareModel,
  envelopeKey,
  fulcioSigner,
  layoutKeyFromPem,
  parseEnvelope,
  parseStrictJson,
  parseTrustedRoot,
  PublicKey,
  readNpmKeys,
  readPemCertificates,
  Refused,
  Trace,
  verifiedStatement,
  verifyBundleEvidence,
  verifyCertificateEnvelope,
  verifyCose,
  verifyCredential,
  verifyEnvelope,
  verifyGcb,
  verifyLayout,
  verifyModel,
  verifyNpmAttestations,
  verifyNpmSignature,
  verifyProvenance,
  verifyPypiAttestation,
  verifySummary,
} from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import type { Mutant } from './provenance-mutants.ts'
import { byteMutants, jsonMutants } from './provenance-mutants.ts'
import { evidence, evidencePath, manifestRows } from './provenance-rows.ts'

interface Format {
  readonly file: string
  /** Throws Refused unless the evidence holds. */
  readonly verify: (bytes: Buffer, trace: TraceType) => unknown
  /** Places that mean nothing, and why: a mutant there may be accepted. */
  readonly free: readonly (readonly [place: RegExp, why: string])[]
  readonly mutants?: (bytes: Buffer) => Iterable<Mutant>
  /** The evidence inside a larger file. */
  readonly extract?: (bytes: Buffer) => Buffer
}

const HINT: readonly [RegExp, string] = [/signatures\.\d+\.keyid$/, 'a key id is a hint and decides nothing']
/** Kinds of evidence of which one is enough: what is left after a mutation still proves the same. */
const REDUNDANT: Format['free'] = [
  [/x509CertificateChain\.certificates\.[1-9]/, 'links between leaf and root help to build the chain; the trust root has them too'],
  [/tlogEntries\.0\.inclusion(?:Proof|Promise)$/, 'promise and proof each show the entry by themselves'],
  [/timestampVerificationData/, 'a time by the log is there as well; timestamps by unknown authorities are passed over'],
]
const rows = manifestRows('dsse')
const present = rows.length > 0
const trust = present ? parseTrustedRoot(evidence('trust/sigstore-prod.trusted_root.json')) : undefined
const staging = present ? parseTrustedRoot(evidence('trust/sigstore-staging.trusted_root.json')) : undefined

const npmKeys = present ? readNpmKeys(evidence('trust/npm-keys.json')) : []
const gcbKeys = new Map(
  (present ? readdirSync(evidencePath('trust/gcb-keys')) : []).map(
    (name) => [name.replace('.key', ''), keyOf(`trust/gcb-keys/${name}`)] as const,
  ),
)

const NOW = new Date('2026-06-01T00:00:00Z')

function keyOf(file: string): PublicKey {
  return PublicKey.fromPem(evidence(file).toString(), 'the key')
}

function linksOf(folder: string, changed: string, bytes: Buffer): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(evidencePath(folder)).filter((name) => name.endsWith('.link'))
  return new Map(names.map((name) => [name, name === changed ? bytes : evidence(`${folder}/${name}`)]))
}

function linkName(folder: string): string {
  return present ? readdirSync(evidencePath(folder)).find((name) => name.endsWith('.link'))! : ''
}

function layoutFormat(folder: string, layout: string, keys: readonly string[], changed: string, free: Format['free']): Format {
  return {
    file: `${folder}/${changed}`,
    free,
    verify: (bytes, trace) => {
      const layoutKeys = keys.map((key) => layoutKeyFromPem(evidence(`${folder}/${key}`).toString()))
      const files = linksOf(folder, changed, bytes)
      return verifyLayout(changed === layout ? bytes : evidence(`${folder}/${layout}`), { layoutKeys, files, now: NOW }, trace)
    },
  }
}

const FULL = 'in-toto-oracle/full'
const DSSE = 'in-toto-golang/dsse-only-pass'

const FORMATS: Readonly<Record<string, Format>> = {
  'npm attestations': {
    file: 'npm-attestations/valid-sigstore-attestations.json',
    free: [HINT, ...REDUNDANT],
    verify: (bytes, trace) => verifyNpmAttestations(bytes, { trust: trust!, keys: npmKeys, name: 'sigstore', version: '1.0.0' }, trace),
  },
  'npm registry signatures': {
    file: 'npm-signatures/signatures.jsonl',
    free: [[/^\d+\.time$/, 'the publish time is the unsigned word of the registry']],
    extract: (bytes) => Buffer.from(`[${bytes.toString().trimEnd().split('\n').slice(0, 30).join(',')}]`),
    mutants: (bytes) => (JSON.parse(bytes.toString()) as object[]).flatMap((line) => [...jsonMutants(JSON.stringify([line]))]),
    verify: (bytes, trace) => {
      const lines = asArray(parseStrictJson(bytes, 'the lines'), 'the lines').map((line) => asObject(line, 'a line'))
      if (lines.length === 0) throw new Refused('evidence-missing', 'no line')
      for (const line of lines) {
        const text = (name: string) => asString(line[name], name)
        const release = { name: text('name'), version: text('version'), integrity: text('integrity') }
        verifyNpmSignature({ ...release, signatures: [{ keyid: text('keyid'), sig: text('sig') }] }, npmKeys, trace)
      }
    },
  },
  'PyPI attestation': {
    file: 'pypi-attestations/rfc8785-0.1.2-py3-none-any.whl.publish.attestation',
    free: [],
    verify: (bytes, trace) => {
      const sha256 = createHash('sha256').update(evidence('pypi-attestations/rfc8785-0.1.2-py3-none-any.whl')).digest('hex')
      const distribution = { file: 'rfc8785-0.1.2-py3-none-any.whl', sha256 }
      return verifyPypiAttestation(bytes, { trust: staging!, distribution, signer: { anyOf: [{ san: 'william@yossarian.net' }] } }, trace)
    },
  },
  'SLSA bundle': {
    file: 'slsa-verifier/gha_delegator/v2.0.0/binary-linux-amd64-push-v14.2.build.slsa',
    free: [HINT, ...REDUNDANT],
    verify: (bytes, trace) => {
      const builderId = 'https://github.com/slsa-framework/example-trw/.github/workflows/builder_high-perms_slsa3.yml'
      const policy = { artifacts: [], sourceUri: 'github.com/slsa-framework/example-package', builderId }
      return verifyProvenance(verifyBundleEvidence(bytes, trust!, trace), policy, trace)
    },
  },
  'SLSA envelope with certificate': {
    file: 'slsa-verifier/gha_go/v2.0.0/binary-linux-amd64-push-v14.intoto.jsonl',
    free: [HINT],
    verify: (bytes, trace) => {
      const payload = verifyCertificateEnvelope(parseEnvelope(bytes), { trustedRoot: trust!, unlogged: 'warn' }, trace)
      const evidenceOf = { statement: verifiedStatement(payload), signer: fulcioSigner(payload.identity) }
      return verifyProvenance(evidenceOf, { artifacts: [], sourceUri: 'github.com/slsa-framework/example-package' }, trace)
    },
  },
  'Google Cloud Build': {
    file: 'slsa-verifier/gcb_container/v0.3/gcloud-container-github.json',
    free: [
      [/^image_summary\.(registry|repository)/, 'words about the digest that is compared'],
      [/\.(createTime|updateTime|name|noteName)$/, 'bookkeeping of the registry, outside what is signed'],
      [/resourceUri$|fully_qualified_digest$/, 'only the digest behind the @ is compared; the name before it is display'],
    ],
    verify: (bytes, trace) => {
      const imageSha256 = 'f472ca4b68898c951ac3b476cba919d0d56fca4ced631fabcead51e4b2b690e7'
      const policy = { artifacts: [{ sha256: imageSha256 }], sourceUri: 'github.com/laurentsimon/gcb-tests' }
      return verifyProvenance(verifyGcb(bytes, { imageSha256, keys: gcbKeys }, trace), policy, trace)
    },
  },
  'verification summary': {
    file: 'slsa-verifier/vsa/gce/v1/gke-gce-pre.bcid-vsa.jsonl',
    free: [HINT],
    verify: (bytes, trace) => {
      const payload = verifyEnvelope(
        parseEnvelope(bytes),
        { keys: [envelopeKey(keyOf('slsa-verifier/vsa/gce/v1/vsa_signing_public_key.pem'))] },
        trace,
      )
      const policy = {
        subject: { gce_image_id: '8970095005306000053' },
        verifierId: 'https://bcid.corp.google.com/verifier/bcid_package_enforcer/v0.1',
        resourceUri: 'gce_image://gke-node-images:gke-12615-gke1418000-cos-101-17162-463-29-c-cgpv1-pre',
        levels: ['SLSA_BUILD_LEVEL_2'],
      }
      return verifySummary(verifiedStatement(payload), policy, trace)
    },
  },
  'in-toto layout': layoutFormat(`${FULL}/two-layout-keys-pass`, 'root.layout', ['alice.pub', 'bob.pub'], 'root.layout', [HINT]),
  'in-toto link': layoutFormat(
    `${FULL}/rule-products-modify-pass`,
    'root.layout',
    ['alice.pub'],
    linkName(`${FULL}/rule-products-modify-pass`),
    [HINT],
  ),
  'in-toto layout in DSSE': layoutFormat(DSSE, 'dsse-only.root.layout', ['alice.pub'], 'dsse-only.root.layout', [HINT]),
  'in-toto link in DSSE': layoutFormat(DSSE, 'dsse-only.root.layout', ['alice.pub'], 'clone-dsse.776a00e2.link', [HINT]),
  'model signature by key': {
    file: 'model-signing/v1.0.1-elliptic-key/model.sig',
    free: [
      HINT,
      [/^verificationMaterial\.publicKey\.(rawBytes|keyDetails)/, 'the trusted key is brought by who verifies'],
      [/^verificationMaterial\.(tlogEntries|timestampVerificationData)/, 'not used with keys'],
    ],
    verify: (bytes, trace) => {
      const model = verifyModel(bytes, { method: 'key', key: keyOf('model-signing/keys/signing-key-pub.pem') }, trace)
      return compareModel(model, model.resources, {}, trace)
    },
  },
  'model signature by certificate': {
    file: 'model-signing/v1.0.0-certificate/model.sig',
    free: [HINT, [/^verificationMaterial\.(tlogEntries|timestampVerificationData)/, 'not used with certificates']],
    verify: (bytes, trace) => {
      const store = new CertificateStore(readPemCertificates(evidence('model-signing/keys/ca-cert.pem').toString()))
      return verifyModel(bytes, { method: 'certificate', store }, trace)
    },
  },
  'model signature by Sigstore': {
    file: 'model-signing/v1.1.0-sigstore/model.sig',
    free: [HINT, ...REDUNDANT],
    verify: (bytes, trace) => verifyModel(bytes, { method: 'sigstore', trust: trust!, anyOf: [{ san: 'stefanb@us.ibm.com' }] }, trace),
  },
  'verifiable credential': {
    file: 'vc/eddsa-jcs-2022/signedJCS.json',
    free: [],
    verify: (bytes, trace) => {
      const method = 'did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2'
      return verifyCredential(bytes, { now: NOW, methods: new Map([['https://vc.example/issuers/5678', [method]]]) }, trace)
    },
  },
  COSE_Sign1: {
    file: 'cose/ecdsa-examples/ecdsa-sig-01.json',
    free: [[/^(?:9|11|12)$/, 'the unprotected header holds a hint at the key, under a label of its own']],
    extract: (bytes) => Buffer.from((JSON.parse(bytes.toString()) as { output: { cbor: string } }).output.cbor, 'hex'),
    mutants: (bytes) => byteMutants(bytes),
    verify: (bytes, trace) => {
      const { x, y } = (
        JSON.parse(evidence('cose/ecdsa-examples/ecdsa-sig-01.json').toString()) as { input: { sign0: { key: { x: string; y: string } } } }
      ).input.sign0.key
      return verifyCose(bytes, { keys: [PublicKey.fromJwk({ kty: 'EC', crv: 'P-256', x, y }, 'the key')] }, trace)
    },
  },
}

const counts = { mutants: 0, accepted: 0 }

describe.runIf(present)('Mutants of valid evidence', () => {
  it.each(Object.entries(FORMATS))('%s', async (_, { file, verify, free, mutants, extract }) => {
    const valid = extract === undefined ? evidence(file) : extract(evidence(file))
    const judge = (bytes: Buffer) => Trace.runAsync('evidence', 'Evidence', async (trace: TraceType) => verify(bytes, trace))
    expect((await judge(valid)).outcome).toBe('verified')
    const accepted: string[] = []
    for (const { path, kind, bytes } of mutants?.(valid) ?? jsonMutants(valid.toString())) {
      counts.mutants += 1
      const { outcome } = await judge(bytes)
      if (outcome === 'refused') continue
      counts.accepted += 1
      if (!free.some(([place]) => place.test(path))) accepted.push(`${kind} ${path}`)
    }
    expect(accepted).toEqual([])
  })
  afterAll(() => console.log(`mutants of formats: ${counts.mutants}, accepted without change of meaning: ${counts.accepted}`))
})
