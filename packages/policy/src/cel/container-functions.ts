import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelError, CelMap, CelOptional, fieldOf, isFault, isList, isRecord, NONE, worse } from './cel-value.ts'
import { equality, equals, mapKey, sharedComparisons } from './equals.ts'
import { noOverload } from './no-overload.ts'
import { asIndex } from './numbers.ts'

function size(value: CelValue): CelResult {
  if (typeof value === 'string') return BigInt(codePoints(value))
  if (isList(value) || value instanceof Uint8Array) return BigInt(value.length)
  return value instanceof CelMap ? BigInt(value.entries.size) : noOverload('size', [value])
}

function codePoints(text: string): number {
  let count = text.length
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) count--
  return count
}

function isIn(item: CelValue, container: CelValue): CelResult {
  if (isList(container)) {
    const work = sharedComparisons()
    let unsure: CelResult = false
    for (const one of container) {
      work.fault = null
      if (!equals(item, one, work)) continue
      if (work.fault === null) return true
      unsure = worse(unsure, work.fault)
    }
    return unsure
  }
  if (!(container instanceof CelMap)) return noOverload('in', [item, container])
  const key = mapKey(item)
  return key !== undefined && container.entries.has(key)
}

function differs(a: CelValue, b: CelValue): CelResult {
  const equal = equality(a, b)
  return isFault(equal) ? equal : !equal
}

const OUT_OF_BOUNDS = new CelError('index out of bounds')

/** There is no entry of the key; optional access makes it none. */
class NoSuchKey extends CelError {
  constructor(key: CelValue) {
    super(
      `no such key: ${typeof key === 'string' ? JSON.stringify(key.slice(0, 100)) : typeof key === 'object' ? 'of another type' : String(key)}`,
    )
  }
}

/** `container[index]` (language definition, "Field Selection" and "Lists"). */
export function indexed(container: CelValue, index: CelValue): CelResult {
  if (container instanceof CelOptional) {
    if (container.value === undefined) return NONE
    return optionalIndexed(container.value, index)
  }
  if (container instanceof CelMap) {
    const key = mapKey(index)
    return (key === undefined ? undefined : container.entries.get(key)?.[1]) ?? (container.entries.has(key) ? null : new NoSuchKey(index))
  }
  if (!isList(container)) return noOverload('_[_]', [container, index])
  const at = asIndex(index)
  if (at === null) return noOverload('_[_]', [container, index])
  return at >= 0 && at < container.length ? (container[at] as CelValue) : OUT_OF_BOUNDS
}

function optionalIndexed(container: CelValue, index: CelValue): CelResult {
  if (container instanceof CelOptional) return container.value === undefined ? NONE : optionalIndexed(container.value, index)
  const value = indexed(container, index)
  if (!isFault(value)) return value instanceof CelOptional ? value : new CelOptional(value)
  return value instanceof NoSuchKey || value === OUT_OF_BOUNDS ? NONE : value
}

/** `operand.field` of a map or record; an optional gives an optional. */
export function selected(operand: CelValue, field: string): CelResult {
  if (operand instanceof CelMap)
    return operand.entries.get(field)?.[1] ?? (operand.entries.has(field) ? null : new CelError(`no such key: ${field}`))
  if (operand instanceof CelOptional) return operand.value === undefined ? NONE : optionalSelected(operand.value, field)
  if (!isRecord(operand)) return new CelError(`no such overload: field selection of ${typeof operand}`)
  const value = fieldOf(operand, field)
  return value === undefined ? new CelError(`no such field: ${field}`) : value
}

/** `operand.?field`: none where it is not there, or is null in a record. */
export function optionalSelected(operand: CelValue, field: string): CelResult {
  if (operand instanceof CelOptional) return operand.value === undefined ? NONE : optionalSelected(operand.value, field)
  const present = hasField(operand, field)
  if (present === false) return NONE
  if (present !== true) return present
  const value = selected(operand, field)
  return isFault(value) || value instanceof CelOptional ? value : new CelOptional(value)
}

/** `has(operand.field)`: of a map, that the key is there; of a record, that the field is not null. */
export function hasField(operand: CelValue, field: string): CelResult {
  if (operand instanceof CelMap) return operand.entries.has(field)
  if (operand instanceof CelOptional) return operand.value === undefined ? false : hasField(operand.value, field)
  if (!isRecord(operand)) return new CelError('no such overload: has() of what has no fields')
  const found = fieldOf(operand, field)
  const value = found === undefined ? new CelError(`no such field: ${field}`) : found
  return isFault(value) ? value : value !== null
}

/** Sizes, membership and places of lists and maps. */
export const CONTAINER_FUNCTIONS: readonly CelFunction[] = [
  declare(['size(string) int', 'size(bytes) int', 'size(list(A)) int', 'size(map(A, B)) int'], size, 'sized'),
  declare(['string->size() int', 'bytes->size() int', 'list(A)->size() int', 'map(A, B)->size() int'], size, 'sized'),
  declare(['@in(A, list(A)) bool', '@in(A, map(A, B)) bool'], isIn, 'sized'),
  declare(
    [
      '_[_](list(A), int) A',
      '_[_](map(A, B), A) B',
      '_[_](optional_type(list(A)), int) optional_type(A)',
      '_[_](optional_type(map(A, B)), A) optional_type(B)',
    ],
    indexed,
  ),
  declare(
    [
      '_[?_](list(A), int) optional_type(A)',
      '_[?_](optional_type(list(A)), int) optional_type(A)',
      '_[?_](map(A, B), A) optional_type(B)',
      '_[?_](optional_type(map(A, B)), A) optional_type(B)',
    ],
    optionalIndexed,
  ),
  declare('_==_(A, A) bool', equality, 'sized'),
  declare('_!=_(A, A) bool', differs, 'sized'),
]
