/** How a package manager writes what versions it may take. */
export type RangeSyntax = 'node' | 'cargo' | 'python' | 'ruby' | 'composer' | 'hex' | 'pub' | 'maven'

/** A version's release numbers, and what stands behind them when it comes before the final release. */
interface Release {
  readonly numbers: readonly number[]
  readonly pre: string | null
}

/** Of a range and of a version: the pattern of one is not for a text that somebody made long. */
const MAX_LENGTH = 1_000
const WORD = '(?:<=|>=|!==?|={1,3}|~>|~=|<|>|~|\\^)'

/**
 * Whether a range allows a version; null when either is none that can be compared (`latest`, a branch, an address). It is there to tell
 * that a version cannot be what is asked for: it looks at release numbers, takes what comes before a release by its text, and where
 * package managers differ in fine points it is generous.
 */
export function allowsVersion(syntax: RangeSyntax, range: string, version: string): boolean | null {
  const release = releaseOf(version, syntax)
  if (release === null || range.length > MAX_LENGTH) return null
  const parts = alternativesOf(syntax, range)
  const answers = parts.map((part) => all(clausesOf(syntax, part).map((clause) => meets(syntax, clause, release))))
  if (answers.includes(true)) return true
  return answers.includes(null) ? null : false
}

function all(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false
  return answers.includes(null) ? null : true
}

function alternativesOf(syntax: RangeSyntax, range: string): readonly string[] {
  const text = syntax === 'composer' ? (range.split(/ as /, 1)[0] ?? '').replace(/@\w+/g, '') : range
  return syntax === 'hex' ? text.split(/ or |\|\|/) : text.split(/\|\|?/)
}

function clausesOf(syntax: RangeSyntax, part: string): readonly string[] {
  const between = syntax === 'hex' ? part.replaceAll(' and ', ' ') : part
  const hyphen = syntax === 'node' || syntax === 'composer' ? / - /.exec(between) : null
  const text = hyphen === null ? between : `>=${between.slice(0, hyphen.index).trim()} <=${between.slice(hyphen.index + 3).trim()}`
  // A blank may stand between an operator and its version, and between two clauses.
  return text
    .replace(new RegExp(`(${WORD})\\s+`, 'g'), '$1')
    .split(/[,\s]+/)
    .filter((clause) => clause !== '' && !/^[=^~>]*[*xX](?:\.[*xX])*$/.test(clause) && clause !== 'any')
}

function meets(syntax: RangeSyntax, clause: string, release: Release): boolean | null {
  const [, operator = '', written = ''] = new RegExp(`^(${WORD}?)(.*)$`).exec(clause) ?? []
  const text = written.replace(/(?:\.[*xX])+(?=$|[-+])/, '')
  const isPrefix = text !== written
  const wanted = releaseOf(text, syntax)
  if (wanted === null) return null
  const length = wanted.numbers.length
  // Where a version has three numbers, fewer of them mean all that begin so.
  const isShort = isPrefix || ((syntax === 'node' || syntax === 'cargo') && length < 3)
  const order = compare(release, wanted)
  switch (operator) {
    case '>=':
      return order >= 0
    case '>':
      return order > 0
    case '<=':
      return order <= 0 || (isShort && begins(release, wanted, length))
    case '<':
      return order < 0
    case '!=':
    case '!==':
      return isPrefix ? !begins(release, wanted, length) : order !== 0
    case '^':
      return order >= 0 && begins(release, wanted, significant(wanted))
    case '~':
      return order >= 0 && begins(release, wanted, syntax === 'composer' ? Math.max(length - 1, 1) : Math.min(length, 2))
    case '~=':
    case '~>':
      return order >= 0 && begins(release, wanted, syntax === 'node' ? Math.min(length, 2) : Math.max(length - 1, 1))
    case '':
      if (syntax === 'cargo' && !isPrefix) return order >= 0 && begins(release, wanted, significant(wanted))
      break
  }
  return isShort ? begins(release, wanted, length) : order === 0
}

const EARLY_WORD = /^[-_.]?(?:alpha|beta|preview|pre|dev|rc|a|b|c|m|snapshot)(?![a-z])/i
const SEMANTIC: ReadonlySet<RangeSyntax> = new Set(['node', 'cargo', 'pub', 'hex'])

function releaseOf(version: string, syntax: RangeSyntax): Release | null {
  if (version.length > MAX_LENGTH) return null
  const match = /^\s*v?(?:\d+!)?(\d+(?:\.\d+)*)(?![\d:/@])([^\s/]*)\s*$/.exec(version)
  if (match === null) return null
  const rest = (match[2] ?? '').replace(/\+.*$/, '')
  // In Semantic Versioning whatever stands behind the hyphen; bounds of Composer are below what comes before the release.
  const isEarly = syntax !== 'composer' && (EARLY_WORD.test(rest) || (SEMANTIC.has(syntax) && rest.startsWith('-')))
  return { numbers: (match[1] ?? '').split('.').map(Number), pre: isEarly ? rest.toLowerCase().replace(/[^a-z\d]/g, '') : null }
}

/** Two that come before the same release are equal unless their texts differ by number only. */
function compare(a: Release, b: Release): number {
  const order = numberOrder(a.numbers, b.numbers)
  if (order !== 0 || (a.pre === null && b.pre === null)) return order
  if (a.pre === null || b.pre === null) return a.pre === null ? 1 : -1
  const [wordA = '', numberA = ''] = a.pre.split(/(\d+)/, 2)
  const [wordB = '', numberB = ''] = b.pre.split(/(\d+)/, 2)
  return wordA === wordB ? Number(numberA) - Number(numberB) : 0
}

function numberOrder(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function begins(release: Release, wanted: Release, length: number): boolean {
  return numberOrder(release.numbers.slice(0, length), wanted.numbers.slice(0, length)) === 0
}

/** `^` keeps everything up to the first number that is not zero. */
function significant({ numbers }: Release): number {
  const first = numbers.findIndex((number) => number !== 0)
  return first < 0 ? numbers.length : first + 1
}
