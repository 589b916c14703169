import { createDecipheriv } from 'node:crypto'
import { Refused } from '../verdict/refused.ts'
import { bcryptPbkdf } from './bcrypt-pbkdf.ts'
import { WireReader } from './wire-reader.ts'

const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  'aes256-ctr': { name: 'aes-256-ctr', keyBytes: 32 },
  'aes192-ctr': { name: 'aes-192-ctr', keyBytes: 24 },
  'aes128-ctr': { name: 'aes-128-ctr', keyBytes: 16 },
  'aes256-cbc': { name: 'aes-256-cbc', keyBytes: 32 },
}
const BLOCK = 16
const MAX_ROUNDS = 1024

/** The private part of a key file in the clear (PROTOCOL.key §3). */
export function decryptPrivateSection(
  section: Buffer,
  { cipher, kdf, kdfOptions }: { readonly cipher: string; readonly kdf: string; readonly kdfOptions: Buffer },
  passphrase: string | undefined,
): Buffer {
  if (cipher === 'none' && kdf === 'none') return section
  const known = Object.hasOwn(CIPHERS, cipher) ? CIPHERS[cipher] : undefined
  if (known === undefined || kdf !== 'bcrypt')
    throw new Refused('unsupported-algorithm', `the private key is encrypted with ${cipher} and ${kdf}`)
  if (passphrase === undefined) throw new Refused('evidence-missing', 'the private key is encrypted', { remedy: 'give its passphrase' })
  const options = new WireReader(kdfOptions, 'the private key')
  const salt = options.string()
  const rounds = options.uint32()
  options.finish()
  if (rounds > MAX_ROUNDS) throw new Refused('limit-exceeded', `the passphrase is stretched more than ${MAX_ROUNDS} times`)
  if (section.length % BLOCK !== 0 || salt.length === 0 || rounds === 0) throw new Refused('malformed', 'the encrypted private key is cut')
  const material = bcryptPbkdf(Buffer.from(passphrase), { salt, rounds, bytes: known.keyBytes + BLOCK })
  const decipher = createDecipheriv(known.name, material.subarray(0, known.keyBytes), material.subarray(known.keyBytes)).setAutoPadding(
    false,
  )
  return Buffer.concat([decipher.update(section), decipher.final()])
}
