import type { CelResult } from './cel-value.ts'
import { CelDuration, CelError, CelTimestamp } from './cel-value.ts'

const SECOND = 1_000_000_000n
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const FIRST_SECOND = -62_135_596_800
const LAST_SECOND = 253_402_300_799
/** What the reference can hold: about 292 years. */
const MAX_DURATION = 2n ** 63n - 1n

const TIMESTAMP_RANGE = new CelError('timestamp out of range')
const DURATION_RANGE = new CelError('duration out of range')

/** A duration of so many nanoseconds, unless that does not fit 64 bits. */
export function durationOf(nanos: bigint): CelResult {
  return nanos > MAX_DURATION || nanos < -MAX_DURATION ? DURATION_RANGE : new CelDuration(nanos)
}

/** A timestamp so many nanoseconds after 1970, unless it is outside the years 1 to 9999. */
export function timestampOf(nanos: bigint): CelResult {
  const below = ((nanos % SECOND) + SECOND) % SECOND
  const seconds = Number((nanos - below) / SECOND)
  return seconds < FIRST_SECOND || seconds > LAST_SECOND ? TIMESTAMP_RANGE : new CelTimestamp(seconds, Number(below))
}

export function timestampNanos({ seconds, nanos }: CelTimestamp): bigint {
  return BigInt(seconds) * SECOND + BigInt(nanos)
}

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/** RFC 3339 §5.6. */
export function readTimestamp(text: string): CelResult {
  const match = RFC_3339.exec(text)
  if (match === null) return new CelError('not an RFC 3339 timestamp')
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  const [sign, hours = '0', minutes = '0'] = match.slice(8)
  if (!real || Number(hours) > 23 || Number(minutes) > 59) return new CelError('not an RFC 3339 timestamp')
  const offset = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1 : 1)
  const nanos = Number((match[7] ?? '').padEnd(9, '0'))
  return timestampOf(BigInt(date.getTime() / 1000 - offset) * SECOND + BigInt(nanos))
}

/** In UTC, with as many digits after the second as there are. */
export function showTimestamp({ seconds, nanos }: CelTimestamp): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`
  return `${whole}${fraction}Z`
}

const UNITS: Readonly<Record<string, bigint>> = {
  h: 3600n * SECOND,
  m: 60n * SECOND,
  s: SECOND,
  ms: 1_000_000n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ns: 1n,
}

const DURATION = /^[+-]?(?:0|(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:h|ms|m|s|us|µs|μs|ns)){1,20}$/
const DURATION_PART = /(\d*)(?:\.(\d*))?(h|ms|m|s|us|µs|μs|ns)/g

/** Numbers with units, from `h` to `ns`: `1h30m`, `-1.5s`. */
export function readDuration(text: string): CelResult {
  if (!DURATION.test(text)) return new CelError('not a duration')
  let nanos = 0n
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(DURATION_PART)) {
    const size = UNITS[unit] as bigint
    nanos += BigInt(whole || '0') * size + (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length)
  }
  return durationOf(text.startsWith('-') ? -nanos : nanos)
}

/** In seconds: `5400s`, `-1.5s`. */
export function showDuration({ nanos }: CelDuration): string {
  const size = nanos < 0n ? -nanos : nanos
  const rest = size % SECOND
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`
  return `${nanos < 0n ? '-' : ''}${size / SECOND}${fraction}s`
}
