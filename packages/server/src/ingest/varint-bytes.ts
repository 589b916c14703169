/** Writes numbers in as few bytes as they need (LEB128) and texts with their length. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(4096)
  #length = 0

  number(value: number): void {
    this.#room(10)
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length++] = rest
  }

  text(text: string): void {
    const size = Buffer.byteLength(text)
    this.number(size)
    this.#room(size)
    this.#length += this.#bytes.write(text, this.#length)
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #room(size: number): void {
    if (this.#length + size <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + size))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

/** Reads what ByteWriter wrote. Throws RangeError at the end of the bytes. */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  number(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined || factor > 2 ** 49) throw new RangeError('the bytes end within a number')
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }

  text(): string {
    const size = this.number()
    if (this.#at + size > this.#bytes.length) throw new RangeError('the bytes end within a text')
    this.#at += size
    return this.#bytes.toString('utf8', this.#at - size, this.#at)
  }

  /** A count, then so many. */
  list<T>(item: () => T): T[] {
    const count = this.number()
    if (count > this.#bytes.length - this.#at) throw new RangeError('the bytes hold fewer than they say')
    return Array.from({ length: count }, item)
  }
}
