const WHOLE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** RFC 3339 time stamp as seconds when that loses nothing, else the text itself. */
export function packTime(text: string): string | number {
  if (!WHOLE_SECONDS.test(text)) return text
  const seconds = Date.parse(text) / 1000
  return unpackTime(seconds) === text ? seconds : text
}

/** What `packTime` was given. Computed from the days since 1970 (Gregorian calendar), since the first Date of a process loads time zones. */
export function unpackTime(packed: string | number): string {
  if (typeof packed === 'string') return packed
  if (!Number.isFinite(packed)) return ''
  const days = Math.floor(packed / 86_400)
  const seconds = packed - days * 86_400
  // Years start in March, so that the day put in is the last of a year; eras are 400 years of 146,097 days.
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${String(year).padStart(4, '0')}-${two(month < 10 ? month + 3 : month - 9)}-${two(day)}T${clock}Z`
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}
