import { sign } from 'node:crypto'
import { Refused } from '../verdict/refused.ts'
import type { SshPrivateKey } from './ssh-private-key.ts'
import { signedData, writeSshSignature } from './ssh-signature.ts'
import { wireMpint, wireString } from './wire-reader.ts'

export interface SshSignOptions {
  /** What the signature is for: `git`, `file`, … */
  readonly namespace: string
  readonly hash?: 'sha256' | 'sha512'
}

const HASHES = { p256: 'sha256', p384: 'sha384', p521: 'sha512' } as const

/** Signs a message as `ssh-keygen -Y sign` does; the armoured signature. */
export function signSshSignature(message: Uint8Array, key: SshPrivateKey, { namespace, hash = 'sha512' }: SshSignOptions): string {
  if (namespace === '') throw new Refused('malformed', 'an SSH signature needs a namespace')
  const reserved = Buffer.alloc(0)
  const blob = signBlob(key, signedData({ namespace, reserved, hash }, message))
  return writeSshSignature({ publicKey: key.publicKey.blob, namespace, reserved, hash, blob })
}

function signBlob({ publicKey, keyObject }: SshPrivateKey, data: Buffer): Buffer {
  const { algorithm } = publicKey.kind
  const name = publicKey.kind.signatures[0] as string
  if (algorithm === 'rsa') return Buffer.concat([wireString(name), wireString(sign('sha512', data, keyObject))])
  if (algorithm === 'ed25519') return Buffer.concat([wireString(name), wireString(sign(null, data, keyObject))])
  if (algorithm === 'mldsa44-ed25519') throw new Refused('unsupported-algorithm', 'signing with composite keys is not done here')
  const both = sign(HASHES[algorithm], data, { key: keyObject, dsaEncoding: 'ieee-p1363' })
  const half = both.length / 2
  return Buffer.concat([wireString(name), wireString(Buffer.concat([wireMpint(both.subarray(0, half)), wireMpint(both.subarray(half))]))])
}
