/** A version's release numbers, and whether something before the final release follows them. */
interface Release {
  readonly numbers: readonly number[]
  readonly pre: boolean
}

/**
 * Whether a locked version is one that a constraint means (PEP 440 specifiers, and Poetry's `^`, `~`, `||`). It only chooses
 * between versions that one lock holds of a name, so it compares release numbers and is generous: what it cannot read is met.
 */
export function meetsConstraint(version: string, constraint: string): boolean {
  const release = releaseOf(version)
  if (release === null) return true
  return constraint.split(/\|\|?/).some((part) => clausesOf(part).every((clause) => meetsClause(release, clause)))
}

function clausesOf(part: string): readonly string[] {
  // A blank may stand between an operator and its version, and between two clauses.
  return part
    .replace(/([<>=!~^])\s+/g, '$1')
    .split(/[,\s]+/)
    .filter((clause) => clause !== '' && clause !== '*')
}

function meetsClause(release: Release, clause: string): boolean {
  const [, operator = '', text = ''] = /^([<>=!~^]*)v?(.*)$/.exec(clause) ?? []
  const prefix = text.endsWith('.*')
  const wanted = releaseOf(prefix ? text.slice(0, -2) : text)
  if (wanted === null) return true
  const length = wanted.numbers.length
  if (prefix) return (compare(cut(release, length), cut(wanted, length)) === 0) !== (operator === '!=')
  const order = compare(release, wanted)
  switch (operator) {
    case '>=':
      return order >= 0
    case '>':
      return order > 0
    case '<=':
      return order <= 0
    case '<':
      return order < 0
    case '!=':
      return order !== 0
    case '^':
      return order >= 0 && compare(cut(release, significant(wanted)), cut(wanted, significant(wanted))) === 0
    case '~':
      return order >= 0 && compare(cut(release, Math.min(length, 2)), cut(wanted, Math.min(length, 2))) === 0
    case '~=':
      return order >= 0 && compare(cut(release, length - 1), cut(wanted, length - 1)) === 0
    default:
      return order === 0
  }
}

function releaseOf(version: string): Release | null {
  const match = /^(?:\d+!)?(\d+(?:\.\d+)*)(.*)$/.exec(version.trim())
  if (match === null) return null
  return { numbers: (match[1] ?? '').split('.').map(Number), pre: /^[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)/i.test(match[2] ?? '') }
}

function compare(a: Release, b: Release): number {
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  return Number(b.pre) - Number(a.pre)
}

function cut(release: Release, length: number): Release {
  return { numbers: release.numbers.slice(0, length), pre: false }
}

/** `^` keeps everything up to the first number that is not zero. */
function significant({ numbers }: Release): number {
  const first = numbers.findIndex((number) => number !== 0)
  return first < 0 ? numbers.length : first + 1
}
