import { decodeBase64Url } from '../encoding/base64.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asObject, asString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'

/** A JSON Web Signature as read; nothing in it is trusted yet. */
export interface CompactJws {
  readonly header: JsonObject
  readonly payload: Buffer
  readonly signature: Buffer
  readonly signed: Buffer
}

const ALGORITHMS: Readonly<Record<string, SignatureScheme>> = {
  EdDSA: 'ed25519',
  Ed25519: 'ed25519',
  ES256: 'ecdsa-sha256-p1363',
  ES384: 'ecdsa-sha384-p1363',
  ES512: 'ecdsa-sha512-p1363',
  PS256: 'rsa-pss-sha256',
  PS384: 'rsa-pss-sha384',
  PS512: 'rsa-pss-sha512',
  RS256: 'rsa-pkcs1-sha256',
}

const MAX_LENGTH = 1024 * 1024

/** Reads the compact form (RFC 7515, section 3.1). Refuses critical headers: none is understood here. */
export function readCompactJws(text: string, what: string): CompactJws {
  if (text.length > MAX_LENGTH) throw new Refused('limit-exceeded', `${what} is too long`)
  const [first, second, third, ...more] = text.split('.')
  if (first === undefined || second === undefined || third === undefined || more.length > 0) {
    throw new Refused('malformed', `${what} is not three parts`)
  }
  const header = asObject(
    parseStrictJson(decodeBase64Url(first, `The header of ${what}`), `The header of ${what}`),
    `The header of ${what}`,
  )
  if (header['crit'] !== undefined) throw new Refused('unsupported-version', `${what} has critical headers that are not known`)
  return {
    header,
    payload: decodeBase64Url(second, `The payload of ${what}`),
    signature: decodeBase64Url(third, `The signature of ${what}`),
    signed: Buffer.from(`${first}.${second}`),
  }
}

/** Verifies with a trusted key; the algorithm in the header must be one that this kind of key signs with. Answers the payload. */
export function verifyJws(jws: CompactJws, key: PublicKey, what: string): JsonObject {
  const name = asString(jws.header['alg'], `The algorithm of ${what}`)
  const scheme = Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined
  if (scheme === undefined) throw new Refused('unsupported-algorithm', `${what} uses an algorithm that is not accepted`, { found: name })
  verifySignature(key, jws.signed, jws.signature, { scheme, what: `the signature of ${what}` })
  return asObject(parseStrictJson(jws.payload, `The payload of ${what}`), `The payload of ${what}`)
}
