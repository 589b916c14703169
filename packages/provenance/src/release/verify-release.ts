import { createHash } from 'node:crypto'
import { readCleartext } from '../openpgp/cleartext.ts'
import type { PgpVerifyOptions, VerifiedPgpSignature } from '../openpgp/verify-pgp-signature.ts'
import { verifyPgpSignature } from '../openpgp/verify-pgp-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ChecksumEntry } from './checksum-list.ts'
import { readChecksumList } from './checksum-list.ts'
import type { SignifyKey, VerifiedSignify } from './ed25519-signify.ts'
import { verifySignify } from './ed25519-signify.ts'

/** How a checksum list is signed. */
export type ReleaseSignature =
  /** `SHASUMS256.txt.asc`: list and signature in one text. */
  | { readonly kind: 'cleartext'; readonly message: string }
  /** `SHASUMS256.txt` with `.sig` or `.asc` beside it; covers the plain list, not a signed copy of it. */
  | { readonly kind: 'detached'; readonly list: Uint8Array; readonly signature: Uint8Array | string }
  /** A list with a signature of signify or minisign beside it. */
  | { readonly kind: 'signify'; readonly list: Uint8Array; readonly signature: string }

/** Somebody who makes releases, and in which time: teams change, old keys stay good for what they signed then. */
export interface Releaser {
  /** Of the primary key, in hexadecimal of either case. */
  readonly fingerprint: string
  readonly from?: Date
  readonly until?: Date
}

export interface ReleaseTrust {
  readonly openpgp?: PgpVerifyOptions
  /** Whose OpenPGP keys may sign releases; every key of the keyring when left out. */
  readonly releasers?: readonly Releaser[]
  readonly signify?: readonly SignifyKey[]
}

/** A checksum list whose signer is trusted. Files are checked against it with `checkReleaseFile`. */
export interface VerifiedChecksumList {
  readonly entries: ReadonlyMap<string, ChecksumEntry>
  readonly openpgp: VerifiedPgpSignature | null
  readonly signify: VerifiedSignify | null
}

const STEPS = [
  ['list-signature', 'the checksum list is signed by a key of the keyring'],
  ['releaser', 'the key made releases at that time'],
  ['list', 'the list is complete and unambiguous'],
] as const

/** Verifies a signed checksum list; what is read as the list is exactly what was signed. */
export function verifyChecksumList(evidence: ReleaseSignature, trust: ReleaseTrust, trace: Trace): VerifiedChecksumList {
  trace.plan(STEPS)
  const signed = trace.step('list-signature', STEPS[0][1], (step) => verifyEvidence(evidence, trust, step))
  if (trust.releasers === undefined || signed.openpgp === null) trace.skip('releaser', STEPS[1][1], 'every key given makes releases')
  else trace.step('releaser', STEPS[1][1], () => checkReleaser(signed.openpgp as VerifiedPgpSignature, trust.releasers ?? []))
  const entries = trace.step('list', STEPS[2][1], () => readChecksumList(signed.text))
  return { entries, openpgp: signed.openpgp, signify: signed.signify }
}

function verifyEvidence(evidence: ReleaseSignature, trust: ReleaseTrust, trace: Trace) {
  if (evidence.kind === 'signify') {
    if (trust.signify === undefined) throw new Refused('trust-missing', 'there are no signify or minisign keys')
    const signify = verifySignify(evidence.signature, evidence.list, { keys: trust.signify, trace })
    return { text: textOf(evidence.list), openpgp: null, signify }
  }
  const options = trust.openpgp
  if (options === undefined) throw new Refused('trust-missing', 'there are no OpenPGP keys of the release team')
  if (evidence.kind === 'cleartext') {
    const message = trace.step('cleartext', 'the text is one signed message', () => readCleartext(evidence.message))
    return { text: message.text, openpgp: verifyPgpSignature(message.armour, message.signed, { options, trace }), signify: null }
  }
  return { text: textOf(evidence.list), openpgp: verifyPgpSignature(evidence.signature, evidence.list, { options, trace }), signify: null }
}

function checkReleaser({ certificate, signature }: VerifiedPgpSignature, releasers: readonly Releaser[]): void {
  const { fingerprint } = certificate.primary.key
  const made = new Date(signature.created * 1000)
  const own = releasers.filter((releaser) => releaser.fingerprint.toLowerCase() === fingerprint)
  if (own.length === 0) throw new Refused('signer-mismatch', 'the list is signed by a key that makes no releases', { found: fingerprint })
  const isIn = own.some(({ from, until }) => (from === undefined || made >= from) && (until === undefined || made < until))
  if (!isIn) throw new Refused('time-invalid', 'the key made no releases at that time', { found: made.toISOString() })
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refused('malformed', 'the checksum list is not UTF-8')
  }
}

/** A file that is the one a verified list names. */
export interface VerifiedReleaseFile {
  readonly name: string
  readonly entry: ChecksumEntry
}

/** Checks a file, or its digest, against a verified list under its exact name. */
export function checkReleaseFile(
  list: VerifiedChecksumList,
  file: { readonly name: string; readonly content: Uint8Array } | { readonly name: string; readonly digest: string },
  trace: Trace,
): VerifiedReleaseFile {
  return trace.step('file', 'the file has the digest the list gives it', () => {
    const entry = list.entries.get(file.name)
    if (entry === undefined) throw new Refused('subject-mismatch', `the checksum list does not name ${JSON.stringify(file.name)}`)
    const found = 'digest' in file ? file.digest.toLowerCase() : createHash(entry.algorithm).update(file.content).digest('hex')
    if (found !== entry.digest)
      throw new Refused('digest-mismatch', 'the file is not the one that was released', { expected: entry.digest, found })
    return { name: file.name, entry }
  })
}
