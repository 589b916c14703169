import { Refused } from '../verdict/refused.ts'

/** Hexadecimal text of either case to bytes. Refuses odd lengths and other characters, which Node's own decoder drops silently. */
export function decodeHex(text: string, what: string): Buffer {
  if (text.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(text)) throw new Refused('malformed', `${what} is not hexadecimal`)
  return Buffer.from(text, 'hex')
}
