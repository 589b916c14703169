import { createHash, createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readPem } from '../asn1/pem.ts'
import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asObject, asString, textAt } from '../encoding/json-value.ts'
import { spkiFingerprint } from '../keys/key-id.ts'
import { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import { gpgLayoutKey } from './gpg-key.ts'
import type { MetadataSignature } from './signed-metadata.ts'

/** A key of a layout owner or functionary. */
export interface LayoutKey {
  /** Ids that signatures may name it by: its own and, for OpenPGP, those of its subkeys. */
  readonly keyIds: readonly string[]
  /** The key itself, whatever it is called: thresholds count these. */
  readonly fingerprint: string
  /** Throws Refused unless the signature over `message` is this key's. */
  verify(message: Buffer, signature: MetadataSignature, now: Date): void
}

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  'rsassa-pss-sha256': 'rsa-pss-sha256',
  ed25519: 'ed25519',
  'ecdsa-sha2-nistp224': 'ecdsa-sha256',
  'ecdsa-sha2-nistp256': 'ecdsa-sha256',
  'ecdsa-sha2-nistp384': 'ecdsa-sha384',
  'ecdsa-sha2-nistp521': 'ecdsa-sha512',
  ecdsa: 'ecdsa-sha256',
}

/** Reads a key out of a layout: rsassa-pss-sha256, ed25519, ecdsa, or OpenPGP (in-toto specification 1.0, section 4.2.1). */
export function readLayoutKey(keyid: string, value: JsonValue | undefined): LayoutKey {
  const key = asObject(value, `Key ${keyid}`)
  if (key['keyid'] !== undefined && key['keyid'] !== keyid) throw new Refused('malformed', `Key ${keyid} names itself otherwise`)
  if (typeof key['method'] === 'string' && key['method'].startsWith('pgp+')) return gpgLayoutKey(keyid, key)
  const name = asString(key['scheme'], `The scheme of key ${keyid}`)
  const scheme = Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined
  if (scheme === undefined) throw new Refused('unsupported-algorithm', `Key ${keyid} has an unknown scheme`, { found: name })
  return layoutKey(keyid, publicKey(keyid, key), scheme)
}

/** A key file as owners hand it out: one PEM public key. RSA signs with PSS, as in-toto's tools do. */
export function layoutKeyFromPem(text: string): LayoutKey {
  const small = p224Key(text)
  if (small !== undefined) return small
  return layoutKeyOf(PublicKey.fromPem(text, 'The key file'))
}

/** A key that was read already, as owners of layouts sign with it. */
export function layoutKeyOf(key: PublicKey): LayoutKey {
  return layoutKey(spkiFingerprint(key), key, key.type === 'rsa' ? 'rsa-pss-sha256' : key.defaultScheme)
}

/** P-224 is below what every other format here accepts; in-toto's specification still has it (section 4.2.1). */
function p224Key(text: string): LayoutKey | undefined {
  const [block, ...more] = readPem(text, 'The key file')
  if (block?.label !== 'PUBLIC KEY' || more.length > 0 || !block.bytes.includes(P224_OID)) return undefined
  const key = importP224(block.bytes)
  if (key === undefined) return undefined
  const fingerprint = createHash('sha256').update(block.bytes).digest('hex')
  return {
    keyIds: [fingerprint],
    fingerprint,
    verify: (message, { signature }) => {
      if (!verify('sha256', message, key, signature))
        throw new Refused('signature-invalid', 'the signature does not verify with the P-224 key')
    },
  }
}

const P224_OID = Buffer.from('06052b81040021', 'hex')

function importP224(spki: Buffer): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'secp224r1' ? key : undefined
  } catch {
    return undefined
  }
}

function layoutKey(keyid: string, key: PublicKey, scheme: SignatureScheme): LayoutKey {
  return {
    keyIds: [keyid],
    fingerprint: key.identity,
    verify: (message, { signature }) => verifySignature(key, message, signature, { scheme, what: 'the signature' }),
  }
}

function publicKey(keyid: string, key: JsonObject): PublicKey {
  const text = asString(textAt(key, 'keyval', 'public'), `The public part of key ${keyid}`)
  if (key['keytype'] === 'ed25519' && !text.includes('-----'))
    return PublicKey.fromRawEd25519(decodeHex(text, `Key ${keyid}`), `Key ${keyid}`)
  return PublicKey.fromPem(text, `Key ${keyid}`)
}
