/**
 * Whether a version `major.minor` is in a range: comparisons joined by spaces, all of which must hold (`>=1.0 <2.0`). null: it is no
 * range.
 */
export function fitsModel(range: string, version: string): boolean | null {
  const parts = range.trim().split(/\s+/)
  const results = parts.map((part) => holds(part, version))
  return results.includes(null) ? null : results.every((one) => one === true)
}

function holds(part: string, version: string): boolean | null {
  const match = /^(>=|<=|>|<|=)?(\d{1,6})\.(\d{1,6})$/.exec(part)
  if (match === null) return null
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const order = major - Number(match[2]) || minor - Number(match[3])
  switch (match[1] ?? '=') {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    default:
      return order === 0
  }
}
