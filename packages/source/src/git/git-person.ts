/** Who wrote or committed something, and when, as the object states it: a claim, not a proof. */
export interface GitPerson {
  readonly name: string
  readonly email: string
  /** Seconds since 1970; NaN when the object states none that can be read. */
  readonly time: number
  /** As written: `+0200`. */
  readonly zone: string
}

/** Reads `name <email> seconds zone` the way git does: the mail ends at the first `>` after the first `<`, the date follows the last. */
export function parsePerson(line: string): GitPerson {
  const open = line.indexOf('<')
  const close = open < 0 ? -1 : line.indexOf('>', open)
  if (close < 0) return { name: line.trim(), email: '', time: Number.NaN, zone: '' }
  const [seconds = '', zone = ''] = line
    .slice(line.lastIndexOf('>') + 1)
    .trim()
    .split(' ', 2)
  const time = /^\d{1,15}$/.test(seconds) ? Number(seconds) : Number.NaN
  return { name: line.slice(0, open).trim(), email: line.slice(open + 1, close), time, zone: /^[+-]\d{4,5}$/.test(zone) ? zone : '' }
}
