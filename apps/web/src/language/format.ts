import { spoken } from './translate.ts'

const KEPT = new Map<string, unknown>()

function kept<T>(kind: string, make: (locale: string) => T): T {
  const key = `${kind} ${spoken()}`
  if (!KEPT.has(key)) KEPT.set(key, make(spoken()))
  return KEPT.get(key) as T
}

export function formatNumber(value: number, digits = 0): string {
  return kept(`number ${digits}`, (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits })).format(value)
}

export function formatPercent(share: number): string {
  return kept('percent', (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })).format(share)
}

export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const unit = units[step] as (typeof units)[number]
  const format = kept(
    `bytes ${unit}`,
    (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  )
  return format.format(bytes / 1000 ** step)
}

/** Day and minute, with the zone: an `as of` without it means nothing to the next reader. */
export function formatTime(time: string): string {
  const format = kept(
    'time',
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'short',
      }),
  )
  return format.format(new Date(time))
}

export function formatDay(time: string): string {
  const dayOnly = /^\d{4}-\d{2}-\d{2}$/.test(time)
  const format = kept(
    `day ${dayOnly}`,
    (locale) =>
      new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', ...(dayOnly ? { timeZone: 'UTC' } : {}) }),
  )
  return format.format(new Date(time))
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 days ago", "in 2 weeks": the largest unit that fits. */
export function formatAgo(time: string, now: number): string {
  const seconds = (Date.parse(time) - now) / 1000
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? (['second', 1] as const)
  const format = kept('ago', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  return format.format(Math.round(seconds / size), unit)
}
