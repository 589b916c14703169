import { createHash } from 'node:crypto'
import { decodeBase64 } from '../encoding/base64.ts'
import { Refused } from '../verdict/refused.ts'
import { WireReader, wireString } from './wire-reader.ts'

/** A signature over a file or object in the form of PROTOCOL.sshsig, taken apart; nothing is verified. */
export interface SshSignature {
  /** The signer's key or certificate in wire form, as the signature itself states it. */
  readonly publicKey: Buffer
  readonly namespace: string
  readonly reserved: Buffer
  readonly hash: 'sha256' | 'sha512'
  readonly blob: Buffer
}

const BEGIN = '-----BEGIN SSH SIGNATURE-----'
const END = '-----END SSH SIGNATURE-----'
const MAGIC = 'SSHSIG'
const VERSION = 1
const MAX_BYTES = 256 * 1024

/**
 * Reads an armoured signature. Refuses text before or after the armour, which two readers could take differently, unknown versions and
 * hashes, an empty namespace.
 */
export function readSshSignature(armour: string): SshSignature {
  if (armour.length > MAX_BYTES) throw new Refused('limit-exceeded', `an SSH signature of more than ${MAX_BYTES} bytes`)
  const text = armour.trimEnd()
  if (!text.startsWith(BEGIN) || !text.endsWith(END))
    throw new Refused('malformed', 'an SSH signature begins and ends with its armour lines')
  const inside = text.slice(BEGIN.length, -END.length)
  if (!/^\r?\n/.test(inside) || !inside.endsWith('\n'))
    throw new Refused('malformed', 'the armour lines of the SSH signature do not stand alone')
  return readSshSignatureBlob(decodeBase64(inside.replaceAll(/[\r\n]/g, ''), 'the SSH signature'))
}

/** Reads a signature without armour. */
export function readSshSignatureBlob(bytes: Uint8Array): SshSignature {
  const reader = new WireReader(bytes, 'the SSH signature')
  if (reader.take(MAGIC.length).toString('latin1') !== MAGIC) throw new Refused('malformed', 'not an SSH signature')
  const version = reader.uint32()
  if (version !== VERSION) throw new Refused('unsupported-version', `an SSH signature of version ${version}`)
  const publicKey = reader.string()
  const namespace = reader.name()
  if (namespace === '') throw new Refused('malformed', 'the namespace of the SSH signature is empty')
  const reserved = reader.string()
  const hash = reader.name()
  if (hash !== 'sha256' && hash !== 'sha512')
    throw new Refused('unsupported-algorithm', `the SSH signature is over a digest of type ${hash}`)
  const blob = reader.string()
  reader.finish()
  return { publicKey, namespace, reserved, hash, blob }
}

/** The bytes that the key signs (PROTOCOL.sshsig §3). */
export function signedData({ namespace, reserved, hash }: Omit<SshSignature, 'publicKey' | 'blob'>, message: Uint8Array): Buffer {
  const digest = createHash(hash).update(message).digest()
  return Buffer.concat([Buffer.from(MAGIC), wireString(namespace), wireString(reserved), wireString(hash), wireString(digest)])
}

/** The armoured form, lines as ssh-keygen breaks them. */
export function writeSshSignature({ publicKey, namespace, reserved, hash, blob }: SshSignature): string {
  const version = Buffer.alloc(4)
  version.writeUInt32BE(VERSION)
  const bytes = Buffer.concat([
    Buffer.from(MAGIC),
    version,
    ...[publicKey, namespace, reserved, hash, blob].map((part) => wireString(part)),
  ])
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? []
  return [BEGIN, ...lines, END, ''].join('\n')
}
