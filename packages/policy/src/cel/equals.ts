import { CelLimitExceeded } from './cel-limits.ts'
import type { CelFault, CelRecord, CelResult, CelValue } from './cel-value.ts'
import {
  asWhole,
  CelDuration,
  CelMap,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  isFault,
  isList,
  isRecord,
  RECORD_READERS,
  RECORD_TYPE,
  worse,
} from './cel-value.ts'
import { asNumber, numberOrder } from './numbers.ts'

/** Comparisons left; values that share their parts are soon larger than anything that was written. */
export interface Comparing {
  left: number
  /** Set when a part of a value is not known: being equal is not known then, being different for another part is. */
  fault: CelFault | null
}

const MAX_COMPARISONS = 1_000_000

/**
 * Whether two values are equal (language definition, "Equality"): numbers of all three kinds on one number line, values of different
 * types unequal, NaN unequal to all. A fault where parts of them that are not known decide. Throws CelLimitExceeded for values of more
 * than a million parts.
 */
export function equality(a: CelValue, b: CelValue): boolean | CelFault {
  if (typeof a === 'string' || typeof a === 'boolean') return a === b
  const work = sharedComparisons()
  return equals(a, b, work) ? (work.fault ?? true) : false
}

/** Whether two values are known to be equal. */
export function celEquals(a: CelValue, b: CelValue): boolean {
  return equality(a, b) === true
}

/** As equality, with comparisons that several calls share; true with a fault in `work` is not known. */
export function equals(a: CelResult, b: CelResult, work: Comparing): boolean {
  if (isFault(a) || isFault(b)) {
    work.fault = worse(worse(work.fault, a), b)
    return true
  }
  if (a === b) return true
  if (typeof a === 'string' || typeof a === 'boolean' || a === null || b === null) return false
  const number = asNumber(a)
  if (number !== null) {
    const other = asNumber(b)
    return other !== null && numberOrder(number, other) === 0
  }
  if (typeof b !== 'object' || typeof a !== 'object') return false
  if (--work.left < 0) throw new CelLimitExceeded('the values to compare are too large')
  if (isList(a)) return isList(b) && sameItems(a, b, work)
  if (a instanceof CelMap) return b instanceof CelMap && sameEntries(a, b, work)
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.seconds === b.seconds && a.nanos === b.nanos
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos
  if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.name === b.name
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((byte, at) => byte === b[at])
  if (a instanceof CelOptional) return b instanceof CelOptional && sameOptional(a, b, work)
  return isRecord(a) && isRecord(b) && sameFields(a, b, work)
}

/** Work that a membership in a list shares. */
export function sharedComparisons(): Comparing {
  return { left: MAX_COMPARISONS, fault: null }
}

/** Of a list that ends in a fault only what stands before it is known. */
function sameItems(a: readonly CelValue[], b: readonly CelValue[], work: Comparing): boolean {
  const [left, right] = [asWhole(a), asWhole(b)]
  if (!isFault(left) && !isFault(right)) return a.length === b.length && a.every((item, at) => equals(item, b[at] as CelValue, work))
  const [known, other] = [isFault(left) ? a.slice(0, -1) : a, isFault(right) ? b.slice(0, -1) : b]
  if ((!isFault(left) && known.length < other.length) || (!isFault(right) && other.length < known.length)) return false
  work.fault = worse(worse(work.fault, left), right)
  return known.every((item, at) => at >= other.length || equals(item, other[at] as CelValue, work))
}

/** Records are equal by their fields, except those that are made once and work out their fields when asked. */
function sameFields(a: CelRecord, b: CelRecord, work: Comparing): boolean {
  if (a[RECORD_TYPE] !== b[RECORD_TYPE] || isMadeOnce(a) || isMadeOnce(b)) return false
  return Object.keys(a).every((key) => equals(a[key] as CelValue, b[key] as CelValue, work))
}

function isMadeOnce(record: CelRecord): boolean {
  return record[RECORD_READERS] !== undefined || Object.values(record).some((field) => typeof field === 'function')
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
