import type { VersComparator, VersConstraint, VersRange } from './vers.ts'
import { sortedConstraints, VersInvalid } from './vers.ts'
import { pep440Text } from './pep440-key.ts'
import type { VersionScheme } from './version-scheme.ts'

type Bound = readonly [comparator: VersComparator, version: string]

/** How a package manager writes ranges: what `~`, `^` and `~>` mean, and how its versions are written. */
interface NativeSyntax {
  readonly version?: (text: string) => string
  readonly tilde?: (version: string) => readonly Bound[]
  readonly caret?: (version: string) => readonly Bound[]
  readonly pessimistic?: (version: string) => readonly Bound[]
}

const MAX_LENGTH = 4_096

const SYNTAX: Readonly<Record<string, NativeSyntax>> = {
  npm: { version: semverVersion, tilde: npmTilde, caret: npmCaret },
  composer: { version: semverVersion, tilde: composerTilde, caret: npmCaret },
  cargo: { version: semverVersion, tilde: npmTilde, caret: npmCaret },
  golang: { version: semverVersion },
  gem: { pessimistic: gemPessimistic },
  conan: { version: (text) => text.replace(/-$/, ''), tilde: conanTilde, caret: conanCaret },
  pypi: { version: pep440Text },
  openssl: {},
  hex: { version: semverVersion, pessimistic: gemPessimistic },
}

/**
 * Turns a range as the package manager writes it into VERS: `||` parts, constraints separated by blanks or commas,
 * comparators, `~`, `^`, `~>`, `1.x`, `1.0 - 2.0`, and for Maven and NuGet intervals (`[1.0,2.0)`). VERS has no "or"
 * of overlapping parts: as in vers-spec's own tests, all constraints are put in one list. Throws VersInvalid.
 */
export function versFromNative(type: string, native: string, scheme: VersionScheme): VersRange {
  if (native.length > MAX_LENGTH) throw new VersInvalid('a range of more than 4,096 characters')
  const text = type === 'conan' ? conanText(native) : native.trim()
  if (text === '*' || (text === '' && type === 'npm')) return { type, constraints: [{ comparator: '*', version: '' }] }
  if (text === '') throw new VersInvalid('the range is empty')
  if (type === 'nginx') return { type, constraints: sortedConstraints(text.split(',').flatMap(nginxBounds).map(constraint), scheme) }
  const interval = type === 'maven' || type === 'nuget'
  const bounds =
    interval && /^[[(]/.test(text) ? intervals(text) : alternatives(text, Object.hasOwn(SYNTAX, type) ? (SYNTAX[type] ?? {}) : {})
  return { type, constraints: sortedConstraints(bounds.map(constraint), scheme) }
}

function constraint([comparator, version]: Bound): VersConstraint {
  return { comparator, version }
}

function alternatives(text: string, syntax: NativeSyntax): readonly Bound[] {
  return text.split('||').flatMap((part) => {
    const hyphen = / - /.exec(part)
    if (hyphen === null) return conjunction(part, syntax)
    return [...simple('>=', part.slice(0, hyphen.index).trim(), syntax), ...simple('<=', part.slice(hyphen.index + 3).trim(), syntax)]
  })
}

function conjunction(text: string, syntax: NativeSyntax): readonly Bound[] {
  // A blank may stand between a comparator and its version.
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  const bounds: Bound[] = []
  let pending = ''
  for (const part of parts) {
    const match = /^(~>|>=|<=|!=|===|==|>|<|=|~|\^)?(.*)$/.exec(part)
    const operator = pending + (match?.[1] ?? '')
    const version = match?.[2] ?? ''
    if (version === '') {
      pending = operator
      continue
    }
    bounds.push(...simple(operator, version, syntax))
    pending = ''
  }
  if (pending !== '') throw new VersInvalid(`"${pending}" has no version`)
  return bounds
}

function simple(operator: string, version: string, syntax: NativeSyntax): readonly Bound[] {
  if (/^v?\d+(?:\.\d+)*\.[xX*](?:\.[xX*])*$/.test(version)) return wildcard(version)
  const written = syntax.version?.(version) ?? version
  switch (operator) {
    case '':
    case '=':
    case '==':
    case '===':
      return [['=', written]]
    case '>':
    case '>=':
    case '<':
    case '<=':
    case '!=':
      return [[operator, written]]
    case '~':
      if (syntax.tilde) return syntax.tilde(version)
      break
    case '^':
      if (syntax.caret) return syntax.caret(version)
      break
    case '~>':
      if (syntax.pessimistic) return syntax.pessimistic(version)
      break
  }
  throw new VersInvalid(`"${operator}" is no comparator here`)
}

/** `1.2.x` is everything from 1.2.0 on and before 1.3.0. */
function wildcard(text: string): readonly Bound[] {
  const numbers = numbersOf(text)
  const upper = numbers.map((one, index) => (index === numbers.length - 1 ? one + 1n : one))
  return [
    ['>=', padded(numbers)],
    ['<', padded(upper)],
  ]
}

function semverVersion(text: string): string {
  const match = /^[vV=]*(\d+)(?:\.(\d+))?(?:\.(\d+))?(.*)$/.exec(text)
  if (match === null) return text
  const [, major = '0', minor = '0', patch = '0', rest = ''] = match
  return `${BigInt(major)}.${BigInt(minor)}.${BigInt(patch)}${/^[A-Za-z]/.test(rest) ? `-${rest}` : rest}`
}

function npmTilde(text: string): readonly Bound[] {
  const numbers = numbersOf(text)
  return [
    ['>=', semverVersion(text)],
    ['<', padded(numbers.length < 2 ? [(numbers[0] ?? 0n) + 1n] : [numbers[0] ?? 0n, (numbers[1] ?? 0n) + 1n])],
  ]
}

function npmCaret(text: string): readonly Bound[] {
  const numbers = numbersOf(text)
  const first = numbers.findIndex((one) => one !== 0n)
  const at = first < 0 || first > 2 ? Math.min(numbers.length - 1, 2) : first
  return [
    ['>=', semverVersion(text)],
    ['<', padded([...numbers.slice(0, at), (numbers[at] ?? 0n) + 1n])],
  ]
}

/** Composer: the last number given may rise. */
function composerTilde(text: string): readonly Bound[] {
  const numbers = numbersOf(text)
  return numbers.length < 3 ? npmCaretAt(text, 0) : npmCaretAt(text, numbers.length - 2)
}

function npmCaretAt(text: string, at: number): readonly Bound[] {
  const numbers = numbersOf(text)
  return [
    ['>=', semverVersion(text)],
    ['<', padded([...numbers.slice(0, at), (numbers[at] ?? 0n) + 1n])],
  ]
}

/** RubyGems: the last number is dropped, the one before it raised. */
function gemPessimistic(text: string): readonly Bound[] {
  const numbers = numbersOf(text)
  const at = Math.max(0, numbers.length - 2)
  return [
    ['>=', text],
    ['<', [...numbers.slice(0, at), (numbers[at] ?? 0n) + 1n].join('.')],
  ]
}

function conanTilde(text: string): readonly Bound[] {
  const numbers = numbersOf(text)
  return conanBounds(text, numbers.length > 1 ? 1 : 0)
}

function conanCaret(text: string): readonly Bound[] {
  const numbers = numbersOf(text)
  const first = numbers.findIndex((one) => one !== 0n)
  return conanBounds(text, first < 0 ? numbers.length - 1 : first)
}

/** The upper bound ends in `-`: Conan's way to leave pre-releases out. */
function conanBounds(text: string, at: number): readonly Bound[] {
  const numbers = numbersOf(text)
  return [
    ['>=', text.replace(/-$/, '')],
    ['<', `${[...numbers.slice(0, at), (numbers[at] ?? 0n) + 1n].join('.')}-`],
  ]
}

/** Options after a comma say nothing about versions; `*` is everything from 0 on, without pre-releases of it. */
function conanText(native: string): string {
  const text = native.replace(/,\s{0,8}include_prerelease\b.*$/, '').trim()
  return text === '*' || text === '*-' ? '>=0.0.0' : text
}

/** nginx's advisories: `0.7.52-0.8.39` is an interval; `1.4.1+` goes on to the end of a stable (even) branch. */
function nginxBounds(part: string): readonly Bound[] {
  const text = part.trim()
  const [low = '', high] = text.split('-')
  if (high !== undefined) {
    return [
      ['>=', low],
      ['<=', high],
    ]
  }
  if (!text.endsWith('+')) return [['=', text]]
  const lower = text.slice(0, -1)
  const [major = 0n, minor = 0n] = numbersOf(lower)
  const bound: Bound = ['>=', lower]
  return minor % 2n === 1n ? [bound] : [bound, ['<', `${major}.${minor + 1n}.0`]]
}

function numbersOf(text: string): readonly bigint[] {
  const match = /^[vV=]*(\d+(?:\.\d+)*)/.exec(text)
  if (match?.[1] === undefined) throw new VersInvalid(`"${text}" has no numbers`)
  return match[1].split('.').map(BigInt)
}

function padded(numbers: readonly bigint[]): string {
  return [0, 1, 2].map((index) => String(numbers[index] ?? 0n)).join('.')
}

/** Maven and NuGet: `[1.0]`, `[1.0,2.0)`, `(,1.0]`, several of them joined by commas. */
function intervals(text: string): readonly Bound[] {
  const bounds: Bound[] = []
  let rest = text
  while (rest !== '') {
    const match = /^([[(])([^[\](),]*)(?:(,)([^[\](),]*))?([\])])\s*,?\s*/.exec(rest)
    if (match === null) throw new VersInvalid(`"${rest}" is no interval`)
    const [whole, open, low = '', comma, high = '', close] = match
    const lower = low.trim()
    const upper = high.trim()
    if (comma === undefined) bounds.push(['=', lower])
    else {
      if (lower !== '') bounds.push([open === '[' ? '>=' : '>', lower])
      if (upper !== '') bounds.push([close === ']' ? '<=' : '<', upper])
      if (lower === '' && upper === '') bounds.push(['*', ''])
    }
    rest = rest.slice(whole.length)
  }
  return bounds
}
