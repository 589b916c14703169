import { decodePurlPart } from './purl-encoding.ts'
import type { VersionScheme } from './version-scheme.ts'

export type VersComparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '*'

export interface VersConstraint {
  readonly comparator: VersComparator
  /** Decoded; empty for `*`. */
  readonly version: string
}

/** A version range: `vers:npm/>=1.0.0|<2.0.0`. */
export interface VersRange {
  readonly type: string
  readonly constraints: readonly VersConstraint[]
}

/** The text is no VERS, or not in canonical form; the message says why. */
export class VersInvalid extends Error {
  override readonly name = 'VersInvalid'
}

const MAX_LENGTH = 65_536
const COMPARATORS: readonly VersComparator[] = ['>=', '<=', '!=', '>', '<']
/** `%` and the characters that mean something in VERS are the only ones to be encoded. */
const ENCODED = /[%><=!*|]/g

/** The type of a VERS, to choose the version scheme by. Throws VersInvalid. */
export function versType(text: string): string {
  const type = /^vers:([a-z][a-z0-9.-]*)\//.exec(text)?.[1]
  if (type === undefined) throw new VersInvalid('a VERS starts with "vers:", a type in lower case and "/"')
  return type
}

/**
 * Reads a VERS (vers-spec "How to parse and validate"). What is not canonical is refused, not mended: blanks, empty
 * constraints, wrong order, repeated versions, comparators that contradict each other, needless percent-encoding.
 */
export function parseVers(text: string, scheme: VersionScheme): VersRange {
  const range = readVers(text)
  const sorted = sortedConstraints(range.constraints, scheme)
  for (const [index, constraint] of range.constraints.entries()) {
    if (sorted[index] !== constraint) throw new VersInvalid('non-canonical VERS: constraints are not sorted by version')
  }
  checkSequence(sorted, scheme)
  return range
}

/** The text of a range in version order; with `simplify` redundant constraints are dropped. It takes what readVers takes. */
export function canonicalVers(text: string, scheme: VersionScheme, options: { readonly simplify?: boolean } = {}): string {
  const { type, constraints } = readVers(text)
  const sorted = sortedConstraints(constraints, scheme)
  return printVers({ type, constraints: options.simplify ? simplified(sorted, scheme) : sorted })
}

/** Writes a range as it is, with versions encoded where VERS needs it. */
export function printVers({ type, constraints }: VersRange): string {
  const parts = constraints.map(({ comparator, version }) => (comparator === '=' ? '' : comparator) + encodeVersion(version))
  return `vers:${type}/${parts.join('|')}`
}

/** Whether the range holds the version (vers-spec "Checking if a version is contained"). Constraints may be in any order. */
export function versContains(range: VersRange, scheme: VersionScheme, version: string): boolean {
  const signposts: VersConstraint[] = []
  let included = false
  for (const constraint of range.constraints) {
    if (constraint.comparator === '*') return true
    const equal = scheme.compare(version, constraint.version) === 0
    if (constraint.comparator === '!=' || constraint.comparator === '=') {
      if (equal && constraint.comparator === '!=') return false
      included ||= equal
    } else {
      included ||= equal && constraint.comparator.endsWith('=')
      signposts.push(constraint)
    }
  }
  if (included) return true
  // Only exclusions: everything else is meant.
  if (signposts.length === 0) return range.constraints.length > 0 && range.constraints.every(({ comparator }) => comparator === '!=')
  const sorted = sortedConstraints(signposts, scheme)
  const next = sorted.findIndex((one) => scheme.compare(version, one.version) <= 0)
  const above = next < 0 ? undefined : sorted[next]
  const below = next < 0 ? sorted.at(-1) : sorted[next - 1]
  if (above !== undefined && scheme.compare(version, above.version) === 0) return false
  if (below === undefined) return above?.comparator.startsWith('<') ?? false
  if (above === undefined) return below.comparator.startsWith('>')
  return below.comparator.startsWith('>') && above.comparator.startsWith('<')
}

/** Constraints in version order; of those of one version the upper bounds come first, else they stay as they were. */
export function sortedConstraints(constraints: readonly VersConstraint[], scheme: VersionScheme): readonly VersConstraint[] {
  return constraints.toSorted((a, b) => scheme.compare(a.version, b.version) || Number(isUpper(b)) - Number(isUpper(a)))
}

function isUpper({ comparator }: VersConstraint): boolean {
  return comparator.startsWith('<')
}

/** Reads a VERS whose constraints may be in any order and redundant; all else is as in parseVers. */
export function readVers(text: string): VersRange {
  if (text.length > MAX_LENGTH) throw new VersInvalid('a VERS of more than 65,536 characters')
  if (/\s/.test(text)) throw new VersInvalid('non-canonical VERS: whitespace is not permitted')
  if (!/^[\x21-\x7e]*$/.test(text)) throw new VersInvalid('a VERS has only printable ASCII characters')
  const type = versType(text)
  const body = text.slice('vers:'.length + type.length + 1)
  if (body === '') throw new VersInvalid('a VERS has at least one constraint')
  if (body === '*') return { type, constraints: [{ comparator: '*', version: '' }] }
  if (body.startsWith('|')) throw new VersInvalid('non-canonical VERS: leading pipe is not permitted')
  if (body.endsWith('|')) throw new VersInvalid('non-canonical VERS: trailing pipe is not permitted')
  if (body.includes('||')) throw new VersInvalid('non-canonical VERS: consecutive pipes are not permitted')
  return { type, constraints: body.split('|').map((part) => parseConstraint(part, type)) }
}

function parseConstraint(part: string, type: string): VersConstraint {
  const comparator = COMPARATORS.find((one) => part.startsWith(one)) ?? '='
  const written = comparator === '=' ? part : part.slice(comparator.length)
  if (written === '') throw new VersInvalid('a VERS constraint has a version')
  if (/[><=!*]/.test(written)) throw new VersInvalid('the characters ><=!* in a version are percent-encoded')
  const version = decodePurlPart(written)
  if (version === null) throw new VersInvalid('non-canonical VERS: invalid percent-encoding in version')
  if (type === 'datetime') {
    if (/%3A/.test(written)) throw new VersInvalid('non-canonical VERS: datetime time colons must be unencoded')
    if (/[tz]/.test(written)) throw new VersInvalid('non-canonical VERS: datetime must use uppercase T and Z')
  }
  if (encodeVersion(version) !== written) throw new VersInvalid('non-canonical VERS: percent-encoding in version is not canonical')
  return { comparator, version }
}

function encodeVersion(version: string): string {
  return version.replace(ENCODED, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** vers-spec "Normalized, canonical representation": versions are unique, comparators alternate. */
function checkSequence(sorted: readonly VersConstraint[], scheme: VersionScheme): void {
  let last: VersConstraint | undefined
  let bound: VersConstraint | undefined
  let previous: VersConstraint | undefined
  for (const constraint of sorted) {
    if (previous !== undefined && scheme.compare(previous.version, constraint.version) === 0) {
      throw new VersInvalid(`the version "${constraint.version}" stands twice`)
    }
    previous = constraint
    if (constraint.comparator === '!=') continue
    const upper = constraint.comparator.startsWith('<')
    if (last?.comparator === '=' && upper) throw new VersInvalid(`"=" is followed by "${constraint.comparator}"`)
    last = constraint
    if (constraint.comparator === '=') continue
    if (bound !== undefined && bound.comparator.startsWith('<') === upper) {
      throw new VersInvalid(`"${bound.comparator}" is followed by "${constraint.comparator}"`)
    }
    bound = constraint
  }
}

/** vers-spec "Constraints simplification". */
function simplified(sorted: readonly VersConstraint[], scheme: VersionScheme): readonly VersConstraint[] {
  const kept: VersConstraint[] = []
  for (const constraint of sorted) {
    if (constraint.comparator === '!=') continue
    const upper = constraint.comparator.startsWith('<')
    if (upper) while (kept.length > 0 && !kept.at(-1)?.comparator.startsWith('>')) kept.pop()
    if (!upper && kept.at(-1)?.comparator.startsWith('>')) continue
    if (
      constraint.comparator === '=' &&
      kept.at(-1)?.comparator === '=' &&
      scheme.compare(kept.at(-1)?.version ?? '', constraint.version) === 0
    )
      continue
    kept.push(constraint)
  }
  return sortedConstraints([...kept, ...sorted.filter(({ comparator }) => comparator === '!=')], scheme)
}
