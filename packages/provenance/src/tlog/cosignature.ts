import type { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Checkpoint } from './checkpoint.ts'
import { witnessKeyId } from './note-key.ts'

export interface Witness {
  readonly name: string
  readonly key: PublicKey
}

export interface Cosignature {
  readonly witness: Witness
  /** When the witness saw that the tree only grew. */
  readonly time: Date
}

/**
 * The cosignatures of known witnesses on a checkpoint (C2SP tlog-cosignature, cosignature/v1 by Ed25519), at least `threshold` of
 * different witnesses. Unknown witnesses are passed over; a known one whose signature fails is refused.
 */
export function verifyCosignatures(checkpoint: Checkpoint, witnesses: readonly Witness[], threshold: number): readonly Cosignature[] {
  const found: Cosignature[] = []
  for (const witness of witnesses) {
    const id = witnessKeyId(witness.name, witness.key).subarray(0, 4)
    const line = checkpoint.note.signatures.find(({ name, keyHint }) => name === witness.name && keyHint.equals(id))
    if (line === undefined || found.some((other) => other.witness.key.equals(witness.key))) continue
    found.push({ witness, time: verifyCosignature(checkpoint, witness, line.signature) })
  }
  if (found.length < threshold) {
    throw new Refused('threshold-not-met', 'too few known witnesses cosigned the checkpoint', {
      expected: `${threshold} of ${witnesses.length}`,
      found: String(found.length),
    })
  }
  return found
}

function verifyCosignature(checkpoint: Checkpoint, witness: Witness, bytes: Buffer): Date {
  if (bytes.length !== 72) throw new Refused('malformed', `the cosignature of ${witness.name} is not 72 bytes`)
  const seconds = bytes.readBigUInt64BE(0)
  if (seconds > 253_402_300_799n) throw new Refused('malformed', `the cosignature of ${witness.name} has no possible time`)
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${checkpoint.note.text}`)
  verifySignature(witness.key, message, bytes.subarray(8), { scheme: 'ed25519', what: `the cosignature of ${witness.name}` })
  return new Date(Number(seconds) * 1000)
}
