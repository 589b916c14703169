import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, showJson } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { Subject, VerifiedStatement } from '../intoto/statement.ts'
import { IN_TOTO_PAYLOAD_TYPE } from '../intoto/statement.ts'
import type { Bundle } from '../sigstore/bundle.ts'
import { parseBundle, readBundle } from '../sigstore/bundle.ts'
import type { FulcioIdentity } from '../sigstore/fulcio-claims.ts'
import type { IdentityRule } from '../sigstore/identity-policy.ts'
import { verifyReadBundle } from '../sigstore/verify-bundle.ts'
import { bundleEvidence } from '../slsa/bundle-evidence.ts'
import { PROVENANCE_V1 } from '../slsa/provenance-facts.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { readDistributionName, sameDistribution } from './distribution-name.ts'
import type { PypiPublisher } from './publisher.ts'
import { readPublisher, requirePublisher } from './publisher.ts'

export const PYPI_PUBLISH = 'https://docs.pypi.org/attestations/publish/v1'

/** Who may have signed: a trusted publisher of the index, or one of these identities. */
export type PypiSigner = { readonly publisher: PypiPublisher } | { readonly anyOf: readonly IdentityRule[] }

export interface PypiDistribution {
  readonly file: string
  /** In hex. */
  readonly sha256: string
}

export interface PypiOptions {
  readonly trust: TrustedRoot
  readonly distribution: PypiDistribution
  readonly signer: PypiSigner
}

export interface VerifiedPypiAttestation {
  readonly statement: VerifiedStatement
  readonly identity: FulcioIdentity
}

const PLAN = [
  ['attestation', 'The attestation is well-formed and of version 1'],
  ['publisher', 'The signer is the trusted publisher'],
  ['predicate', 'It says how the distribution was published or built'],
  ['distribution', 'The attestation is about this distribution'],
] as const

/** Verifies one attestation of a package index (PEP 740, "Attestation object"): a Sigstore bundle in another cut. */
export function verifyPypiAttestation(bytes: Uint8Array, options: PypiOptions, trace: Trace): VerifiedPypiAttestation {
  trace.plan(PLAN)
  const bundle = trace.step(...PLAN[0], () => readPypiAttestation(parseStrictJson(bytes, 'The attestation')))
  return verifyPypiBundle(bundle, options, trace)
}

/** As `verifyPypiAttestation`, for the Sigstore bundle that an attestation was or will be made from. */
export function verifyPypiSigstoreBundle(bytes: Uint8Array, options: PypiOptions, trace: Trace): VerifiedPypiAttestation {
  trace.plan(PLAN)
  return verifyPypiBundle(
    trace.step(...PLAN[0], () => parseBundle(bytes)),
    options,
    trace,
  )
}

/**
 * Verifies every attestation of a provenance object (PEP 740, "Provenance objects") against the publisher that the index names for it.
 * That the publisher is the right one is for the caller to judge: `expected` refuses all others.
 */
export function verifyPypiProvenance(
  bytes: Uint8Array,
  options: Omit<PypiOptions, 'signer'> & { readonly expected?: PypiPublisher },
  trace: Trace,
): readonly VerifiedPypiAttestation[] {
  const provenance = versionOne(asObject(parseStrictJson(bytes, 'The provenance object'), 'The provenance object'), 'The provenance object')
  const bundles = asArray(provenance['attestation_bundles'], 'The list of attestation bundles')
  const verified = bundles.flatMap((value, index) => {
    const entry = asObject(value, 'An attestation bundle')
    const publisher = options.expected ?? readPublisher(entry['publisher'])
    return asArray(entry['attestations'], 'The list of attestations').map((attestation, number) => {
      return trace.step(`attestation-${index + 1}-${number + 1}`, `Attestation ${number + 1} by ${publisher.kind}`, (step) => {
        return verifyPypiBundle(readPypiAttestation(attestation), { ...options, signer: { publisher } }, step)
      })
    })
  })
  if (verified.length === 0) throw new Refused('evidence-missing', 'The provenance object holds no attestation')
  return verified
}

/** The attestation as the bundle it was cut from; the payload type is fixed by the format. */
export function readPypiAttestation(value: JsonValue): Bundle {
  const attestation = versionOne(asObject(value, 'The attestation'), 'The attestation')
  const material = asObject(attestation['verification_material'], 'The verification material')
  const envelope = asObject(attestation['envelope'], 'The envelope')
  const tlogEntries = asArray(material['transparency_entries'], 'The list of log entries')
  if (tlogEntries.length === 0) throw new Refused('evidence-missing', 'The attestation has no log entry')
  return readBundle({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: asString(material['certificate'], 'The certificate') }, tlogEntries },
    dsseEnvelope: {
      payload: asString(envelope['statement'], 'The statement'),
      payloadType: IN_TOTO_PAYLOAD_TYPE,
      signatures: [{ sig: asString(envelope['signature'], 'The signature') }],
    },
  })
}

function verifyPypiBundle(bundle: Bundle, options: PypiOptions, trace: Trace): VerifiedPypiAttestation {
  const { signer, trust, distribution } = options
  const policy = 'publisher' in signer ? ({ kind: 'judged-later' } as const) : ({ kind: 'identities', anyOf: signer.anyOf } as const)
  const verified = verifyReadBundle(bundle, { trust, policy }, trace)
  if (verified.signer.kind !== 'identity') throw new Refused('signer-mismatch', 'The attestation is signed with a key, not by an identity')
  const { identity } = verified.signer
  if ('publisher' in signer) trace.step(...PLAN[1], () => requirePublisher(identity, signer.publisher))
  else trace.skip(...PLAN[1], 'an identity was asked for')
  const { statement } = bundleEvidence(verified)
  trace.step(...PLAN[2], () => requirePredicate(statement.predicateType))
  trace.step(...PLAN[3], () => requireDistribution(statement.subjects, distribution))
  return { statement, identity }
}

function versionOne(object: JsonObject, what: string): JsonObject {
  if (object['version'] === 1) return object
  throw new Refused('unsupported-version', `${what} is of a version that is not known`, {
    expected: '1',
    found: showJson(object['version']),
  })
}

function requirePredicate(found: string): void {
  if (found === PYPI_PUBLISH || found === PROVENANCE_V1) return
  throw new Refused('unsupported-version', 'The attestation says something that package indexes do not know', {
    expected: `${PYPI_PUBLISH} or ${PROVENANCE_V1}`,
    found,
  })
}

/** Exactly one subject, of the same name after parsing, and the same SHA-256. */
function requireDistribution([subject, ...more]: readonly Subject[], { file, sha256 }: PypiDistribution): void {
  if (subject === undefined || more.length > 0)
    throw new Refused('subject-mismatch', 'The attestation must be about exactly one distribution')
  if (subject.name === undefined) throw new Refused('subject-mismatch', 'The attestation does not name its distribution')
  if (!sameDistribution(readDistributionName(subject.name), readDistributionName(file))) {
    throw new Refused('subject-mismatch', 'The attestation is about another distribution', { expected: file, found: subject.name })
  }
  const found = subject.digest['sha256']
  if (found === sha256.toLowerCase()) return
  throw new Refused('digest-mismatch', 'The attestation is about another file of this name', {
    expected: sha256,
    found: found ?? 'no SHA-256',
  })
}
