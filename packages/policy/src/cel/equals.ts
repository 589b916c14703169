import type { CelValue } from './cel-value.ts'
import { CelDuration, CelMap, CelOptional, CelTimestamp, CelTypeValue, CelUint, isList, isRecord } from './cel-value.ts'
import { asNumber, numberOrder } from './numbers.ts'

/**
 * Whether two values are equal (language definition, "Equality"): numbers of all three kinds on one number line, values of different
 * types unequal, NaN unequal to all.
 */
export function celEquals(a: CelValue, b: CelValue): boolean {
  if (a === b) return true
  if (typeof a === 'string' || typeof a === 'boolean' || a === null || b === null) return false
  const number = asNumber(a)
  if (number !== null) {
    const other = asNumber(b)
    return other !== null && numberOrder(number, other) === 0
  }
  if (typeof b !== 'object' || typeof a !== 'object') return false
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, at) => celEquals(item, b[at] as CelValue))
  if (a instanceof CelMap) return b instanceof CelMap && sameEntries(a, b)
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.seconds === b.seconds && a.nanos === b.nanos
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos
  if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.name === b.name
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((byte, at) => byte === b[at])
  if (a instanceof CelOptional) return b instanceof CelOptional && sameOptional(a, b)
  return false
}

function sameEntries(a: CelMap, b: CelMap): boolean {
  if (a.entries.size !== b.entries.size) return false
  for (const [key, [, value]] of a.entries) {
    const other = b.entries.get(key)
    if (other === undefined || !celEquals(value, other[1])) return false
  }
  return true
}

function sameOptional({ value: a }: CelOptional, { value: b }: CelOptional): boolean {
  return a === undefined || b === undefined ? a === b : celEquals(a, b)
}

/** Key of a value in a CelMap; undefined for values that are no key. Equal numbers of different kinds have one key. */
export function mapKey(value: CelValue): string | bigint | boolean | number | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value
    case 'number':
      return Number.isInteger(value) ? BigInt(value) : value
    default:
      return value instanceof CelUint ? value.value : undefined
  }
}

/** Whether a value may be the key of a map that is made: bool, int, uint or string. */
export function isKeyType(value: CelValue): boolean {
  return typeof value !== 'number' && !isRecord(value) && mapKey(value) !== undefined
}
