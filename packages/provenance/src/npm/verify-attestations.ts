import type { JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, isObject, textAt } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { DigestSet } from '../intoto/digest.ts'
import { compareDigests, showDigests } from '../intoto/digest.ts'
import type { VerifiedStatement } from '../intoto/statement.ts'
import { readBundle } from '../sigstore/bundle.ts'
import type { VerifiedBundle } from '../sigstore/verify-bundle.ts'
import { verifyReadBundle } from '../sigstore/verify-bundle.ts'
import type { ProvenanceEvidence } from '../slsa/build-signer.ts'
import { bundleEvidence } from '../slsa/bundle-evidence.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { checkKeyTimes, publishKey } from './attestation-key.ts'
import type { NpmKey } from './keys.ts'
import type { NpmPackage } from './package-url.ts'
import { readNpmPackageUrl } from './package-url.ts'

export const NPM_PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1'
const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\/v(?:0\.2|1)$/

export interface NpmAttestationsOptions {
  readonly trust: TrustedRoot
  readonly keys: readonly NpmKey[]
  /** Digests of the tarball, SHA-512 among them: `readIntegrity` of what the registry signed, or of the file itself. */
  readonly tarball?: DigestSet
  readonly name?: string
  readonly version?: string
}

export interface VerifiedNpmAttestations extends NpmPackage {
  /** The registry's word that this was published under this name. */
  readonly publish: VerifiedStatement
  /** Where it was built; for `verifyProvenance`. */
  readonly provenance: ProvenanceEvidence
}

const PLAN = [
  ['answer', 'The answer holds one publish attestation and one provenance'],
  ['publish', 'The registry signed that it published the package'],
  ['provenance', 'A build platform signed where the package was built'],
  ['agreement', 'Both attestations are about the same package'],
  ['package', 'It is the package asked for'],
  ['tarball', 'It is this tarball'],
] as const

/**
 * Verifies a registry's answer about the attestations of one version: both bundles, that the types outside equal those signed
 * inside, that both name the same package and digest. Who built it is for `verifyProvenance` to judge.
 */
export function verifyNpmAttestations(bytes: Uint8Array, options: NpmAttestationsOptions, trace: Trace): VerifiedNpmAttestations {
  trace.plan(PLAN)
  const answer = trace.step(...PLAN[0], () => readAnswer(parseStrictJson(bytes, 'The answer of the registry')))
  const publish = trace.step(...PLAN[1], (step) => verifyPublish(answer.publish, options, step))
  const provenance = trace.step(...PLAN[2], (step) => {
    const bundle = readBundle(answer.provenance.bundle)
    const evidence = bundleEvidence(verifyReadBundle(bundle, { trust: options.trust, policy: { kind: 'judged-later' } }, step))
    requireType(evidence.statement, answer.provenance.predicateType)
    return evidence
  })
  const found = trace.step(...PLAN[3], () => agree(publish, provenance.statement))
  trace.step(...PLAN[4], (step) => checkPackage(found, options, step.found.bind(step)))
  if (options.tarball === undefined) trace.skip(...PLAN[5], 'no tarball was given')
  else trace.step(...PLAN[5], () => checkTarball(publish, options.tarball ?? {}))
  return { ...found, publish, provenance }
}

interface WrappedBundle {
  readonly predicateType: string
  readonly bundle: JsonValue
}

function readAnswer(value: JsonValue): { readonly publish: WrappedBundle; readonly provenance: WrappedBundle } {
  const list = asArray(isObject(value) ? value['attestations'] : value, 'The list of attestations').map((entry): WrappedBundle => {
    const wrapper = asObject(entry, 'An attestation')
    return { predicateType: asString(wrapper['predicateType'], 'The type of an attestation'), bundle: wrapper['bundle'] ?? null }
  })
  const publish = list.filter(({ predicateType }) => predicateType === NPM_PUBLISH)
  const provenance = list.filter(({ predicateType }) => PROVENANCE.test(predicateType))
  return { publish: only(publish, 'publish attestation', list), provenance: only(provenance, 'provenance', list) }
}

function only(found: readonly WrappedBundle[], what: string, all: readonly WrappedBundle[]): WrappedBundle {
  const [first, ...more] = found
  if (first !== undefined && more.length === 0) return first
  const code = first === undefined ? 'evidence-missing' : 'malformed'
  throw new Refused(code, first === undefined ? `The registry gave no ${what}` : `The registry gave more than one ${what}`, {
    found: all.map(({ predicateType }) => predicateType).join(', ') || 'nothing',
  })
}

function verifyPublish({ bundle: value, predicateType }: WrappedBundle, options: NpmAttestationsOptions, trace: Trace): VerifiedStatement {
  const bundle = readBundle(value)
  const key = publishKey(bundle, options.keys)
  const verified: VerifiedBundle = verifyReadBundle(bundle, { trust: options.trust, policy: { kind: 'key', key: key.key } }, trace)
  trace.step('key-time', 'The key was valid when the registry signed', () => checkKeyTimes(key, verified.times))
  const { statement } = bundleEvidence(verified)
  requireType(statement, predicateType)
  return statement
}

function requireType(statement: VerifiedStatement, outer: string): void {
  if (statement.predicateType === outer) return
  throw new Refused('content-mismatch', 'The attestation is of another type than its wrapper says', {
    expected: outer,
    found: statement.predicateType,
  })
}

function agree(publish: VerifiedStatement, provenance: VerifiedStatement): NpmPackage {
  const [left, ...more] = publish.subjects
  const [right, ...others] = provenance.subjects
  if (left === undefined || right === undefined || more.length + others.length > 0) {
    throw new Refused('subject-mismatch', 'An attestation must be about exactly one package')
  }
  const found = readNpmPackageUrl(left.name)
  if (left.name !== right.name || compareDigests(left.digest, right.digest) !== 'equal') {
    throw new Refused('content-mismatch', 'The attestations are about different packages', {
      expected: `${left.name} ${showDigests(left.digest)}`,
      found: `${right.name} ${showDigests(right.digest)}`,
    })
  }
  if (textAt(publish.predicate, 'name') !== found.name || textAt(publish.predicate, 'version') !== found.version) {
    throw new Refused('content-mismatch', 'The publish attestation names another package inside than as its subject')
  }
  return found
}

function checkPackage(found: NpmPackage, { name, version }: NpmAttestationsOptions, note: (text: string) => void): void {
  note(`${found.name}@${found.version}`)
  if (name !== undefined && name !== found.name) {
    throw new Refused('subject-mismatch', 'The attestations are for another package', { expected: name, found: found.name })
  }
  if (version !== undefined && version !== found.version) {
    throw new Refused('subject-mismatch', 'The attestations are for another version', { expected: version, found: found.version })
  }
}

function checkTarball(publish: VerifiedStatement, tarball: DigestSet): void {
  const attested = publish.subjects[0]?.digest ?? {}
  if (compareDigests(attested, tarball) === 'equal') return
  throw new Refused('digest-mismatch', 'The attestations are for another tarball', {
    expected: showDigests(tarball),
    found: showDigests(attested),
  })
}
