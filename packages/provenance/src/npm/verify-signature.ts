import { decodeBase64 } from '../encoding/base64.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { StepNotes, Trace } from '../verdict/trace.ts'
import { readIntegrity } from './integrity.ts'
import type { NpmKey } from './keys.ts'

/** What a registry says about one version of a package: fields of `dist` and the publish time. */
export interface NpmRelease {
  readonly name: string
  readonly version: string
  /** Subresource integrity text as in `dist.integrity`; the tarball must be compared with it apart from this. */
  readonly integrity: string
  readonly signatures: readonly NpmSignature[]
  /** From the packument's `time`; needed only for keys that have an end. */
  readonly publishedAt?: Date
}

export interface NpmSignature {
  readonly keyid: string
  readonly sig: string
}

/** Throws Refused unless the signature is the key's over the message. */
export type SignatureCheck = (key: PublicKey, message: Buffer, signature: Buffer) => void

declare const verified: unique symbol

/** A release whose name, version and integrity the registry has signed. */
export interface VerifiedNpmRelease {
  readonly name: string
  readonly version: string
  readonly integrity: string
  readonly keyId: string
  readonly [verified]: true
}

/**
 * Verifies the registry's signature over `name@version:integrity` (ECDSA P-256 with SHA-256). One signature by a known key that was
 * valid at publish time is enough; others by keys not known here are passed over. Refuses a release without signature: a registry
 * that publishes keys signs everything.
 */
export function verifyNpmSignature(
  release: NpmRelease,
  keys: readonly NpmKey[],
  trace: Trace,
  check: SignatureCheck = verifyEcdsa,
): VerifiedNpmRelease {
  const { name, version, integrity } = release
  trace.plan(PLAN)
  trace.step('release', 'Name, version and integrity are well formed', () => checkRelease(release))
  const candidates = trace.step('key', 'The release is signed by a key of the registry', () => knownSigners(release, keys))
  const valid = trace.step('key-time', 'The key was valid when the release was published', (step) => validThen(candidates, release, step))
  return trace.step('signature', 'The signature covers name, version and integrity', (step) => {
    const message = signedText(release)
    const failure = valid.map((candidate) => refusalOf(candidate, message, check))
    const index = failure.indexOf(undefined)
    const found = valid[index]
    if (found === undefined) {
      throw new Refused('signature-invalid', `The registry did not sign this integrity of ${name}@${version}`, {
        expected: `a signature over ${name}@${version}:${integrity}`,
        found: failure[0]?.message ?? 'none',
        remedy: 'Do not install it: the metadata was changed after the registry signed it',
      })
    }
    step.found(found.key.keyId)
    return { name, version, integrity, keyId: found.key.keyId } as VerifiedNpmRelease
  })
}

/** What a registry signs for a release. */
export function signedText({ name, version, integrity }: Pick<NpmRelease, 'name' | 'version' | 'integrity'>): Buffer {
  return Buffer.from(`${name}@${version}:${integrity}`)
}

const PLAN = [
  ['release', 'Name, version and integrity are well formed'],
  ['key', 'The release is signed by a key of the registry'],
  ['key-time', 'The key was valid when the release was published'],
  ['signature', 'The signature covers name, version and integrity'],
] as const

/** The signed text joins the three with `@` and `:`; a name or version that holds those could stand for another release. */
function checkRelease({ name, version, integrity }: NpmRelease): void {
  if (!/^(?:@[^/@:\s]+\/)?[^/@:\s]+$/.test(name)) throw new Refused('malformed', 'The package name is not a name', { found: name })
  if (!/^[0-9A-Za-z.+-]+$/.test(version)) throw new Refused('malformed', 'The version is not a version', { found: version })
  if (!WHOLE_SHA512.test(integrity)) readIntegrity(integrity)
}

/** The usual integrity, told without decoding it: the last character has four bits that must be 0. */
const WHOLE_SHA512 = /^sha512-[A-Za-z0-9+/]{85}[AQgw]==$/

interface Candidate {
  readonly key: NpmKey
  readonly signature: NpmSignature
}

function knownSigners(release: NpmRelease, keys: readonly NpmKey[]): readonly Candidate[] {
  if (keys.length === 0) throw new Refused('trust-missing', 'No registry keys are known')
  if (release.signatures.length === 0) {
    throw new Refused('evidence-missing', `${release.name}@${release.version} is not signed by the registry`, {
      expected: 'a signature, as the registry has keys',
      remedy: 'Compare with the registry itself; a mirror may drop signatures',
    })
  }
  const candidates = release.signatures.flatMap((signature) => {
    return keys.filter((key) => key.use === 'signatures' && key.keyId === signature.keyid).map((key) => ({ key, signature }))
  })
  if (candidates.length > 0) return candidates
  throw new Refused('signer-unknown', `${release.name}@${release.version} is signed by a key that is not known`, {
    expected: keys.map((key) => key.keyId).join(', '),
    found: release.signatures.map((signature) => signature.keyid).join(', '),
    remedy: 'Refresh the registry keys',
  })
}

/** The publish time is the registry's unsigned word: without it a key that has ended is accepted, but said to be so. */
function validThen(candidates: readonly Candidate[], release: NpmRelease, step: StepNotes): readonly Candidate[] {
  const { publishedAt } = release
  const endless = candidates.filter(({ key }) => key.validUntil === undefined)
  if (publishedAt === undefined) {
    if (endless.length > 0) return endless
    step.warn('time-invalid', 'The key has an end and the publish time is not known', "Give the publish time from the registry's packument")
    return candidates
  }
  const valid = candidates.filter(({ key }) => key.validUntil === undefined || publishedAt < key.validUntil)
  if (valid.length > 0) return valid
  throw new Refused('time-invalid', 'The key had ended when the release was published', {
    expected: `published before ${candidates[0]?.key.validUntil?.toISOString()}`,
    found: publishedAt.toISOString(),
  })
}

function refusalOf({ key, signature }: Candidate, message: Buffer, check: SignatureCheck): Refused | undefined {
  try {
    check(key.key, message, decodeBase64(signature.sig, "The registry's signature"))
    return undefined
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

function verifyEcdsa(key: PublicKey, message: Buffer, signature: Buffer): void {
  verifySignature(key, message, signature, { scheme: 'ecdsa-sha256', what: "the registry's signature" })
}
