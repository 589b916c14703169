import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import { CelLimitExceeded, MAX_ENTRIES, MAX_TEXT } from './cel-limits.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelDuration, CelError, CelTimestamp, CelUint, isList } from './cel-value.ts'
import { noOverload } from './no-overload.ts'
import { int, uint } from './numbers.ts'
import { durationOf, timestampOf, timestampNanos } from './time.ts'

const DIVIDE = new CelError('divide by zero')
const MODULUS = new CelError('modulus by zero')

function add(a: CelValue, b: CelValue): CelResult {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a + b)
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > MAX_TEXT) throw new CelLimitExceeded(`a text of an expression has at most ${MAX_TEXT} characters`)
    return a + b
  }
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (isList(a) && isList(b)) {
    if (a.length + b.length > MAX_ENTRIES) throw new CelLimitExceeded(`a list of an expression has at most ${MAX_ENTRIES} items`)
    return [...a, ...b]
  }
  if (a instanceof CelUint && b instanceof CelUint) return uint(a.value + b.value)
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    if (a.length + b.length > MAX_TEXT) throw new CelLimitExceeded(`bytes of an expression are at most ${MAX_TEXT}`)
    return Uint8Array.from([...a, ...b])
  }
  if (a instanceof CelDuration && b instanceof CelDuration) return durationOf(a.nanos + b.nanos)
  if (a instanceof CelTimestamp && b instanceof CelDuration) return timestampOf(timestampNanos(a) + b.nanos)
  if (a instanceof CelDuration && b instanceof CelTimestamp) return timestampOf(timestampNanos(b) + a.nanos)
  return noOverload('_+_', [a, b])
}

function subtract(a: CelValue, b: CelValue): CelResult {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a - b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (a instanceof CelUint && b instanceof CelUint) return uint(a.value - b.value)
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) return durationOf(timestampNanos(a) - timestampNanos(b))
  if (a instanceof CelTimestamp && b instanceof CelDuration) return timestampOf(timestampNanos(a) - b.nanos)
  if (a instanceof CelDuration && b instanceof CelDuration) return durationOf(a.nanos - b.nanos)
  return noOverload('_-_', [a, b])
}

function multiply(a: CelValue, b: CelValue): CelResult {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a * b)
  if (typeof a === 'number' && typeof b === 'number') return a * b
  if (a instanceof CelUint && b instanceof CelUint) return uint(a.value * b.value)
  return noOverload('_*_', [a, b])
}

function divide(a: CelValue, b: CelValue): CelResult {
  if (typeof a === 'bigint' && typeof b === 'bigint') return b === 0n ? DIVIDE : int(a / b)
  if (typeof a === 'number' && typeof b === 'number') return a / b
  if (a instanceof CelUint && b instanceof CelUint) return b.value === 0n ? DIVIDE : uint(a.value / b.value)
  return noOverload('_/_', [a, b])
}

function modulus(a: CelValue, b: CelValue): CelResult {
  if (typeof a === 'bigint' && typeof b === 'bigint') return b === 0n ? MODULUS : int(a % b)
  if (a instanceof CelUint && b instanceof CelUint) return b.value === 0n ? MODULUS : uint(a.value % b.value)
  return noOverload('_%_', [a, b])
}

function negate(a: CelValue): CelResult {
  if (typeof a === 'bigint') return int(-a)
  return typeof a === 'number' ? -a : noOverload('-_', [a])
}

/** The arithmetic operators (language definition, "Functions"): overflow and division by zero are errors. */
export const ARITHMETIC: readonly CelFunction[] = [
  declare(
    [
      '_+_(int, int) int',
      '_+_(uint, uint) uint',
      '_+_(double, double) double',
      '_+_(string, string) string',
      '_+_(bytes, bytes) bytes',
      '_+_(list(A), list(A)) list(A)',
      '_+_(duration, duration) duration',
      '_+_(timestamp, duration) timestamp',
      '_+_(duration, timestamp) timestamp',
    ],
    add,
    'sized',
  ),
  declare(
    [
      '_-_(int, int) int',
      '_-_(uint, uint) uint',
      '_-_(double, double) double',
      '_-_(timestamp, timestamp) duration',
      '_-_(timestamp, duration) timestamp',
      '_-_(duration, duration) duration',
    ],
    subtract,
  ),
  declare(['_*_(int, int) int', '_*_(uint, uint) uint', '_*_(double, double) double'], multiply),
  declare(['_/_(int, int) int', '_/_(uint, uint) uint', '_/_(double, double) double'], divide),
  declare(['_%_(int, int) int', '_%_(uint, uint) uint'], modulus),
  declare(['-_(int) int', '-_(double) double'], negate),
]
