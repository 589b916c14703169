/** One change to some bytes. */
export interface ByteMutant {
  /** What was done and where, so that a failure can be repeated. */
  readonly what: string
  readonly at: number
  readonly bytes: Buffer
}

/** Every byte with two of its bits turned, left out, doubled, and every `step`-th place cut off. */
export function* byteMutants(original: Uint8Array, { step = 1 }: { readonly step?: number } = {}): Generator<ByteMutant> {
  const bytes = Buffer.from(original)
  for (let at = 0; at < bytes.length; at += step) {
    for (const bit of [1 << (at % 8), 1 << ((at + 3) % 8)]) {
      const turned = Buffer.from(bytes)
      turned[at] = (turned[at] as number) ^ bit
      yield { what: `byte ${at} turned by ${bit}`, at, bytes: turned }
    }
    yield { what: `byte ${at} left out`, at, bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]) }
    yield { what: `byte ${at} doubled`, at, bytes: Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]) }
    yield { what: `cut at ${at}`, at, bytes: bytes.subarray(0, at) }
  }
}
