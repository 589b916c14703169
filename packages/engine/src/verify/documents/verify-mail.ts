import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CupelError, targetMissing, usageMissingArgument } from '@cupel/model'
import type { Signer, VerificationItem, VerificationReport } from '@cupel/model'
import { Refused, sha256KeyId, Trace, verifyPatchMail } from '@cupel/provenance'
import type { PatattKeyFiles, PatattKnownKeys, VerifiedPatchMail } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { judgeDocument, pathForPolicy, requireTrusted } from '../require-trusted.ts'
import type { PolicyTrust } from '../trust-input.ts'
import { loadPolicyTrust } from '../trust-input.ts'
import { keySigner, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'

export interface MailRequest {
  readonly mails: readonly string[]
  /** Folder with keys as patatt lays them out: `ed25519/example.org/alice/default`. Without it the policy has the keys. */
  readonly keyring?: string
  /** Trust policy, only without a keyring; default: the one of the working folder. Its rules with evidence `mail` judge. */
  readonly policy?: string
  /** Repository that the patches are for, for the rules of the policy. */
  readonly repository?: string
  /** Accept patches that somebody of the keyring has passed on, signed in their own name, as patatt itself does. */
  readonly anyAuthor?: boolean
  readonly cwd: string
  readonly now: Date
}

const MAX_KEY = 1_000_000

/** Verifies the developer signatures of patch mails (patatt). Who signed must also have written, unless `anyAuthor` is given. */
export function verifyMails(request: MailRequest): VerificationReport {
  const { mails, cwd } = request
  const basis = basisOf(request)
  const items = mails.map((mail) => judge(mail, readEvidence(mail, cwd), basis, request))
  const policy = basis.by === null ? `keyring ${request.keyring ?? ''}` : basis.by.shown.policy
  return verificationReport(items, [], { policy, root: '', rootDate: '' })
}

interface Basis {
  readonly keys: PatattKeyFiles | PatattKnownKeys
  /** The policy that judges, where no keyring was given. */
  readonly by: PolicyTrust | null
}

function basisOf({ keyring, policy, cwd, now }: MailRequest): Basis {
  if (keyring !== undefined) return { keys: keyFiles(resolve(cwd, keyring), keyring), by: null }
  const by = loadPolicyTrust(policy, { cwd, now })
  if (by === null) {
    const missing = usageMissingArgument('whom to trust', 'verify mail')
    throw new CupelError(missing.code, missing.message, { hint: 'give --keyring DIR, or --trust FILE' })
  }
  const { keys, ssh, openpgp } = by.policyKeys
  const ed25519 = [...keys.values()].filter(({ type }) => type === 'ed25519')
  return { keys: { ed25519, openssh: new Set(ssh.keys()), openpgp }, by }
}

function judge(mail: string, bytes: Buffer, { keys, by }: Basis, request: MailRequest): VerificationItem {
  const { anyAuthor = false, now } = request
  let vouchedBy: readonly string[] = []
  const verdict = Trace.run('mail', 'the patch is as a known developer signed it', (trace) => {
    const verified = verifyPatchMail(bytes, { keys, now }, trace)
    if (anyAuthor) trace.skip('by-author', 'who signed has written it', 'patches passed on by others are accepted')
    else trace.step('by-author', 'who signed has written it', () => requireAuthor(verified))
    if (by !== null) vouchedBy = trustDeveloper(verified, mail, { by, request }, trace)
    return verified
  })
  const { value } = verdict
  const parts = value === undefined ? {} : { signers: [developer(value)], vouchedBy, details: { mail: shown(value) } }
  return verdictItem(mail, 'patch-mail', { verdict, parts })
}

/**
 * Whether the policy accepts who signed. The address in the signature is only a claim of the key's holder: unless anybody may pass
 * patches on, it counts as the author's where the policy gives the key a name.
 */
function trustDeveloper(
  verified: VerifiedPatchMail,
  mail: string,
  { by, request }: { readonly by: PolicyTrust; readonly request: MailRequest },
  trace: Trace,
): readonly string[] {
  const { repository, cwd, anyAuthor = false } = request
  const subject = { path: pathForPolicy(mail, { base: by.base, cwd }), ...(repository === undefined ? {} : { repository }) }
  trace.step('signer', 'the key has the name that the signature says', () => requireName(verified))
  const signer = developer(verified)
  const question = { subject, vouches: [{ evidence: 'mail', signer, at: null, source: mail } as const], now: by.now }
  const { policy } = by
  const vouchedBy = requireTrusted({ policy, ...question }, trace)
  if (anyAuthor || signer.kind === 'openpgp') return vouchedBy
  const named = { ...policy, identities: policy.identities.filter((identity) => identity.subject !== '') }
  const { outcome, vouchedBy: known } = judgeDocument({ policy: named, ...question })
  if (outcome === 'trusted') return known
  return trace.step('named', 'the policy says whose key it is', () => {
    throw new Refused('signer-mismatch', 'the policy trusts the key, and does not say whose it is', {
      expected: `an identity with subject ${verified.identity}`,
      found: vouchedBy.join(', '),
      remedy: 'give the identity the address as its subject; --any-author takes patches that others pass on',
    })
  })
}

/** Somebody in the keyring may sign what they wrote, and not what they say another has written. */
function requireAuthor({ isByAuthor, identity, mail }: VerifiedPatchMail): void {
  if (isByAuthor) return
  throw new Refused('signer-mismatch', 'the patch is signed by somebody else than wrote it', {
    expected: mail.email,
    found: identity,
    remedy: 'accept patches that others pass on with --any-author',
  })
}

/** Who signed, in the words of policies: an OpenPGP key by its name for the address, where it has one. */
function developer({ signedBy, identity }: VerifiedPatchMail): Signer {
  if (signedBy.kind === 'key') return { ...keySigner(sha256KeyId(signedBy.key)), subject: identity }
  if (signedBy.kind === 'ssh') return { kind: 'ssh', issuer: '', subject: identity, key: signedBy.fingerprint, claims: {} }
  const { userIds, primary } = signedBy.certificate
  const subject = userIds.find((id) => addressOf(id) === identity.toLowerCase()) ?? identity
  return { kind: 'openpgp', issuer: '', subject, key: primary.key.fingerprint, claims: {} }
}

/** A key of a policy lies under no address as those of keyrings do: an OpenPGP key itself says whose it is. */
function requireName({ signedBy, identity }: VerifiedPatchMail): void {
  if (signedBy.kind !== 'openpgp') return
  const { userIds } = signedBy.certificate
  if (userIds.some((id) => addressOf(id) === identity.toLowerCase())) return
  throw new Refused('signer-mismatch', 'the OpenPGP key has not the name that the signature says', {
    expected: identity,
    found: userIds.join(', '),
  })
}

function addressOf(userId: string): string {
  const [, address = userId] = /<([^<>]*)>$/.exec(userId.trim()) ?? []
  return address.toLowerCase()
}

function shown({ algorithm, selector, time, isByAuthor }: VerifiedPatchMail): Readonly<Record<string, unknown>> {
  return { algorithm, selector, byAuthor: isByAuthor, ...(time === null ? {} : { claimedTime: new Date(time * 1000).toISOString() }) }
}

/** The verifier makes the paths out of percent-encoded parts: none leaves the folder. */
function keyFiles(folder: string, shownFolder: string): PatattKeyFiles {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw targetMissing(shownFolder)
  return (path) => {
    const stat = statSync(join(folder, path), { throwIfNoEntry: false })
    return stat?.isFile() === true && stat.size <= MAX_KEY ? readFileSync(join(folder, path)) : null
  }
}
