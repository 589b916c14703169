import { parseCommit, parseTag } from '@cupel/source'
import type { GitPerson, GitSignature } from '@cupel/source'
import { verifyPgpSignature } from '../openpgp/verify-pgp-signature.ts'
import type { PgpVerifyOptions } from '../openpgp/verify-pgp-signature.ts'
import { findSigner } from '../ssh/find-signer.ts'
import { verifySshSignature } from '../ssh/verify-ssh-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { SignedObjectType } from './git-object-id.ts'
import { checkObjectId } from './git-object-id.ts'
import type { GitSshTrust, GitTrust } from './git-trust.ts'
import type { GitX509Trust } from './verify-git-x509.ts'
import { verifyGitX509 } from './verify-git-x509.ts'
import { matchesPatternList } from '../ssh/match-pattern.ts'

/** A commit or tag as the repository gives it. */
export interface GitObjectInput {
  readonly id: string
  readonly type: SignedObjectType
  readonly raw: Uint8Array
}

/** Who a signature is by, whatever its kind. */
export interface GitSigner {
  readonly kind: 'ssh' | 'openpgp' | 'x509'
  /** Names the trust data gives the key: principals, user ids, the names of a certificate. */
  readonly names: readonly string[]
  /** Fingerprint of the key; of OpenPGP the primary one, of X.509 that of the certificate. */
  readonly key: string
  /** Who vouched for the name, in Sigstore certificates. */
  readonly issuer?: string
  /** Good when it was made, but the key has expired since. */
  readonly isKeyExpired?: boolean
}

/** A commit or tag whose content is the one its id names and whose signature holds and is by somebody trusted. */
export interface VerifiedGitObject {
  readonly id: string
  readonly type: SignedObjectType
  readonly signer: GitSigner
  /** Committer or tagger: a claim that the signer signed. */
  readonly person: GitPerson
  /** The signature stands for the committer or tagger named in the object. */
  readonly isByPerson: boolean
}

const STEPS = [
  ['object-id', 'the content is the one the id names'],
  ['signature-present', 'the object carries one signature'],
  ['signature', 'the signature holds and is by somebody trusted'],
  ['person', 'who signed is who committed'],
] as const

/** Verifies the signature of a commit or tag (gitformat-signature). */
export function verifyGitObject(object: GitObjectInput, trust: GitTrust, trace: Trace): VerifiedGitObject {
  trace.plan(STEPS)
  trace.step('object-id', STEPS[0][1], () => checkObjectId(object.id, object.type, object.raw))
  const { person, signature } = trace.step('signature-present', STEPS[1][1], () => signedPart(object))
  const signer = trace.step('signature', STEPS[2][1], (step) => verifyByKind(signature, { trust, person, trace: step }))
  const isByPerson = trace.step('person', STEPS[3][1], (step) => {
    const same = signer.names.some((name) => isNameOf(name, person))
    if (!same) step.warn('signer-mismatch', `signed by ${signer.names.join(', ')}, committed by ${person.email}`)
    return same
  })
  return { id: object.id, type: object.type, signer, person, isByPerson }
}

interface SignedPart {
  readonly person: GitPerson
  readonly signature: GitSignature
}

function signedPart({ id, type, raw }: GitObjectInput): SignedPart {
  const commit = type === 'commit' ? parseCommit(id, raw) : null
  const tag = type === 'tag' ? parseTag(id, raw) : null
  const signature = commit?.signature ?? tag?.signature ?? null
  if (signature === null)
    throw new Refused('evidence-missing', `the ${type} is not signed`, { remedy: 'sign it: git commit -S, git tag -s' })
  if (signature.count !== 1) throw new Refused('malformed', `the ${type} carries ${signature.count} signatures, where git writes one`)
  const person = commit?.committer ?? tag?.tagger ?? null
  // git judges no tag that does not name its tagger, as those of 2005: there is no time and no claim to judge by.
  if (person === null) throw new Refused('evidence-missing', `the ${type} does not say who made it`)
  return { person, signature }
}

interface Context {
  readonly trust: GitTrust
  readonly person: GitPerson
  readonly trace: Trace
}

function verifyByKind(signature: GitSignature, context: Context): GitSigner {
  if (signature.kind === 'ssh') return verifySsh(signature, trusted(context.trust.ssh, 'allowed signers for SSH signatures'), context)
  if (signature.kind === 'openpgp') return verifyOpenPgp(signature, trusted(context.trust.openpgp, 'keys for OpenPGP signatures'), context)
  if (signature.kind === 'x509') return verifyX509(signature, trusted(context.trust.x509, 'authorities for X.509 signatures'), context)
  throw new Refused('unsupported-version', 'the armour of the signature is of no known kind')
}

function trusted<T>(trust: T | undefined, what: string): T {
  if (trust === undefined) throw new Refused('trust-missing', `there are no ${what}`)
  return trust
}

function verifySsh({ armour, payload }: GitSignature, ssh: GitSshTrust, { person, trace }: Context): GitSigner {
  const { signers, revocations, ...rest } = ssh
  const made = verifySshSignature(armour, payload, { options: { ...rest, namespace: 'git' }, trace })
  // As git does: the time is the committer's claim. Whoever has a better one compares it with the order of a log.
  const query = { signers, time: person.time, ...(revocations === undefined ? {} : { revocations }) }
  const { principals, identity } = findSigner(made, { query, trace })
  return { kind: 'ssh', names: principals, key: identity.key.fingerprint }
}

function verifyOpenPgp({ armour, payload }: GitSignature, options: PgpVerifyOptions, { trace }: Context): GitSigner {
  const { certificate, isKeyExpired } = verifyPgpSignature(armour, payload, { options, trace })
  const signer = { kind: 'openpgp', names: certificate.userIds, key: certificate.primary.key.fingerprint } as const
  return isKeyExpired ? { ...signer, isKeyExpired } : signer
}

function verifyX509({ armour, payload }: GitSignature, trust: GitX509Trust, { trace }: Context): GitSigner {
  const { names, fingerprint, issuer } = verifyGitX509(armour, payload, { trust, trace })
  const signer = { kind: 'x509', names, key: fingerprint } as const
  return issuer === undefined ? signer : { ...signer, issuer }
}

/** Names are patterns (`*@example.org`), mail addresses or `Name <address>`. */
function isNameOf(name: string, { email, name: person }: GitPerson): boolean {
  const address = /<([^<>]*)>\s*$/.exec(name)?.[1] ?? name
  return address === person || (email !== '' && matchesPatternList(email.toLowerCase(), address.toLowerCase()))
}
