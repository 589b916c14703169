import { DocumentInvalid } from '../../document-invalid.ts'

/** One field of a message in the binary form of Protocol Buffers. */
export interface WireField {
  readonly number: number
  /** A number (varint), or the bytes of a text or message; null for fixed-width numbers, which no reader here asks for. */
  readonly value: bigint | Uint8Array | null
}

/**
 * The fields of one message (protobuf.dev, "Encoding"), read as they are asked for. Refuses with DocumentInvalid what ends too
 * early, field number 0, over-long numbers, and the groups of old.
 */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) return refuse('it ends inside a number')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    return refuse('a number is longer than ten bytes')
  }
  /** Tags and lengths are small; big integers only where they are needed. */
  const small = (): number => {
    const byte = bytes[at]
    if (byte !== undefined && byte < 0x80) {
      at++
      return byte
    }
    const value = varint()
    return value > 0xffff_ffffn ? refuse('a length or field number is out of range') : Number(value)
  }
  const skip = (length: number): number => {
    const from = at
    at += length
    return at > bytes.length ? refuse('it ends inside a field') : from
  }
  while (at < bytes.length) {
    const tag = small()
    const number = tag >>> 3
    if (number === 0) refuse('a field has the number 0')
    switch (tag & 7) {
      case 0:
        yield { number, value: varint() }
        break
      case 1:
        skip(8)
        yield { number, value: null }
        break
      case 2: {
        const length = small()
        const from = skip(length)
        yield { number, value: bytes.subarray(from, at) }
        break
      }
      case 5:
        skip(4)
        yield { number, value: null }
        break
      default:
        refuse('a field has an unknown kind')
    }
  }
}

function refuse(reason: string): never {
  throw new DocumentInvalid(`not the binary form of Protocol Buffers: ${reason}`, { line: 0, column: 0 })
}
