import {
  asObject,
  bundleEvidence,
  envelopeKey,
  fulcioSigner,
  parseEnvelope,
  parseStrictJson,
  readBundle,
  Refused,
  sha256KeyId,
  verifiedStatement,
  verifyBundleEvidence,
  verifyCertificateEnvelope,
  verifyEnvelope,
  verifyGcb,
  verifyNpmAttestations,
  verifyReadBundle,
} from '@cupel/provenance'
import type { GcbKeys, JsonObject, NpmKey, ProvenanceEvidence, PublicKey, Trace, TrustedRoot } from '@cupel/provenance'

/** By what provenance is judged before anybody looks at what it says. */
export interface ProvenanceTrust {
  readonly root: TrustedRoot
  readonly keys: readonly PublicKey[]
  readonly gcbKeys: GcbKeys
  readonly npmKeys: readonly NpmKey[]
  /** Accept envelopes with a certificate that nothing shows to have been logged, with a warning. */
  readonly unlogged: boolean
}

export interface ProvenanceInput {
  readonly text: Buffer
  readonly digests: Readonly<Record<string, string>>
}

/**
 * Verifies who signed provenance, whatever carries it: a Sigstore bundle, a DSSE envelope by key or with a certificate, an image
 * description of Google Cloud Build, an answer of an npm registry.
 */
export function readProvenance({ text, digests }: ProvenanceInput, trust: ProvenanceTrust, trace: Trace): ProvenanceEvidence {
  const value = trace.step('kind', 'the provenance is of a known kind', (step) => {
    const document = asObject(parseStrictJson(text, 'the provenance'), 'the provenance')
    step.found(kindOf(document))
    return document
  })
  return trace.step('signer', 'who signed the provenance is known', (step) => {
    const kind = kindOf(value)
    if (kind === 'Sigstore bundle') return ofBundle(text, trust, step)
    if (kind === 'DSSE envelope') return ofEnvelope(text, hasCertificate(value), trust, step)
    if (kind === 'image description') return verifyGcb(text, { imageSha256: digests['sha256'] ?? '', keys: trust.gcbKeys }, step)
    return verifyNpmAttestations(text, { trust: trust.root, keys: trust.npmKeys, tarball: digests }, step).provenance
  })
}

const KINDS = [
  ['verificationMaterial', 'Sigstore bundle'],
  ['payloadType', 'DSSE envelope'],
  ['provenance_summary', 'image description'],
  ['attestations', 'registry attestations'],
] as const

function kindOf(document: object): (typeof KINDS)[number][1] {
  const found = KINDS.find(([field]) => Object.hasOwn(document, field))
  if (found !== undefined) return found[1]
  throw new Refused('unsupported-version', 'this is no provenance of a known kind', { expected: KINDS.map(([, kind]) => kind).join(', ') })
}

function hasCertificate({ signatures }: JsonObject): boolean {
  return Array.isArray(signatures) && signatures.some((one) => typeof one === 'object' && one !== null && 'cert' in one)
}

function ofBundle(text: Buffer, { root, keys }: ProvenanceTrust, trace: Trace): ProvenanceEvidence {
  const [key, ...more] = keys
  if (key === undefined) return verifyBundleEvidence(text, root, trace)
  const bundle = readBundle(parseStrictJson(text, 'the provenance'))
  if (bundle.signer.kind !== 'key') return verifyBundleEvidence(text, root, trace)
  if (more.length > 0) throw new Refused('trust-missing', 'one key judges a bundle, and several are given')
  return bundleEvidence(verifyReadBundle(bundle, { trust: root, policy: { kind: 'key', key } }, trace))
}

function ofEnvelope(text: Buffer, certified: boolean, trust: ProvenanceTrust, trace: Trace): ProvenanceEvidence {
  const envelope = parseEnvelope(text)
  if (certified) {
    const unlogged = trust.unlogged ? 'warn' : 'refuse'
    const payload = verifyCertificateEnvelope(envelope, { trustedRoot: trust.root, unlogged }, trace)
    return { statement: verifiedStatement(payload), signer: fulcioSigner(payload.identity) }
  }
  if (trust.keys.length === 0)
    throw new Refused('trust-missing', 'the envelope is signed by a key, and none is given', { remedy: 'give --key FILE' })
  const verified = verifyEnvelope(envelope, { keys: trust.keys.map((key) => ({ ...envelopeKey(key), id: sha256KeyId(key) })) }, trace)
  return { statement: verifiedStatement(verified), signer: { kind: 'key', key: verified.signers[0]?.id ?? '' } }
}
