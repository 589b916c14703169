import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { targetMissing } from '@cupel/model'
import type { Signer, VerificationItem, VerificationReport } from '@cupel/model'
import { Refused, Trace, verifyPatchMail } from '@cupel/provenance'
import type { PatattKeyFiles, VerifiedPatchMail } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'

export interface MailRequest {
  readonly mails: readonly string[]
  /** Folder with keys as patatt lays them out: `ed25519/example.org/alice/default`. */
  readonly keyring: string
  /** Accept patches that somebody of the keyring has passed on, signed in their own name, as patatt itself does. */
  readonly anyAuthor?: boolean
  readonly cwd: string
  readonly now: Date
}

const MAX_KEY = 1_000_000

/** Verifies the developer signatures of patch mails (patatt). Who signed must also have written, unless `anyAuthor` is given. */
export function verifyMails({ mails, keyring, anyAuthor = false, cwd, now }: MailRequest): VerificationReport {
  const keys = keyFiles(resolve(cwd, keyring), keyring)
  const items = mails.map((mail) => judge(mail, readEvidence(mail, cwd), { keys, now, anyAuthor }))
  return verificationReport(items, [], { policy: `keyring ${keyring}`, root: '', rootDate: '' })
}

function judge(
  mail: string,
  bytes: Buffer,
  { anyAuthor, ...options }: { readonly keys: PatattKeyFiles; readonly now: Date; readonly anyAuthor: boolean },
): VerificationItem {
  const verdict = Trace.run('mail', 'the patch is as a known developer signed it', (trace) => {
    const verified = verifyPatchMail(bytes, options, trace)
    if (anyAuthor) trace.skip('by-author', 'who signed has written it', 'patches passed on by others are accepted')
    else trace.step('by-author', 'who signed has written it', () => requireAuthor(verified))
    return verified
  })
  const { value } = verdict
  const parts = value === undefined ? {} : { signers: [signerOf(value)], details: { mail: shown(value) } }
  return verdictItem(mail, 'patch-mail', { verdict, parts })
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

function signerOf({ algorithm, identity }: VerifiedPatchMail): Signer {
  const kind = algorithm === 'openssh' ? 'ssh' : algorithm === 'openpgp' ? 'openpgp' : 'key'
  return { kind, issuer: '', subject: identity, key: '', claims: {} }
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
