import { createHash, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { Refused } from '../verdict/refused.ts'
import type { PgpKey } from './pgp-key.ts'
import type { PgpSignature } from './pgp-signature.ts'
import { PacketReader } from './packets.ts'

const ALGORITHM_NUMBERS: Readonly<Record<string, readonly number[]>> = {
  rsa: [1, 3],
  dsa: [17],
  ecdsa: [19],
  eddsa: [22],
  ed25519: [27],
  ed448: [28],
}

/** Comes back when `signature` by `key` covers exactly `parts` (RFC 9580 §5.2.4); throws Refused otherwise. */
export function checkPgpSignature(signature: PgpSignature, key: PgpKey, parts: readonly Uint8Array[]): void {
  if (signature.hash === 'md5' || signature.hash === 'ripemd160')
    throw new Refused('weak-algorithm', `the OpenPGP signature is over a digest of type ${signature.hash}`)
  if (key.algorithm === null || !ALGORITHM_NUMBERS[key.algorithm]?.includes(signature.algorithm))
    throw new Refused('signature-invalid', 'the OpenPGP signature is of another algorithm than its key')
  if ((key.version === 6) !== (signature.version === 6))
    throw new Refused('malformed', 'the OpenPGP signature is of another version than its key')
  const message = Buffer.concat([signature.salt, ...parts, signature.trailer])
  const digest = createHash(signature.hash).update(message).digest()
  const quickFits = digest.subarray(0, 2).equals(signature.quick)
  if (!quickFits || !holds(signature, key, { message, digest }))
    throw new Refused('signature-invalid', 'the OpenPGP signature does not hold over these bytes')
}

function holds(signature: PgpSignature, key: PgpKey, { message, digest }: { readonly message: Buffer; readonly digest: Buffer }): boolean {
  const reader = new PacketReader(signature.material, 'the OpenPGP signature')
  const keyObject = key.keyObject()
  if (key.algorithm === 'rsa') {
    const value = reader.mpi()
    reader.finish()
    const size = Math.ceil(key.bits / 8)
    return value.length <= size && verify(signature.hash, message, keyObject, padded(value, size))
  }
  if (key.algorithm === 'ed25519' || key.algorithm === 'ed448') {
    const value = reader.take(key.halfBytes * 2)
    reader.finish()
    return verify(null, digest, keyObject, value)
  }
  const halves = [reader.mpi(), reader.mpi()]
  reader.finish()
  if (halves.some((half) => half.length > key.halfBytes)) return false
  const both = Buffer.concat(halves.map((half) => padded(half, key.halfBytes)))
  if (key.algorithm === 'eddsa') return verify(null, digest, keyObject, both)
  return verifyHalves(signature.hash, message, { keyObject, both })
}

function verifyHalves(
  hash: string,
  message: Buffer,
  { keyObject, both }: { readonly keyObject: KeyObject; readonly both: Buffer },
): boolean {
  return verify(hash, message, { key: keyObject, dsaEncoding: 'ieee-p1363' }, both)
}

function padded(bytes: Buffer, size: number): Buffer {
  return bytes.length === size ? bytes : Buffer.concat([Buffer.alloc(size - bytes.length), bytes])
}
