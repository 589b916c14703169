import type { CelResult, CelValue } from './cel-value.ts'
import { CelError, CelUint } from './cel-value.ts'

const OVERFLOW = new CelError('integer overflow')

/** An int, unless it is outside 64 bits. */
export function int(value: bigint): CelResult {
  return BigInt.asIntN(64, value) === value ? value : OVERFLOW
}

export function uint(value: bigint): CelResult {
  return BigInt.asUintN(64, value) === value ? new CelUint(value) : OVERFLOW
}

/** The number that a value is, on one line for all kinds; null: it is none. */
export function asNumber(value: CelValue): bigint | number | null {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  return value instanceof CelUint ? value.value : null
}

/** Order of two numbers of any kinds; NaN where there is none. An int beside a double is compared as a double, as the reference does. */
export function numberOrder(a: bigint | number, b: bigint | number): number {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN
  const [left, right] = [Number(a), Number(b)]
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : Number.NaN
}

/** An index into a list: whole numbers of any kind; null: it is none. */
export function asIndex(value: CelValue): number | null {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return Number.isInteger(value) ? value : null
  return value instanceof CelUint ? Number(value.value) : null
}
