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
export type EvidenceTrust = Pick<Trust, 'policy' | 'identity' | 'key' | 'policyKeys' | 'root' | 'unlogged'> & { readonly anybody?: boolean }

/** Verifies one Sigstore bundle or one DSSE envelope over the artifact. */
export async function checkEvidence(evidence: ArtifactEvidence, trust: EvidenceTrust): Promise<Verdict<Vouch>> {
  const loaded = await loadFor(evidence)
  return Trace.run('evidence', `the evidence in ${evidence.source} holds`, (trace) => {
    const found = trace.step('kind', 'the evidence is of a known kind', (step) => readKnown(evidence.text, (kind) => step.found(kind)))
    return found.kind === 'envelope'
      ? vouchOfEnvelope(evidence, trust, trace)
      : vouchOfSigstore(found.bundle, { evidence, trust, loaded }, trace)
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

type Known = { readonly kind: 'bundle'; readonly bundle: Bundle } | { readonly kind: 'envelope' }

function readKnown(text: Buffer, found: (kind: string) => void): Known {
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
  throw new Refused('unsupported-version', 'this is neither a Sigstore bundle nor a DSSE envelope', {
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
    for (const [at, policy] of policies.entries()) {
      const thresholds = policy.kind === 'key' && trust.unlogged ? { thresholds: { logs: 0 } } : {}
      const options = { trust: trust.root, policy, ...thresholds, ...loaded }
      if (policies.length === 1) return verifyReadBundle(bundle, options, step)
      const tried = step.attempt(`key-${at + 1}`, `key ${at + 1} of the policy`, (inner) => verifyReadBundle(bundle, options, inner))
      if ('value' in tried) return tried.value
    }
    throw new Refused('signer-unknown', 'none of the keys that the policy names signed the bundle')
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
    if (policyKeys.size === 0) throw new Refused('trust-missing', 'the bundle is signed with a key, and the policy names no such key')
    return keysFor(signer.hint, policyKeys).map((one) => ({ kind: 'key', key: one }))
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
function vouchOfEnvelope({ text, source, artifact }: ArtifactEvidence, { key, identity, policyKeys }: EvidenceTrust, trace: Trace): Vouch {
  if (identity !== null)
    throw new Refused('signer-mismatch', 'an identity was asked for, and an envelope without certificate has none', {
      expected: identity.subject,
      remedy: 'give a Sigstore bundle',
    })
  const trusted = key === null ? [...policyKeys.values()] : [key]
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
  const signer = { kind: 'key', issuer: '', subject: '', key: verified.signers[0]?.id ?? '', claims: {} } as const
  const evidence = trace.step('result', 'it vouches for the artifact', () => evidenceOf(statement))
  return { evidence, signer, at: null, source }
}
