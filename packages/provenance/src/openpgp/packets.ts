import { Refused } from '../verdict/refused.ts'

export interface PgpPacket {
  readonly tag: number
  readonly body: Buffer
}

export const PACKET = {
  signature: 2,
  publicKey: 6,
  userId: 13,
  publicSubkey: 14,
  userAttribute: 17,
  marker: 10,
  trust: 12,
  padding: 21,
} as const

const MAX_PACKETS = 200_000
const MAX_BODY = 16 * 1024 * 1024

/** Cuts bytes into packets of either header format (RFC 9580 §4.2). Partial and open lengths, which only data has, are refused. */
export function readPackets(bytes: Buffer): readonly PgpPacket[] {
  const packets: PgpPacket[] = []
  for (let at = 0; at < bytes.length;) {
    if (packets.length === MAX_PACKETS) throw new Refused('limit-exceeded', `more than ${MAX_PACKETS} OpenPGP packets`)
    const head = bytes[at++] as number
    if ((head & 0x80) === 0) throw new Refused('malformed', 'not an OpenPGP packet')
    const isNew = (head & 0x40) !== 0
    const tag = isNew ? head & 0x3f : (head >> 2) & 0x0f
    const { length, size } = isNew ? newLength(bytes, at) : oldLength(bytes, at, head & 3)
    at += size
    if (length > MAX_BODY) throw new Refused('limit-exceeded', `an OpenPGP packet of more than ${MAX_BODY} bytes`)
    if (at + length > bytes.length) throw cut()
    packets.push({ tag, body: bytes.subarray(at, at + length) })
    at += length
  }
  return packets
}

/** A length in the form of new packets and of subpackets (RFC 9580 §4.2.1, §5.2.3.7). */
export function newLength(bytes: Buffer, at: number): { readonly length: number; readonly size: number } {
  const first = byteAt(bytes, at)
  if (first < 192) return { length: first, size: 1 }
  if (first < 224) return { length: ((first - 192) << 8) + byteAt(bytes, at + 1) + 192, size: 2 }
  if (first < 255) throw new Refused('malformed', 'an OpenPGP packet of unstated length')
  if (at + 5 > bytes.length) throw cut()
  return { length: bytes.readUInt32BE(at + 1), size: 5 }
}

function oldLength(bytes: Buffer, at: number, kind: number): { readonly length: number; readonly size: number } {
  if (kind === 3) throw new Refused('malformed', 'an OpenPGP packet of unstated length')
  const size = 1 << kind
  if (at + size > bytes.length) throw cut()
  return { length: bytes.readUIntBE(at, size), size }
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw cut()
  return byte
}

function cut(): Refused {
  return new Refused('malformed', 'the OpenPGP data ends early')
}

/** Reads the fields of a packet in order. */
export class PacketReader {
  readonly #bytes: Buffer
  readonly #what: string
  #at = 0

  constructor(bytes: Buffer, what: string) {
    this.#bytes = bytes
    this.#what = what
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  get position(): number {
    return this.#at
  }

  take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new Refused('malformed', `${this.#what} ends early`)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  byte(): number {
    return this.take(1).readUInt8()
  }

  uint16(): number {
    return this.take(2).readUInt16BE()
  }

  uint32(): number {
    return this.take(4).readUInt32BE()
  }

  /** A multiprecision integer (RFC 9580 §3.2) without leading zeros; its stated bits are not held against it. */
  mpi(): Buffer {
    const bytes = this.take((this.uint16() + 7) >> 3)
    let start = 0
    while (start < bytes.length && bytes[start] === 0) start++
    return bytes.subarray(start)
  }

  rest(): Buffer {
    return this.take(this.#bytes.length - this.#at)
  }

  finish(): void {
    if (!this.isAtEnd) throw new Refused('malformed', `${this.#what} has bytes after its end`)
  }
}
