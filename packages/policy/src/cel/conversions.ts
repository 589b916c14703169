import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelDuration, CelError, CelTimestamp, CelTypeValue, CelUint, typeName } from './cel-value.ts'
import { noOverload } from './no-overload.ts'
import { int, uint } from './numbers.ts'
import { readDuration, readTimestamp, showDuration, showTimestamp, timestampOf } from './time.ts'

const RANGE = new CelError('integer overflow')
const TWO_63 = 2 ** 63
const TWO_64 = 2 ** 64

function toInt(value: CelValue): CelResult {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return value > -TWO_63 && value < TWO_63 ? BigInt(Math.trunc(value)) : RANGE
  if (typeof value === 'string') return /^[+-]?\d{1,30}$/.test(value) ? int(BigInt(value.replace(/^\+/, ''))) : notA('int')
  if (value instanceof CelUint) return int(value.value)
  return value instanceof CelTimestamp ? BigInt(value.seconds) : noOverload('int', [value])
}

function toUint(value: CelValue): CelResult {
  if (value instanceof CelUint) return value
  if (typeof value === 'bigint') return uint(value)
  if (typeof value === 'number') return value >= 0 && value < TWO_64 ? new CelUint(BigInt(Math.trunc(value))) : RANGE
  if (typeof value === 'string') return /^\d{1,30}$/.test(value) ? uint(BigInt(value)) : notA('uint')
  return noOverload('uint', [value])
}

function toDouble(value: CelValue): CelResult {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof CelUint) return Number(value.value)
  if (typeof value !== 'string') return noOverload('double', [value])
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) return Number(value)
  const special = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i.exec(value)
  if (special === null) return notA('double')
  return special[2] === undefined ? (special[1] === '-' ? -Infinity : Infinity) : Number.NaN
}

function notA(type: string): CelError {
  return new CelError(`the text is no ${type}`)
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const ENCODER = new TextEncoder()

/** A value as `string(x)` writes it. */
export function toText(value: CelValue): CelResult {
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'number':
      return showDouble(value)
  }
  if (value instanceof CelUint) return String(value.value)
  if (value instanceof CelTimestamp) return showTimestamp(value)
  if (value instanceof CelDuration) return showDuration(value)
  if (!(value instanceof Uint8Array)) return noOverload('string', [value])
  try {
    return DECODER.decode(value)
  } catch {
    return new CelError('the bytes are not UTF-8')
  }
}

/** The shortest digits that read back as the number; with an exponent below 1e-4 and from 1e21, as Go's %g with 21 digits. */
export function showDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return '-0'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  return String(value)
}

function toBool(value: CelValue): CelResult {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return noOverload('bool', [value])
  if (['1', 't', 'true', 'TRUE', 'True', 'T'].includes(value)) return true
  return ['0', 'f', 'false', 'FALSE', 'False', 'F'].includes(value) ? false : notA('bool')
}

function toBytes(value: CelValue): CelResult {
  if (value instanceof Uint8Array) return value
  return typeof value === 'string' ? ENCODER.encode(value) : noOverload('bytes', [value])
}

function toTimestamp(value: CelValue): CelResult {
  if (value instanceof CelTimestamp) return value
  if (typeof value === 'bigint') return timestampOf(value * 1_000_000_000n)
  return typeof value === 'string' ? readTimestamp(value) : noOverload('timestamp', [value])
}

function toDuration(value: CelValue): CelResult {
  if (value instanceof CelDuration) return value
  return typeof value === 'string' ? readDuration(value) : noOverload('duration', [value])
}

/** The functions named like types (language definition, "Type Conversions"). */
export const CONVERSIONS: readonly CelFunction[] = [
  declare(['int(int) int', 'int(uint) int', 'int(double) int', 'int(string) int', 'int(timestamp) int'], toInt),
  declare(['uint(uint) uint', 'uint(int) uint', 'uint(double) uint', 'uint(string) uint'], toUint),
  declare(['double(double) double', 'double(int) double', 'double(uint) double', 'double(string) double'], toDouble),
  declare(
    ['string', 'bool', 'int', 'uint', 'double', 'bytes', 'timestamp', 'duration'].map((type) => `string(${type}) string`),
    toText,
  ),
  declare(['bool(bool) bool', 'bool(string) bool'], toBool),
  declare(['bytes(bytes) bytes', 'bytes(string) bytes'], toBytes),
  declare(['timestamp(timestamp) timestamp', 'timestamp(string) timestamp', 'timestamp(int) timestamp'], toTimestamp),
  declare(['duration(duration) duration', 'duration(string) duration'], toDuration),
  declare('dyn(A) dyn', (value) => value),
  declare('type(A) type(A)', (value) => new CelTypeValue(typeName(value))),
]
