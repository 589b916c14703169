import { createHash, createPublicKey, verify } from 'node:crypto'
import { decodeBase64 } from '../encoding/base64.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'

/** A public key of signify or minisign: algorithm mark, key number, Ed25519 key. */
export interface SignifyKey {
  /** Key number as it is printed, in hexadecimal. */
  readonly id: string
  readonly bytes: Buffer
}

/** A signify or minisign signature that holds over its file. */
export interface VerifiedSignify {
  readonly key: SignifyKey
  /** minisign signs this line too; signify has none. */
  readonly trustedComment: string | null
  /** minisign signed BLAKE2b-512 of the file, not the file. */
  readonly isPrehashed: boolean
}

const KEY_BYTES = 42
const SIGNATURE_BYTES = 74
const MAX_TEXT = 16 * 1024
const TRUSTED = 'trusted comment: '
const UNTRUSTED = 'untrusted comment: '

/** Reads a public key file of either tool, or the bare base64 of one. */
export function readSignifyKey(text: string): SignifyKey {
  const lines = linesOf(text)
  const line = lines.length === 1 ? lines[0] : lines.length === 2 && lines[0]?.startsWith(UNTRUSTED) === true ? lines[1] : undefined
  const bytes = decodeBase64(line ?? '', 'the public key')
  if (bytes.length !== KEY_BYTES || bytes.toString('latin1', 0, 2) !== 'Ed')
    throw new Refused('malformed', 'not a public key of signify or minisign')
  return { id: idOf(bytes), bytes: bytes.subarray(10) }
}

const STEPS = [
  ['format', 'the evidence is a signature of signify or minisign'],
  ['key', 'one of the keys made it'],
  ['signature', 'the signature holds over the file'],
  ['trusted-comment', 'the trusted comment is signed too'],
] as const

/** Verifies a signature of signify(1) or minisign, prehashed or not, over a message by one of the keys. */
export function verifySignify(
  evidence: string,
  message: Uint8Array,
  { keys, trace }: { readonly keys: readonly SignifyKey[]; readonly trace: Trace },
): VerifiedSignify {
  trace.plan(STEPS)
  const read = trace.step('format', STEPS[0][1], () => readEvidence(evidence))
  const key = trace.step('key', STEPS[1][1], (step) => {
    const found = keys.find(({ id }) => id === read.keyId)
    step.found(read.keyId)
    if (found === undefined) throw new Refused('signer-unknown', `no key given has the number ${read.keyId}`)
    return found
  })
  trace.step('signature', STEPS[2][1], () => {
    const signed = read.isPrehashed ? createHash('blake2b512').update(message).digest() : message
    check(key, { signed, signature: read.signature, what: 'the signature' })
  })
  if (read.comment === null) trace.skip('trusted-comment', STEPS[3][1], 'signify has no trusted comments')
  else {
    const { comment, global } = read
    trace.step('trusted-comment', STEPS[3][1], () =>
      check(key, {
        signed: Buffer.concat([read.signature, Buffer.from(comment)]),
        signature: global,
        what: 'the signature of the trusted comment',
      }),
    )
  }
  return { key, trustedComment: read.comment, isPrehashed: read.isPrehashed }
}

function readEvidence(text: string) {
  const lines = linesOf(text)
  if (lines[0]?.startsWith(UNTRUSTED) !== true || (lines.length !== 2 && lines.length !== 4))
    throw new Refused('malformed', 'not a signature of signify or minisign')
  const bytes = decodeBase64(lines[1] ?? '', 'the signature')
  const mark = bytes.toString('latin1', 0, 2)
  const isPrehashed = mark === 'ED'
  if (bytes.length !== SIGNATURE_BYTES || (mark !== 'Ed' && !isPrehashed))
    throw new Refused('malformed', 'not a signature of signify or minisign')
  if (lines.length === 2 && isPrehashed) throw new Refused('malformed', 'a prehashed signature without its trusted comment')
  if (lines.length === 4 && lines[2]?.startsWith(TRUSTED) !== true) throw new Refused('malformed', 'the third line is no trusted comment')
  return {
    keyId: idOf(bytes),
    isPrehashed,
    signature: bytes.subarray(10),
    comment: lines.length === 4 ? (lines[2] ?? '').slice(TRUSTED.length) : null,
    global: lines.length === 4 ? decodeBase64(lines[3] ?? '', 'the signature of the trusted comment') : Buffer.alloc(0),
  }
}

function linesOf(text: string): readonly string[] {
  if (text.length > MAX_TEXT) throw new Refused('limit-exceeded', `more than ${MAX_TEXT} bytes where a few lines belong`)
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** Both tools print the number as a little-endian integer. */
function idOf(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(2, 10)).reverse().toString('hex')
}

function check(
  key: SignifyKey,
  { signed, signature, what }: { readonly signed: Uint8Array; readonly signature: Buffer; readonly what: string },
): void {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.bytes.toString('base64url') }, format: 'jwk' })
  if (signature.length !== 64 || !verify(null, signed, publicKey, signature))
    throw new Refused('signature-invalid', `${what} does not hold`)
}
