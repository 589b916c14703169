/** An error or something unknown: what an expression can come to besides a value. */
export abstract class CelFault {
  abstract readonly fault: 'error' | 'unknown'
}

/** A run-time error (language definition, "Runtime Errors"). `&&`, `||` and the macros built on them may absorb it. */
export class CelError extends CelFault {
  override readonly fault = 'error'
  readonly message: string

  constructor(message: string) {
    super()
    this.message = message
  }
}

/** Evidence that is not there. It is neither true nor false, and only `&&`, `||` and what does not look at it can do without it. */
export class CelUnknown extends CelFault {
  override readonly fault = 'unknown'
  /** What is missing, each in a few words; sorted, without twins. */
  readonly missing: readonly string[]

  constructor(missing: readonly string[]) {
    super()
    this.missing = missing
  }
}

/** An unsigned integer; `int` is a bigint, `double` a number. */
export class CelUint {
  readonly value: bigint

  constructor(value: bigint) {
    this.value = value
  }
}

/** Seconds and nanoseconds since 1970, both floored, so that nanoseconds are never negative. */
export class CelTimestamp {
  readonly seconds: number
  readonly nanos: number

  constructor(seconds: number, nanos: number) {
    this.seconds = seconds
    this.nanos = nanos
  }
}

/** A span of time in nanoseconds. */
export class CelDuration {
  readonly nanos: bigint

  constructor(nanos: bigint) {
    this.nanos = nanos
  }
}

/** A type as a value: what `type(x)` gives and `int` stands for. */
export class CelTypeValue {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** A value that may be absent (the optional types extension). */
export class CelOptional {
  readonly value: CelValue | undefined

  constructor(value: CelValue | undefined) {
    this.value = value
  }
}

/** A map. Integer keys of both kinds and doubles without fraction are the same key when they are the same number. */
export class CelMap {
  readonly entries: ReadonlyMap<unknown, readonly [key: CelValue, value: CelValue]>

  constructor(entries: ReadonlyMap<unknown, readonly [key: CelValue, value: CelValue]>) {
    this.entries = entries
  }
}

/** The name of a record's type. */
export const RECORD_TYPE: unique symbol = Symbol('record type')

/** How the fields of many records of one type are worked out, by name; from what stands under RECORD_SOURCE. */
export const RECORD_READERS: unique symbol = Symbol('record readers')
export const RECORD_SOURCE: unique symbol = Symbol('record source')

/**
 * An object of the typed model. A field that is not known holds a CelUnknown; one that is not there is an error to ask for. A field may
 * be worked out when it is asked for.
 */
export interface CelRecord {
  readonly [RECORD_TYPE]: string
  readonly [RECORD_READERS]?: Readonly<Record<string, (source: never) => CelResult>>
  readonly [RECORD_SOURCE]?: unknown
  readonly [field: string]: CelResult | (() => CelResult)
}

export type CelValue =
  | boolean
  | bigint
  | number
  | string
  | null
  | CelUint
  | Uint8Array
  | CelTimestamp
  | CelDuration
  | CelTypeValue
  | CelOptional
  | CelMap
  | CelRecord
  | readonly CelValue[]

/** What evaluating an expression gives. */
export type CelResult = CelValue | CelFault

export const NONE: CelOptional = new CelOptional(undefined)

/** Whether a result is no value. */
export function isFault(result: CelResult): result is CelFault {
  return typeof result === 'object' && result instanceof CelFault
}

/**
 * The value where all of it is known; else why not. A list may end in a fault: what is before it is known, and nothing about the whole.
 */
export function asWhole(result: CelResult): CelResult {
  if (!Array.isArray(result) || result.length === 0) return result
  const last = result[result.length - 1] as CelResult
  return isFault(last) ? last : result
}

export function isList(value: CelResult): value is readonly CelValue[] {
  return Array.isArray(value)
}

export function isRecord(value: CelResult): value is CelRecord {
  return typeof value === 'object' && value !== null && RECORD_TYPE in value
}

/** A field of a record; undefined: the record has none of the name. */
export function fieldOf(record: CelRecord, field: string): CelResult | undefined {
  const readers = record[RECORD_READERS]
  if (readers !== undefined) return Object.hasOwn(readers, field) ? readers[field]?.(record[RECORD_SOURCE] as never) : undefined
  if (!Object.hasOwn(record, field)) return undefined
  const value = record[field]
  return typeof value === 'function' ? value() : value
}

/** What a strict function comes to when arguments are no values: unknown goes before error, and unknowns are joined. */
export function worse(a: CelResult, b: CelResult): CelFault {
  if (!isFault(a)) return b as CelFault
  if (!isFault(b) || a === b) return a
  if (a instanceof CelUnknown) return b instanceof CelUnknown ? new CelUnknown([...new Set([...a.missing, ...b.missing])].sort()) : a
  return b instanceof CelUnknown ? b : a
}

/** Name of a value's type, as `type(x)` shows it. */
export function typeName(value: CelValue): string {
  if (value === null) return 'null_type'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int'
    case 'number':
      return 'double'
    case 'string':
      return 'string'
    default:
      return objectTypeName(value)
  }
}

function objectTypeName(value: Exclude<CelValue, boolean | bigint | number | string | null>): string {
  if (isList(value)) return 'list'
  if (value instanceof CelUint) return 'uint'
  if (value instanceof CelMap) return 'map'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof CelTimestamp) return 'google.protobuf.Timestamp'
  if (value instanceof CelDuration) return 'google.protobuf.Duration'
  if (value instanceof CelTypeValue) return 'type'
  if (value instanceof CelOptional) return 'optional_type'
  return value[RECORD_TYPE]
}
