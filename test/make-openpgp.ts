import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 key whose 32 secret bytes are all the same, so that tests are the same each time. */
export function fixedEd25519(fill: number): { readonly privateKey: KeyObject; readonly publicBytes: Buffer } {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, Buffer.alloc(32, fill)]), format: 'der', type: 'pkcs8' })
  return { privateKey, publicBytes: Buffer.from(privateKey.export({ format: 'jwk' }).x ?? '', 'base64url') }
}

/** Bytes of a version 4 certificate with one name, and a maker of detached signatures by its key (RFC 9580). */
export function makeOpenPgp({ fill = 7, created = 1_600_000_000, flags = 0x03 } = {}) {
  const { privateKey, publicBytes } = fixedEd25519(fill)
  const body = Buffer.concat([Buffer.of(4), uint32(created), Buffer.of(27), publicBytes])
  const hashed = Buffer.concat([Buffer.of(0x99, body.length >> 8, body.length & 0xff), body])
  const fingerprint = createHash('sha1').update(hashed).digest()
  const name = Buffer.from('Ada <ada@example.org>')

  function signature(
    type: number,
    time: number,
    {
      data,
      fields = [],
      unhashed = [],
      digest: name = 'sha256',
    }: { data: Uint8Array; fields?: Buffer[]; unhashed?: Buffer[]; digest?: 'sha1' | 'sha256' },
  ): Buffer {
    const inside = Buffer.concat([subpacket(2, uint32(time)), subpacket(33, Buffer.concat([Buffer.of(4), fingerprint])), ...fields])
    const covered = Buffer.concat([Buffer.of(4, type, 27, name === 'sha1' ? 2 : 8), uint16(inside.length), inside])
    const digest = createHash(name).update(data).update(covered).update(Buffer.of(4, 0xff)).update(uint32(covered.length)).digest()
    const outside = Buffer.concat(unhashed)
    return packet(2, Buffer.concat([covered, uint16(outside.length), outside, digest.subarray(0, 2), sign(null, digest, privateKey)]))
  }

  const named = Buffer.concat([hashed, Buffer.of(0xb4), uint32(name.length), name])
  const own = signature(0x13, created, { data: named, fields: [subpacket(27, Buffer.of(flags))] })
  return {
    certificate: Buffer.concat([packet(6, body), packet(13, name), own]),
    fingerprint: fingerprint.toString('hex'),
    sign: (message: Uint8Array, time = created + 1000) =>
      signature(0x00, time, { data: message, unhashed: [subpacket(16, fingerprint.subarray(-8))] }),
    /** Over a digest that can be forged. */
    signBySha1: (message: Uint8Array) => signature(0x00, created + 1000, { data: message, digest: 'sha1' }),
    /** With further signed fields: `[type, body]`, a type above 127 is critical. */
    signWith: (message: Uint8Array, fields: readonly (readonly [type: number, body: Buffer])[]) =>
      signature(0x00, created + 1000, { data: message, fields: fields.map(([type, body]) => subpacket(type, body)) }),
    /** Of version 3 (RFC 4880 §5.2.2). */
    signOld: (message: Uint8Array, time = created + 1000) => {
      const covered = Buffer.concat([Buffer.of(0x00), uint32(time)])
      const digest = createHash('sha256').update(message).update(covered).digest()
      const head = Buffer.concat([Buffer.of(3, 5), covered, fingerprint.subarray(-8), Buffer.of(27, 8), digest.subarray(0, 2)])
      return packet(2, Buffer.concat([head, sign(null, digest, privateKey)]))
    },
  }
}

/** Bytes in an armour. */
export function armoured(label: string, bytes: Uint8Array): string {
  return [
    `-----BEGIN PGP ${label}-----`,
    '',
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []),
    `-----END PGP ${label}-----`,
    '',
  ].join('\n')
}

function packet(tag: number, body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.of(0xc0 | tag),
    body.length < 192 ? Buffer.of(body.length) : Buffer.of(192 + ((body.length - 192) >> 8), (body.length - 192) & 0xff),
    body,
  ])
}

function subpacket(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.of(body.length + 1, type), body])
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
