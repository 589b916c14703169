import { Refused } from '../verdict/refused.ts'
import type { CborMap, CborValue } from './cbor.ts'
import { decodeCbor } from './cbor.ts'

export interface CoseHeaders {
  readonly protectedBytes: Buffer
  readonly protected: CborMap
  readonly unprotected: CborMap
}

export interface CoseSignature extends CoseHeaders {
  readonly signature: Buffer
}

/** A COSE_Sign1 or COSE_Sign message (RFC 9052, section 4) as read; nothing in it is trusted yet. */
export interface CoseMessage extends CoseHeaders {
  readonly kind: 'sign1' | 'sign'
  /** Null when detached. */
  readonly payload: Buffer | null
  readonly signatures: readonly CoseSignature[]
}

/** Header labels of RFC 9052, section 3.1, and of the receipts draft. */
export const COSE_HEADER = { alg: 1, crit: 2, contentType: 3, kid: 4, cwtClaims: 15, receipts: 394, vds: 395, vdp: 396 } as const

const MAX_SIGNATURES = 64

/**
 * Reads a message with tag 18 or 98, or without tag, where `untagged` says what it is. Refuses other tags, a label in both header
 * parts, and critical labels that are not known.
 */
export function readCoseMessage(bytes: Uint8Array, untagged: CoseMessage['kind'] = 'sign1'): CoseMessage {
  const { tag, content } = takeTag(bytes)
  const kind = tag === undefined ? untagged : { 18: 'sign1' as const, 98: 'sign' as const }[tag]
  if (kind === undefined)
    throw new Refused('unsupported-version', 'The message has the wrong CBOR tag', { expected: '18 or 98', found: String(tag) })
  const parts = decodeCbor(content, 'The message')
  if (!Array.isArray(parts) || parts.length !== 4) throw new Refused('malformed', 'The message is not four parts')
  const [protectedHeader, unprotected, payload, last] = parts as readonly CborValue[]
  const headers = readHeaders(protectedHeader, unprotected)
  if (payload !== null && !(payload instanceof Uint8Array)) throw new Refused('malformed', 'The payload of the message is not bytes')
  const body = payload === null ? null : Buffer.from(payload as Uint8Array)
  if (kind === 'sign') return { kind, ...headers, payload: body, signatures: readSignatures(last) }
  return { kind, ...headers, payload: body, signatures: [{ ...headers, signature: readBytes(last, 'The signature') }] }
}

function takeTag(bytes: Uint8Array): { readonly tag: number | undefined; readonly content: Uint8Array } {
  const first = bytes[0] ?? 0
  if (first >> 5 !== 6) return { tag: undefined, content: bytes }
  const size = { 24: 1, 25: 2, 26: 4 }[first & 31] ?? 0
  const tag = size === 0 ? first & 31 : Buffer.from(bytes.subarray(1, 1 + size)).reduce((value, byte) => value * 256 + byte, 0)
  return { tag, content: bytes.subarray(1 + size) }
}

function readHeaders(protectedPart: CborValue | undefined, unprotectedPart: CborValue | undefined): CoseHeaders {
  const protectedBytes = readBytes(protectedPart, 'The protected header')
  const decoded = protectedBytes.length === 0 ? new Map<CborValue, CborValue>() : decodeCbor(protectedBytes, 'The protected header')
  if (!(decoded instanceof Map) || !(unprotectedPart instanceof Map)) throw new Refused('malformed', 'A header of the message is not a map')
  const known: readonly CborValue[] = Object.values(COSE_HEADER)
  for (const label of decoded.keys()) {
    if (unprotectedPart.has(label)) throw new Refused('malformed', 'A header stands in both parts', { found: String(label) })
  }
  const critical = decoded.get(COSE_HEADER.crit)
  if (
    critical !== undefined &&
    !(Array.isArray(critical) && critical.every((label: CborValue) => known.includes(label) && decoded.has(label)))
  ) {
    throw new Refused('unsupported-version', 'The message has critical headers that are not known')
  }
  return { protectedBytes, protected: decoded, unprotected: unprotectedPart }
}

function readSignatures(value: CborValue | undefined): readonly CoseSignature[] {
  if (!Array.isArray(value) || value.length === 0) throw new Refused('evidence-missing', 'The message has no signature')
  if (value.length > MAX_SIGNATURES) throw new Refused('limit-exceeded', 'The message has too many signatures')
  return (value as readonly CborValue[]).map((entry) => {
    if (!Array.isArray(entry) || entry.length !== 3) throw new Refused('malformed', 'A signature of the message is not three parts')
    const [protectedPart, unprotected, signature] = entry as readonly CborValue[]
    return { ...readHeaders(protectedPart, unprotected), signature: readBytes(signature, 'A signature') }
  })
}

function readBytes(value: CborValue | undefined, what: string): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value)
  throw new Refused('malformed', `${what} is not bytes`)
}
