import { Refused } from '../verdict/refused.ts'

/** Reads the SSH wire encoding (RFC 4251 §5). What ends early is refused as malformed; `what` names the whole in the refusal. */
export class WireReader {
  readonly #bytes: Buffer
  readonly #what: string
  #at = 0

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#what = what
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  /** What was read so far. */
  get before(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }

  take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new Refused('malformed', `${this.#what} ends early`)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  byte(): number {
    return this.take(1).readUInt8()
  }

  uint32(): number {
    return this.take(4).readUInt32BE()
  }

  uint64(): bigint {
    return this.take(8).readBigUInt64BE()
  }

  string(): Buffer {
    return this.take(this.uint32())
  }

  /** A string that is a name or other text of printable ASCII. */
  name(): string {
    const bytes = this.string()
    if (!bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) throw new Refused('malformed', `${this.#what} has a name that is no text`)
    return bytes.toString('latin1')
  }

  text(): string {
    return this.string().toString('utf8')
  }

  /** A positive integer without its sign byte; refuses negative ones and more leading zeros than the encoding allows. */
  mpint(): Buffer {
    const bytes = this.string()
    const first = bytes[0] ?? 0
    if (first >= 0x80) throw new Refused('malformed', `${this.#what} has a negative number`)
    if (first !== 0) return bytes
    if (bytes.length > 0 && (bytes[1] ?? 0) < 0x80) throw new Refused('malformed', `${this.#what} has a number with leading zeros`)
    return bytes.subarray(1)
  }

  /** Refuses bytes that nobody read. */
  finish(): void {
    if (!this.isAtEnd) throw new Refused('malformed', `${this.#what} has bytes after its end`)
  }
}

/** A string of the wire encoding. */
export function wireString(content: Uint8Array | string): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A positive integer of the wire encoding. */
export function wireMpint(magnitude: Uint8Array): Buffer {
  const bytes = Buffer.from(magnitude)
  let start = 0
  while (start < bytes.length && bytes[start] === 0) start++
  const bare = bytes.subarray(start)
  return wireString((bare[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bare]) : bare)
}
