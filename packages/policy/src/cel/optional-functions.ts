import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import type { CelValue } from './cel-value.ts'
import { CelDuration, CelError, CelMap, CelOptional, CelTimestamp, CelUint, isList, NONE } from './cel-value.ts'
import { noOverload } from './no-overload.ts'

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === 0n || value === 0 || value === '') return true
  if (isList(value) || value instanceof Uint8Array) return value.length === 0
  if (value instanceof CelMap) return value.entries.size === 0
  if (value instanceof CelUint) return value.value === 0n
  if (value instanceof CelDuration) return value.nanos === 0n
  return value instanceof CelTimestamp && value.seconds === 0 && value.nanos === 0
}

const EMPTY = new CelError('the optional holds no value')

/** Optional values; `or` and `orValue` are lazy and made where calls are compiled, so that their second side is only looked at when needed. */
export const OPTIONAL_FUNCTIONS: readonly CelFunction[] = [
  declare('optional.of(A) optional_type(A)', (value) => new CelOptional(value)),
  declare('optional.ofNonZeroValue(A) optional_type(A)', (value) => (isZero(value) ? NONE : new CelOptional(value))),
  declare('optional.none() optional_type(A)', () => NONE),
  declare('optional_type(A)->hasValue() bool', (value) =>
    value instanceof CelOptional ? value.value !== undefined : noOverload('hasValue', [value]),
  ),
  declare('optional_type(A)->value() A', (value) =>
    value instanceof CelOptional ? (value.value === undefined ? EMPTY : value.value) : noOverload('value', [value]),
  ),
  declare('optional_type(A)->or(optional_type(A)) optional_type(A)', (value, other) => {
    if (!(value instanceof CelOptional) || !(other instanceof CelOptional)) return noOverload('or', [value, other])
    return value.value === undefined ? other : value
  }),
  declare('optional_type(A)->orValue(A) A', (value, other) => {
    if (!(value instanceof CelOptional)) return noOverload('orValue', [value, other])
    return value.value === undefined ? other : value.value
  }),
]
