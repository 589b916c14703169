import { CelLimitExceeded } from './cel-limits.ts'
import type { CelValue } from './cel-value.ts'
import { CelDuration, CelMap, CelOptional, CelTimestamp, CelTypeValue, CelUint, isList, isRecord } from './cel-value.ts'
import { asNumber, numberOrder } from './numbers.ts'

/** Comparisons left; values that share their parts are soon larger than anything that was written. */
export interface Comparing {
  left: number
}

const MAX_COMPARISONS = 1_000_000

/**
 * Whether two values are equal (language definition, "Equality"): numbers of all three kinds on one number line, values of different
 * types unequal, NaN unequal to all. Throws CelLimitExceeded for values of more than a million parts.
 */
export function celEquals(a: CelValue, b: CelValue): boolean {
  return typeof a === 'string' || typeof a === 'boolean' ? a === b : equals(a, b, { left: MAX_COMPARISONS })
}

/** As celEquals, with comparisons that several calls share. */
export function equals(a: CelValue, b: CelValue, work: Comparing): boolean {
  if (a === b) return true
  if (typeof a === 'string' || typeof a === 'boolean' || a === null || b === null) return false
  const number = asNumber(a)
  if (number !== null) {
    const other = asNumber(b)
    return other !== null && numberOrder(number, other) === 0
  }
  if (typeof b !== 'object' || typeof a !== 'object') return false
  if (--work.left < 0) throw new CelLimitExceeded('the values to compare are too large')
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, at) => equals(item, b[at] as CelValue, work))
  if (a instanceof CelMap) return b instanceof CelMap && sameEntries(a, b, work)
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.seconds === b.seconds && a.nanos === b.nanos
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos
  if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.name === b.name
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((byte, at) => byte === b[at])
  if (a instanceof CelOptional) return b instanceof CelOptional && sameOptional(a, b, work)
  return false
}

/** Work that a membership in a list shares. */
export function sharedComparisons(): Comparing {
  return { left: MAX_COMPARISONS }
}

function sameEntries(a: CelMap, b: CelMap, work: Comparing): boolean {
  if (a.entries.size !== b.entries.size) return false
  for (const [key, [, value]] of a.entries) {
    const other = b.entries.get(key)
    if (other === undefined || !equals(value, other[1], work)) return false
  }
  return true
}

function sameOptional({ value: a }: CelOptional, { value: b }: CelOptional, work: Comparing): boolean {
  return a === undefined || b === undefined ? a === b : equals(a, b, work)
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
