import { createHash } from 'node:crypto'
import { Blowfish } from './blowfish.ts'

const HASH_BYTES = 32
const COST = 64
const MAGIC = 'OxychromaticBlowfishSwatDynamite'

/** The key derivation of OpenSSH's private keys: PBKDF2 over bcrypt, its output spread over all blocks (OpenBSD bcrypt_pbkdf(3)). */
export function bcryptPbkdf(
  passphrase: Uint8Array,
  { salt, rounds, bytes }: { readonly salt: Uint8Array; readonly rounds: number; readonly bytes: number },
): Buffer {
  const hashedPass = sha512(passphrase)
  const blocks = Math.ceil(bytes / HASH_BYTES)
  const amount = Math.ceil(bytes / blocks)
  const key = Buffer.alloc(bytes)
  for (let count = 1; count <= blocks; count++) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(count)
    let block = bcryptHash(hashedPass, sha512(Buffer.concat([salt, counter])))
    const out = Buffer.from(block)
    for (let round = 1; round < rounds; round++) {
      block = bcryptHash(hashedPass, sha512(block))
      for (let at = 0; at < HASH_BYTES; at++) out[at] = (out[at] as number) ^ (block[at] as number)
    }
    for (let at = 0; at < amount; at++) {
      const place = at * blocks + (count - 1)
      if (place < bytes) key[place] = out[at] as number
    }
  }
  return key
}

function bcryptHash(pass: Buffer, salt: Buffer): Buffer {
  const state = new Blowfish()
  const passWords = wordsOf(pass)
  const saltWords = wordsOf(salt)
  state.expand(passWords, saltWords)
  for (let round = 0; round < COST; round++) {
    state.expand(saltWords, null)
    state.expand(passWords, null)
  }
  const words = wordsOf(Buffer.from(MAGIC))
  for (let round = 0; round < COST; round++) for (let at = 0; at < words.length; at += 2) state.encrypt(words, at)
  const out = Buffer.alloc(HASH_BYTES)
  for (const [at, word] of words.entries()) out.writeUInt32LE(word, at * 4)
  return out
}

function wordsOf(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32BE(at * 4))
}

function sha512(bytes: Uint8Array): Buffer {
  return createHash('sha512').update(bytes).digest()
}
