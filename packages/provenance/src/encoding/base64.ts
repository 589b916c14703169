import { Refused } from '../verdict/refused.ts'

const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/
const URL_SAFE = /^[A-Za-z0-9_-]*={0,2}$/

/**
 * RFC 4648 base64 to bytes, strictly: standard or URL-safe alphabet but not both, no white space, padding whole or (URL-safe
 * only) left out, no stray bits in the last character. Node's own decoder takes anything, so that two texts could stand for one
 * signature. `what` names the field in the refusal.
 */
export function decodeBase64(text: string, what: string): Buffer {
  // What comes back from Node's decoder as the same text is the strict standard form, and is found out without looking twice.
  const decoded = Buffer.from(text, 'base64')
  if (decoded.toString('base64') === text) return decoded
  const urlSafe = /[-_]/.test(text)
  if (!(urlSafe ? URL_SAFE : STANDARD).test(text)) throw new Refused('malformed', `${what} is not base64`)
  const padded = text.endsWith('=')
  if ((padded || !urlSafe) && text.length % 4 !== 0) throw new Refused('malformed', `${what} is base64 with wrong padding`)
  const bytes = Buffer.from(text, 'base64')
  const bare = text.replace(/=+$/, '')
  if (bytes.toString(urlSafe ? 'base64url' : 'base64').replace(/=+$/, '') !== bare) {
    throw new Refused('malformed', `${what} is base64 with stray bits at its end`)
  }
  return bytes
}

/** Base64url without padding, the only form that JOSE and Multibase have (RFC 7515, section 2). As strict as `decodeBase64`. */
export function decodeBase64Url(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (!/^[A-Za-z0-9_-]*$/.test(text) || bytes.toString('base64url') !== text) {
    throw new Refused('malformed', `${what} is not base64url without padding`)
  }
  return bytes
}
