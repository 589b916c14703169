import { decode, encode } from 'cborg'
import { Refused } from '../verdict/refused.ts'

/** Values that COSE structures are made of. */
export type CborValue = null | boolean | number | bigint | string | Uint8Array | readonly CborValue[] | CborMap
export type CborMap = ReadonlyMap<CborValue, CborValue>

const MAX_BYTES = 16 * 1024 * 1024
const MAX_DEPTH = 32

const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: true,
}

/**
 * CBOR (RFC 8949) that can only be read in one way: shortest lengths, definite lengths, no map key twice, no tags inside, nothing after
 * the value. Refuses everything else.
 */
export function decodeCbor(bytes: Uint8Array, what: string): CborValue {
  if (bytes.length > MAX_BYTES) throw new Refused('limit-exceeded', `${what} is too large`)
  refuseDeep(bytes, what)
  try {
    return decode(bytes, STRICT) as CborValue
  } catch (cause) {
    throw new Refused('malformed', `${what} is not strict CBOR: ${cause instanceof Error ? cause.message.slice(0, 200) : 'unreadable'}`, {
      cause,
    })
  }
}

/** CBOR in deterministic form, without tag. */
export function encodeCbor(value: CborValue): Buffer {
  return Buffer.from(encode(value))
}

/** The decoder recurses: depth is counted first, over the heads of items only. */
function refuseDeep(bytes: Uint8Array, what: string): void {
  const open: number[] = []
  let at = 0
  while (at < bytes.length) {
    const head = readHead(bytes, at)
    if (head === undefined) return
    at = head.next
    if (head.major === 2 || head.major === 3) at += head.argument
    while (open.length > 0 && open[open.length - 1] === 0) open.pop()
    if (open.length > 0) open[open.length - 1] = (open[open.length - 1] ?? 1) - 1
    if (head.major === 4) open.push(head.argument)
    else if (head.major === 5) open.push(head.argument * 2)
    else if (head.major === 6) open.push(1)
    if (open.length > MAX_DEPTH) throw new Refused('limit-exceeded', `${what} is nested too deep`)
  }
}

function readHead(bytes: Uint8Array, at: number): { readonly major: number; readonly argument: number; readonly next: number } | undefined {
  const first = bytes[at] ?? 0
  const major = first >> 5
  const short = first & 31
  if (short < 24) return { major, argument: short, next: at + 1 }
  const length = { 24: 1, 25: 2, 26: 4, 27: 8 }[short]
  if (length === undefined || at + 1 + length > bytes.length) return undefined
  let argument = 0
  for (let index = 0; index < length; index += 1) argument = argument * 256 + (bytes[at + 1 + index] ?? 0)
  return { major, argument, next: at + 1 + length }
}
