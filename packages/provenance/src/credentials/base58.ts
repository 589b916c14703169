import { Refused } from '../verdict/refused.ts'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Keys and signatures are short; the conversion is quadratic. */
const MAX_LENGTH = 4096

/** Base58 in the Bitcoin alphabet to bytes, each leading `1` a zero byte. Refuses other characters and very long texts. */
export function decodeBase58(text: string, what: string): Buffer {
  if (text.length > MAX_LENGTH) throw new Refused('limit-exceeded', `${what} is too long`)
  const bytes: number[] = []
  for (const character of text) {
    let carry = ALPHABET.indexOf(character)
    if (carry < 0) throw new Refused('malformed', `${what} is not base58`)
    for (let index = 0; index < bytes.length; index += 1) {
      carry += (bytes[index] ?? 0) * 58
      bytes[index] = carry & 0xff
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff)
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(bytes.toReversed())])
}

/** Base58 of the Bitcoin alphabet. */
export function encodeBase58(bytes: Uint8Array): string {
  const digits: number[] = []
  for (const byte of bytes) {
    let carry = byte
    for (let index = 0; index < digits.length; index += 1) {
      carry += (digits[index] ?? 0) << 8
      digits[index] = carry % 58
      carry = Math.floor(carry / 58)
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58)
  }
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return (
    '1'.repeat(zeros < 0 ? bytes.length : zeros) +
    digits
      .toReversed()
      .map((digit) => ALPHABET[digit])
      .join('')
  )
}
