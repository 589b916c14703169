import type { Vouch } from '@cupel/model'
import {
  envelopeKey,
  loadEcdsaDigestVerify,
  loadMlDsa,
  matchSubject,
  parseStrictJson,
  readBundle,
  parseEnvelope,
  Refused,
  sha256KeyId,
  Trace,
  verifiedStatement,
  verifyEnvelope,
  verifyReadBundle,
} from '@cupel/provenance'
import type { Bundle, BundlePolicy, JsonValue, PublicKey, Verdict, VerifyBundleOptions } from '@cupel/provenance'
import { signatureKindOf, vouchOfSignature } from './check-signature-file.ts'
import type { SignatureKind } from './check-signature-file.ts'
import type { GivenArtifact } from './given-artifact.ts'
import type { Trust } from './trust-input.ts'
import { evidenceOf, vouchOfBundle } from './vouch-of-bundle.ts'

/** One piece of evidence about an artifact. */
export interface ArtifactEvidence {
  readonly text: Buffer
  /** For people. */
  readonly source: string
  readonly artifact: GivenArtifact
}

/** Whose evidence is looked at. `anybody` takes every certificate that the root vouches for; only a proposal of trust may ask so. */
export type EvidenceTrust = Pick<Trust, 'policy' | 'identity' | 'key' | 'policyKeys' | 'root' | 'unlogged' | 'now'> & {
  readonly anybody?: boolean
}

/** Verifies one Sigstore bundle, DSSE envelope or detached signature over the artifact. An envelope may have several signers, each of whom vouches. */
export async function checkEvidence(evidence: ArtifactEvidence, trust: EvidenceTrust): Promise<Verdict<readonly Vouch[]>> {
  const loaded = await loadFor(evidence)
  return Trace.run('evidence', `the evidence in ${evidence.source} holds`, (trace) => {
    const found = trace.step('kind', 'the evidence is of a known kind', (step) => readKnown(evidence.text, (kind) => step.found(kind)))
    if (found.kind === 'envelope') return vouchesOfEnvelope(evidence, trust, trace)
    if (found.kind === 'bundle') return [vouchOfSigstore(found.bundle, { evidence, trust, loaded }, trace)]
    requirePolicy(trust)
    const { text, artifact, source } = evidence
    const { bytes } = artifact
    if (bytes === null)
      throw new Refused('evidence-missing', 'a detached signature is verified over the file itself, and it is not at hand or too large')
    return [vouchOfSignature({ kind: found.signature, text, bytes, source }, trust.policyKeys, trust.now, trace)]
  })
}

/**
 * A detached signature names its key itself, and only the identities of a policy say whose keys count. Beside an identity or key that
 * was asked for it would let anybody in.
 */
function requirePolicy({ policy, identity, key, anybody = false }: EvidenceTrust): void {
  if (identity === null && key === null && (policy !== null || anybody)) return
  throw new Refused('signer-mismatch', 'a detached signature is by no certificate or key that was asked for', {
    expected: identity?.subject ?? 'the key given',
    remedy: 'name its signer in a policy, and give that with --trust FILE',
  })
}

type Loaded = Pick<VerifyBundleOptions, 'artifact' | 'mlDsa'>

/** Code for rare algorithms is loaded only where the evidence can need it: a bare digest, or a bundle that names ML-DSA. */
async function loadFor({ artifact, text }: ArtifactEvidence): Promise<Loaded> {
  const { bytes } = artifact
  const mlDsa = text.includes('ML_DSA') ? { mlDsa: await loadMlDsa() } : {}
  if (bytes !== null) return { artifact: { bytes }, ...mlDsa }
  const digests = Object.fromEntries(Object.entries(artifact.digests).map(([name, hex]) => [name, Buffer.from(hex, 'hex')]))
  return { artifact: { digests, ecdsa: await loadEcdsaDigestVerify() }, ...mlDsa }
}

type Known =
  | { readonly kind: 'bundle'; readonly bundle: Bundle }
  | { readonly kind: 'envelope' }
  | { readonly kind: 'signature'; readonly signature: SignatureKind }

function readKnown(text: Buffer, found: (kind: string) => void): Known {
  const signature = signatureKindOf(text)
  if (signature !== null) {
    found(signature)
    return { kind: 'signature', signature }
  }
  const value: JsonValue = parseStrictJson(text, 'The evidence')
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    if ('mediaType' in value || 'verificationMaterial' in value) {
      found('Sigstore bundle')
      return { kind: 'bundle', bundle: readBundle(value) }
    }
    if ('payloadType' in value && 'signatures' in value) {
      found('DSSE envelope')
      return { kind: 'envelope' }
    }
  }
  throw new Refused('unsupported-version', 'this is no Sigstore bundle, DSSE envelope or signature of a known kind', {
    remedy: 'cupel verify --help lists what is understood',
  })
}

interface SigstoreInput {
  readonly evidence: ArtifactEvidence
  readonly trust: EvidenceTrust
  readonly loaded: Loaded
}

function vouchOfSigstore(bundle: Bundle, { evidence, trust, loaded }: SigstoreInput, trace: Trace): Vouch {
  const policies = bundlePolicies(bundle, trust)
  const verified = trace.step('bundle', 'the Sigstore bundle verifies', (step) => {
    let refusal: Refused | undefined
    for (const [at, policy] of policies.entries()) {
      const thresholds = policy.kind === 'key' && trust.unlogged ? { thresholds: { logs: 0 } } : {}
      const options = { trust: trust.root, policy, ...thresholds, ...loaded }
      if (policies.length === 1) return verifyReadBundle(bundle, options, step)
      const tried = step.attempt(`key-${at + 1}`, `key ${at + 1} of the policy`, (inner) => verifyReadBundle(bundle, options, inner))
      if ('value' in tried) return tried.value
      // The key that did sign says more than those that did not.
      if (refusal === undefined || refusal.code === 'signature-invalid') refusal = tried.refused
    }
    throw refusal ?? new Refused('signer-unknown', 'the policy names no key')
  })
  return trace.step('statement', 'it vouches for the artifact', () => vouchOfBundle(verified, evidence.source))
}

/** A bundle that names a key is verified with the key given or those of the policy; any other by its certificate. */
function bundlePolicies(
  { signer }: Bundle,
  { policy, identity, key, policyKeys, anybody = false }: EvidenceTrust,
): readonly BundlePolicy[] {
  if (identity !== null) return [{ kind: 'identities', anyOf: [{ san: identity.subject, issuer: identity.issuer }] }]
  if (key !== null) return [{ kind: 'key', key }]
  if (signer.kind === 'key') {
    if (policyKeys.keys.size === 0) throw new Refused('trust-missing', 'the bundle is signed with a key, and the policy names no such key')
    return keysFor(signer.hint, policyKeys.keys).map((one) => ({ kind: 'key', key: one }))
  }
  if (policy === null && !anybody) throw new Refused('trust-missing', 'nobody said who may have signed')
  return [{ kind: 'judged-later' }]
}

/** The bundle's hint only says which trusted key is tried; the signature decides. A hint of any other form leads to all of them. */
function keysFor(hint: string, keys: ReadonlyMap<string, PublicKey>): readonly PublicKey[] {
  const hinted = keys.get(hint) ?? keys.get(`SHA256:${hint.replace(/=+$/, '')}`)
  return hinted === undefined ? [...keys.values()] : [hinted]
}

/** An envelope by itself proves nothing but its signature: only keys that are trusted already can vouch by it. */
function vouchesOfEnvelope(
  { text, source, artifact }: ArtifactEvidence,
  { key, identity, policyKeys }: EvidenceTrust,
  trace: Trace,
): readonly Vouch[] {
  if (identity !== null)
    throw new Refused('signer-mismatch', 'an identity was asked for, and an envelope without certificate has none', {
      expected: identity.subject,
      remedy: 'give a Sigstore bundle',
    })
  const trusted = key === null ? [...policyKeys.keys.values()] : [key]
  if (trusted.length === 0) {
    throw new Refused('trust-missing', 'an envelope without certificate or log entry can only be verified by a key', {
      remedy: 'give --key FILE, or identities of kind "key" in the policy',
    })
  }
  const keys = trusted.map((one) => ({ ...envelopeKey(one), id: sha256KeyId(one) }))
  const verified = trace.step('envelope', 'a trusted key signed the envelope', (step) =>
    verifyEnvelope(parseEnvelope(text), { keys }, step),
  )
  const statement = trace.step('statement', 'the envelope holds a statement', () => verifiedStatement(verified))
  matchSubject(statement, artifact.digests, trace)
  const evidence = trace.step('result', 'it vouches for the artifact', () => evidenceOf(statement))
  return verified.signers.map(({ id }) => {
    return { evidence, signer: { kind: 'key', issuer: '', subject: '', key: id, claims: {} }, at: null, source }
  })
}
