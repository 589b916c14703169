import { createPrivateKey } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { decodeBase64 } from '../encoding/base64.ts'
import { Refused } from '../verdict/refused.ts'
import { decryptPrivateSection } from './decrypt-private-section.ts'
import type { SshPublicKey } from './ssh-public-key.ts'
import { readSshPublicKey } from './ssh-public-key.ts'
import { WireReader } from './wire-reader.ts'

/** A key that signs. Never printed. */
export interface SshPrivateKey {
  readonly publicKey: SshPublicKey
  readonly keyObject: KeyObject
  readonly comment: string
}

const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----'
const END = '-----END OPENSSH PRIVATE KEY-----'
const MAGIC = 'openssh-key-v1\0'
const MAX_BYTES = 256 * 1024

/**
 * Reads a private key file of OpenSSH (PROTOCOL.key). An encrypted one needs its passphrase. Refuses token keys, which sign only in
 * the token, and files with several keys.
 */
export function readSshPrivateKey(text: string, { passphrase }: { readonly passphrase?: string } = {}): SshPrivateKey {
  const bare = text.trim()
  if (bare.length > MAX_BYTES) throw new Refused('limit-exceeded', `a private key of more than ${MAX_BYTES} bytes`)
  if (!bare.startsWith(BEGIN) || !bare.endsWith(END)) throw new Refused('malformed', 'not a private key of OpenSSH')
  const bytes = decodeBase64(bare.slice(BEGIN.length, -END.length).replaceAll(/\s/g, ''), 'the private key')
  const reader = new WireReader(bytes, 'the private key')
  if (reader.take(MAGIC.length).toString('latin1') !== MAGIC) throw new Refused('malformed', 'not a private key of OpenSSH')
  const encryption = { cipher: reader.name(), kdf: reader.name(), kdfOptions: reader.string() }
  if (reader.uint32() !== 1) throw new Refused('malformed', 'a private key file with several keys')
  const publicKey = readSshPublicKey(reader.string())
  const section = decryptPrivateSection(reader.string(), encryption, passphrase)
  reader.finish()
  return readSection(section, publicKey)
}

function readSection(section: Buffer, publicKey: SshPublicKey): SshPrivateKey {
  const reader = new WireReader(section, 'the private key')
  if (!reader.take(4).equals(reader.take(4))) throw new Refused('signer-mismatch', 'the passphrase of the private key is wrong')
  const type = reader.name()
  if (type !== publicKey.type || publicKey.kind.isToken || publicKey.mlDsa !== null)
    throw new Refused('unsupported-algorithm', `signing with keys of type ${type} is not done here`, {
      remedy: 'sign with ssh-keygen -Y sign',
    })
  const keyObject = privateKeyObject(reader, publicKey)
  const comment = reader.text()
  for (let pad = 1; !reader.isAtEnd; pad++)
    if (reader.byte() !== (pad & 0xff)) throw new Refused('malformed', 'the private key is padded wrongly')
  return { publicKey, keyObject, comment }
}

function privateKeyObject(reader: WireReader, publicKey: SshPublicKey): KeyObject {
  const jwk = publicKey.keyObject.export({ format: 'jwk' })
  const { algorithm } = publicKey.kind
  if (algorithm === 'rsa') return privateOf(rsaJwk(reader, jwk), jwk)
  if (algorithm === 'ed25519') {
    reader.string()
    return privateOf({ ...jwk, d: reader.string().subarray(0, 32).toString('base64url') }, jwk)
  }
  reader.name()
  reader.string()
  const size = { p256: 32, p384: 48, p521: 66, 'mldsa44-ed25519': 32 }[algorithm]
  const d = reader.mpint()
  return privateOf({ ...jwk, d: Buffer.concat([Buffer.alloc(Math.max(0, size - d.length)), d]).toString('base64url') }, jwk)
}

function rsaJwk(reader: WireReader, jwk: JsonWebKey): JsonWebKey {
  const [, , d, qi, p, q] = Array.from({ length: 6 }, () => reader.mpint())
  const field = (value: Buffer | undefined) => (value ?? Buffer.alloc(0)).toString('base64url')
  const remainder = (prime: Buffer | undefined) => bytesOf(numberOf(d) % (numberOf(prime) - 1n)).toString('base64url')
  if (numberOf(p) < 3n || numberOf(q) < 3n) throw new Refused('malformed', 'the private key has no primes')
  return { ...jwk, d: field(d), qi: field(qi), p: field(p), q: field(q), dp: remainder(p), dq: remainder(q) }
}

function numberOf(bytes: Buffer | undefined): bigint {
  return BigInt(`0x0${bytes?.toString('hex') ?? ''}`)
}

function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

/** The runtime does not tell whether the halves belong together for every type, so the public half is compared. */
function privateOf(jwk: JsonWebKey, expected: JsonWebKey): KeyObject {
  try {
    const key = createPrivateKey({ key: jwk, format: 'jwk' })
    const made = key.export({ format: 'jwk' })
    if (made.x === expected.x && made.y === expected.y && made.n === expected.n) return key
  } catch (cause) {
    throw new Refused('malformed', 'the private key is not usable', { cause })
  }
  throw new Refused('content-mismatch', 'the halves of the private key do not belong together')
}
