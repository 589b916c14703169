import { createHash } from 'node:crypto'
import { decodeBase64 } from '../encoding/base64.ts'
import { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { readInlineMessage } from '../openpgp/inline-message.ts'
import { readPgpKeyring } from '../openpgp/keyring.ts'
import type { PgpCertificate } from '../openpgp/pgp-certificate.ts'
import type { PgpVerifyOptions } from '../openpgp/verify-pgp-signature.ts'
import { verifyReadSignature } from '../openpgp/verify-pgp-signature.ts'
import { readSshSignatureBlob } from '../ssh/ssh-signature.ts'
import { readPublicKeyLine } from '../ssh/ssh-public-key.ts'
import { verifySshSignature } from '../ssh/verify-ssh-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { DeveloperSignature } from './developer-signature.ts'
import { readDeveloperSignatures, signedDigest } from './developer-signature.ts'
import type { PatchMail } from './mail-message.ts'
import { readPatchMail } from './mail-message.ts'
import type { PatattKeyFiles, PatattKnownKeys } from './patatt-keyring.ts'
import { patattKeyPaths } from './patatt-keyring.ts'

/** The key that made a developer signature. */
export type PatchMailKey =
  | { readonly kind: 'key'; readonly key: PublicKey }
  | { readonly kind: 'ssh'; readonly fingerprint: string }
  | { readonly kind: 'openpgp'; readonly certificate: PgpCertificate }

/** A mail whose patch, author and subject are as somebody in the keyring signed them. */
export interface VerifiedPatchMail {
  readonly mail: PatchMail
  /** As the signer says; a keyring of patatt has the key under it, other keys are for the caller to hold against it. */
  readonly identity: string
  readonly signedBy: PatchMailKey
  readonly selector: string
  readonly algorithm: string
  /** Seconds since 1970, as the signer says. */
  readonly time: number | null
  /** The signer is the author. */
  readonly isByAuthor: boolean
}

export interface PatchMailOptions {
  readonly keys: PatattKeyFiles | PatattKnownKeys
  readonly now: Date
}

const STEPS = [
  ['mail', 'the evidence is a mail with a patch'],
  ['header', 'it carries a developer signature'],
  ['key', 'the keyring has the key'],
  ['body', 'the patch is the one that was signed'],
  ['signature', 'the signature holds over patch, author and subject'],
  ['author', 'who signed is who wrote'],
] as const

/** Verifies the developer signature of a mail (patatt): all text, the author and the subject, as git would apply them. */
export function verifyPatchMail(bytes: Uint8Array, options: PatchMailOptions, trace: Trace): VerifiedPatchMail {
  trace.plan(STEPS)
  const mail = trace.step('mail', STEPS[0][1], () => readPatchMail(bytes))
  const signature = trace.step('header', STEPS[1][1], () => {
    const [found, ...more] = readDeveloperSignatures(mail)
    if (found === undefined) throw new Refused('evidence-missing', 'the mail has no developer signature')
    if (more.length > 0) throw new Refused('malformed', 'the mail has several developer signatures')
    return found
  })
  const key = trace.step('key', STEPS[2][1], (step) => {
    step.expected(`${signature.algorithm} ${signature.identity} ${signature.selector}`)
    return keyOf(signature, options.keys)
  })
  trace.step('body', STEPS[3][1], () => {
    // The whole text counts, whatever length the signature claims: what follows a signed part would be applied too.
    const found = createHash('sha256').update(mail.body).digest('base64')
    if (found !== signature.bodyHash)
      throw new Refused('digest-mismatch', 'the text of the mail was changed', { expected: signature.bodyHash, found })
  })
  const signedBy = trace.step('signature', STEPS[4][1], (step) =>
    checkSignature(signature, { digest: signedDigest(signature, mail), key, now: options.now, step }),
  )
  const isByAuthor = trace.step('author', STEPS[5][1], (step) => {
    const same = signature.identity.toLowerCase() === mail.email.toLowerCase()
    if (!same) step.warn('signer-mismatch', `signed by ${signature.identity}, written by ${mail.email}`)
    return same
  })
  return {
    mail,
    identity: signature.identity,
    signedBy,
    selector: signature.selector,
    algorithm: signature.algorithm,
    time: signature.time,
    isByAuthor,
  }
}

/** Keys that may have made the signature; a file of the keyring is read when its signature is checked. */
type Candidates = Uint8Array | PatattKnownKeys

function keyOf(signature: DeveloperSignature, keys: PatattKeyFiles | PatattKnownKeys): Candidates {
  if (typeof keys !== 'function') return keys
  for (const path of patattKeyPaths(signature)) {
    const file = keys(path)
    if (file !== null) return file
  }
  throw unknownSigner(signature.identity)
}

function unknownSigner(identity: string): Refused {
  return new Refused('signer-unknown', `the keyring has no key of ${identity}`, { remedy: 'add the key if you trust it' })
}

interface Check {
  readonly digest: Buffer
  readonly key: Candidates
  readonly now: Date
  readonly step: Trace
}

function checkSignature({ algorithm, signature, identity }: DeveloperSignature, { digest, key, now, step }: Check): PatchMailKey {
  const bytes = decodeBase64(signature, 'the developer signature')
  const file = key instanceof Uint8Array ? key : null
  const known = key instanceof Uint8Array ? null : key
  const text = file === null ? '' : Buffer.from(file).toString('utf8')
  if (algorithm === 'ed25519') {
    const keys = known?.ed25519 ?? [PublicKey.fromRawEd25519(decodeBase64(text.trim(), 'the key'), 'the key')]
    // The signed digest follows the signature; only our own digest counts.
    return { kind: 'key', key: signingKey(keys, { digest, signature: bytes.subarray(0, 64), identity }) }
  }
  if (algorithm === 'openssh') {
    const made = verifySshSignature(readSshSignatureBlob(bytes), digest, { options: { namespace: 'patatt' }, trace: step })
    const { blob, fingerprint } = made.identity.key
    if (known === null ? !blob.equals(readPublicKeyLine(text).blob) : !known.openssh.has(fingerprint))
      throw new Refused('signer-mismatch', 'the signature is by another key than the keyring has', { found: fingerprint })
    return { kind: 'ssh', fingerprint }
  }
  const keyring = file === null ? (known?.openpgp ?? null) : readPgpKeyring(file)
  if (keyring === null) throw unknownSigner(identity)
  // Keyrings of patatt are as old as their projects; whoever writes down new trust does without SHA-1.
  const options = { keyring, now, ...(file === null ? { sha1: 'refuse' as const } : {}) }
  return { kind: 'openpgp', certificate: checkPgp(bytes, digest, options, step) }
}

function checkPgp(bytes: Buffer, digest: Buffer, options: PgpVerifyOptions, trace: Trace): PgpCertificate {
  const inline = readInlineMessage(bytes)
  const { certificate } = verifyReadSignature(inline.signature, inline.content, { options, trace })
  if (!inline.content.equals(digest)) throw new Refused('signature-invalid', 'the developer signature covers something else')
  return certificate
}

/** An Ed25519 signature does not say whose it is: each key is tried. */
function signingKey(
  keys: readonly PublicKey[],
  { digest, signature, identity }: { readonly digest: Buffer; readonly signature: Buffer; readonly identity: string },
): PublicKey {
  let refusal = unknownSigner(identity)
  for (const key of keys) {
    try {
      verifySignature(key, digest, signature, { scheme: 'ed25519', what: 'the developer signature' })
      return key
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal = error
    }
  }
  throw refusal
}
