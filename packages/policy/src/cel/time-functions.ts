import { declare } from './cel-function.ts'
import type { CelFunction } from './cel-function.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelDuration, CelError, CelTimestamp } from './cel-value.ts'
import { noOverload } from './no-overload.ts'

/** A date whose UTC fields are those of the time in the zone. null: there is no such zone. */
function inZone({ seconds }: CelTimestamp, zone: string | undefined): Date | null {
  const date = new Date(seconds * 1000)
  if (zone === undefined || zone === '' || zone === 'UTC') return date
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone)
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3])
    return new Date(date.getTime() + (fixed[1] === '-' ? -minutes : minutes) * 60_000)
  }
  try {
    return inNamedZone(date, zone)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function inNamedZone(date: Date, timeZone: string): Date {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name))
  const local = new Date(0)
  local.setUTCFullYear(parts.get('era') === 'BC' ? 1 - part('year') : part('year'), part('month') - 1, part('day'))
  local.setUTCHours(part('hour'), part('minute'), part('second'))
  return local
}

function ofDate(name: string, read: (date: Date, timestamp: CelTimestamp) => number): CelFunction {
  const run = (value: CelValue, zone: CelValue): CelResult => {
    if (!(value instanceof CelTimestamp) || (zone !== undefined && typeof zone !== 'string')) return noOverload(name, [value])
    const date = inZone(value, zone)
    return date === null ? new CelError('there is no such time zone') : BigInt(read(date, value))
  }
  return declare([`timestamp->${name}() int`, `timestamp->${name}(string) int`], run)
}

/** Parts that durations have too, there as the whole duration in that unit. */
function ofBoth(name: string, unit: bigint, read: (date: Date, timestamp: CelTimestamp) => number): CelFunction {
  const dates = ofDate(name, read)
  const run = (value: CelValue, zone: CelValue, c: CelValue, d: CelValue): CelResult => {
    if (!(value instanceof CelDuration)) return dates.run(value, zone, c, d)
    return zone === undefined ? (unit === 1_000_000n ? (value.nanos / unit) % 1000n : value.nanos / unit) : noOverload(name, [value, zone])
  }
  return declare([`timestamp->${name}() int`, `timestamp->${name}(string) int`, `duration->${name}() int`], run)
}

/** Parts of timestamps and durations (language definition, "Timestamps and Durations"). */
export const TIME_FUNCTIONS: readonly CelFunction[] = [
  ofDate('getFullYear', (date) => date.getUTCFullYear()),
  ofDate('getMonth', (date) => date.getUTCMonth()),
  ofDate('getDate', (date) => date.getUTCDate()),
  ofDate('getDayOfMonth', (date) => date.getUTCDate() - 1),
  ofDate('getDayOfWeek', (date) => date.getUTCDay()),
  ofDate('getDayOfYear', (date) => Math.floor((date.getTime() - startOfYear(date)) / 86_400_000)),
  ofBoth('getHours', 3_600_000_000_000n, (date) => date.getUTCHours()),
  ofBoth('getMinutes', 60_000_000_000n, (date) => date.getUTCMinutes()),
  ofBoth('getSeconds', 1_000_000_000n, (date) => date.getUTCSeconds()),
  ofBoth('getMilliseconds', 1_000_000n, (_, { nanos }) => Math.floor(nanos / 1_000_000)),
]

function startOfYear(date: Date): number {
  const start = new Date(0)
  return start.setUTCFullYear(date.getUTCFullYear(), 0, 1)
}
