import { decodeBase64 } from '../encoding/base64.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import type { MlDsaVerify } from '../keys/verify-signature.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import { noteKeyIds } from './note-key.ts'
import type { SignedNote } from './signed-note.ts'
import { readSignedNote } from './signed-note.ts'

/** A log's statement about its tree (C2SP tlog-checkpoint), as it was read. */
export interface Checkpoint {
  readonly note: SignedNote
  readonly origin: string
  readonly treeSize: number
  readonly rootHash: Buffer
  readonly extensions: readonly string[]
}

declare const verified: unique symbol

/** A checkpoint that the log signed. Only `verifyCheckpoint` makes one. */
export type VerifiedCheckpoint = Checkpoint & { readonly [verified]: true }

/** Reads origin, size, root and extension lines. Refuses a checkpoint that lacks one of the first three. */
export function readCheckpoint(text: string, what = 'the checkpoint'): Checkpoint {
  const note = readSignedNote(text, what)
  const [origin, size, root, ...extensions] = note.text.slice(0, -1).split('\n')
  if (origin === undefined || origin === '') throw new Refused('malformed', `${what} has no origin`)
  if (size === undefined || !/^(?:0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw new Refused('malformed', `${what} has no tree size`)
  }
  if (root === undefined || root === '') throw new Refused('malformed', `${what} has no root hash`)
  const rootHash = decodeBase64(root, `the root hash of ${what}`)
  if (rootHash.length !== 32) throw new Refused('malformed', `${what} has a root hash that is not 32 bytes`)
  return { note, origin, treeSize: Number(size), rootHash, extensions }
}

/** A key that may sign checkpoints. */
export interface LogKey {
  /** The name in front of its signatures. */
  readonly name: string
  readonly key: PublicKey
  readonly scheme: SignatureScheme
  /** A key id that the trust root states, beside those that follow from the key. */
  readonly keyId: Buffer | undefined
}

/**
 * Throws unless one signature of the checkpoint is by `log`. Signatures of others are passed over; one that claims the log's name
 * and key but does not verify spoils the note (C2SP signed-note).
 */
export function verifyCheckpoint(checkpoint: Checkpoint, log: LogKey, mlDsa?: MlDsaVerify): VerifiedCheckpoint {
  const bySigner = checkpoint.note.signatures.filter(({ name, keyHint }) => {
    if (name !== log.name) return false
    const ids = noteKeyIds(name, log.key)
    return (log.keyId === undefined ? ids : [log.keyId, ...ids]).some((id) => id.subarray(0, 4).equals(keyHint))
  })
  if (bySigner.length === 0) {
    throw new Refused('signer-unknown', 'the checkpoint has no signature of the log', {
      expected: log.name,
      found: checkpoint.note.signatures.map(({ name, keyHint }) => `${name} ${keyHint.toString('hex')}`).join(', '),
    })
  }
  const text = Buffer.from(checkpoint.note.text)
  for (const { signature } of bySigner) {
    verifySignature(log.key, text, signature, {
      scheme: log.scheme,
      what: "the log's signature of the checkpoint",
      ...(mlDsa === undefined ? {} : { mlDsa }),
    })
  }
  return checkpoint as VerifiedCheckpoint
}
