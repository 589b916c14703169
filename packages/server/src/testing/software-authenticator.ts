import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>

/** A passkey in software, for tests: makes and uses one ES256 credential as WebAuthn 3 says (§6), without attestation. */
export class SoftwareAuthenticator {
  readonly id: string
  readonly #rawId: Uint8Array
  readonly #privateKey: KeyObject
  readonly #cose: Uint8Array
  #counter = 0

  constructor(name = 'key') {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#privateKey = privateKey
    this.#rawId = createHash('sha256').update(name).digest()
    this.id = Buffer.from(this.#rawId).toString('base64url')
    const key = new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ])
    this.#cose = cbor(key)
  }

  /** What `navigator.credentials.create` gives, as JSON. */
  create(challenge: string, origin: string): object {
    const clientData = this.#clientData('webauthn.create', challenge, origin)
    const credential = Buffer.concat([Buffer.alloc(16), uint16(this.#rawId.length), this.#rawId, this.#cose])
    const attestation = new Map<string, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Buffer.concat([this.#authenticatorData(origin, 0x45), credential])],
    ])
    const response = {
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: Buffer.from(cbor(attestation)).toString('base64url'),
      transports: ['internal'],
    }
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response }
  }

  /** What `navigator.credentials.get` gives, as JSON. `verified: false`: the person was there but not asked for finger or PIN. */
  get(challenge: string, origin: string, { verified = true } = {}): object {
    this.#counter += 1
    const clientData = this.#clientData('webauthn.get', challenge, origin)
    const data = this.#authenticatorData(origin, verified ? 0x05 : 0x01)
    const signature = createSign('sha256')
      .update(Buffer.concat([data, createHash('sha256').update(clientData).digest()]))
      .sign(this.#privateKey)
    const response = {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    }
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response }
  }

  #clientData(type: string, challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  }

  #authenticatorData(origin: string, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#counter)
    return Buffer.concat([createHash('sha256').update(new URL(origin).hostname).digest(), Buffer.of(flags), counter])
  }
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** As much CBOR (RFC 8949) as an authenticator writes. */
function cbor(value: Cbor): Uint8Array {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])])
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.of((major << 5) | length)
  if (length < 256) return Buffer.of((major << 5) | 24, length)
  return Buffer.concat([Buffer.of((major << 5) | 25), uint16(length)])
}
