import { createHash } from 'node:crypto'
import { spkiDigest } from '../keys/key-id.ts'
import type { PublicKey } from '../keys/public-key.ts'

const ED25519 = 0x01
const COSIGNATURE_V1 = 0x04
const UNASSIGNED = 0xff
const RSA_LABEL = 'PKIX-RSA-PKCS#1v1.5'

/**
 * The key ids a log's key may go by in its notes: by type and name (C2SP signed-note), and the plain digest of the key that
 * older logs and all ECDSA keys use. Untruncated; notes carry the first four bytes.
 */
export function noteKeyIds(name: string, key: PublicKey): readonly Buffer[] {
  if (key.type === 'ed25519') return [keyId(name, ED25519, key.raw), spkiDigest(key)]
  if (key.type === 'rsa') return [keyId(name, UNASSIGNED, Buffer.concat([Buffer.from(RSA_LABEL), key.spki])), spkiDigest(key)]
  return [spkiDigest(key)]
}

/** The key id of a witness (C2SP tlog-cosignature, cosignature/v1). */
export function witnessKeyId(name: string, key: PublicKey): Buffer {
  return keyId(name, COSIGNATURE_V1, key.raw)
}

function keyId(name: string, type: number, key: Uint8Array): Buffer {
  return createHash('sha256')
    .update(name)
    .update(Buffer.from([0x0a, type]))
    .update(key)
    .digest()
}
