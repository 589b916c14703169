/** What the specification of an installed gem states, as far as it is written out. */
export interface GemSpecification {
  readonly name: string
  readonly version: string
  readonly licenses: readonly string[]
  /** Names of the gems that it needs to run. */
  readonly needs: readonly string[]
  /** 1-based, of the version. */
  readonly line: number
  /** What contradicts itself or is not written out. */
  readonly faults: readonly { readonly what: string; readonly line: number }[]
}

const STUB = '# stub: '
/** `s.name = …` and `s.add_dependency(…` at the start of a line. */
const ASSIGNMENT = /^[ \t]*[a-z_]\w*\.(name|version|licenses?)[ \t]*=(?![=~])[ \t]*/
const NEED = /^[ \t]*[a-z_]\w*\.add_(?:runtime_)?dependency[ \t(]+/
/** A string that stands for itself: nothing in it is escaped or put in. None of these is long. */
const LITERAL =
  /"([^"\\#\n]{0,200})"|'([^'\\\n]{0,200})'|%[qQ]?(?:<([^>\\#\n]{0,200})>|\{([^}\\#\n]{0,200})\}|\(([^)\\#\n]{0,200})\)|\[([^\]\\#\n]{0,200})\])/y
const VERSION_OF = /(?:::)?Gem::Version\.new[ \t(]*/y
const MAX_LIST = 1000
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const VERSION = /^[0-9][0-9A-Za-z.-]*$/

/**
 * Reads a gem specification as RubyGems writes it (Gem::Specification#to_ruby): a comment with name and version, then one
 * statement a line. It is a program; nothing of it is run, and what is not a plain value is a fault.
 */
export function readGemSpecification(text: string): GemSpecification {
  const stated = new Map<string, string>()
  const faults: { what: string; line: number }[] = []
  const licenses = new Set<string>()
  const needs = new Set<string>()
  let [line, versionLine, ends] = [0, 0, false]

  /** The comment and the statements say the same, or one of them is somebody's work. */
  function state(key: string, value: string): void {
    const known = stated.get(key)
    if (known === undefined) {
      stated.set(key, value)
      if (key === 'version') versionLine = line
    } else if (known !== value) faults.push({ what: `the ${key} is said to be ${known} and ${value}`, line })
  }
  function assign(key: string, row: string, at: number): void {
    if (key === 'license' || key === 'licenses') {
      for (const value of literals(row, at)) licenses.add(value)
      return
    }
    const value = literalAt(row, at)
    if (value !== null) state(key, value)
    else faults.push({ what: `the ${key} is not written out`, line })
  }
  for (const raw of rows(text)) {
    line++
    const row = raw.trimEnd()
    if (row.startsWith(STUB) && !stated.has('name')) {
      const [name = '', version = ''] = row.slice(STUB.length).split(' ')
      // A second comment of that kind lists extensions.
      state('name', name)
      state('version', version)
      continue
    }
    if (row === 'end') ends = true
    const assignment = ASSIGNMENT.exec(row)
    if (assignment !== null) assign(assignment[1] as string, row, assignment[0].length)
    const need = assignment === null ? NEED.exec(row) : null
    const needed = need === null ? null : literalAt(row, need[0].length)
    if (needed !== null && needs.size < MAX_LIST) needs.add(needed)
  }
  if (!ends) faults.push({ what: 'the specification has no end: it is cut short', line })
  const name = stated.get('name') ?? ''
  const version = stated.get('version') ?? ''
  return {
    name: NAME.test(name) ? name : '',
    version: VERSION.test(version) ? version : '',
    licenses: [...licenses],
    needs: [...needs],
    line: versionLine,
    faults,
  }
}

function* rows(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    yield text.slice(start, newline < 0 ? text.length : newline)
    start = newline < 0 ? text.length : newline + 1
  }
}

/** The plain string at a place, also within `Gem::Version.new(…)`. */
function literalAt(row: string, from: number): string | null {
  VERSION_OF.lastIndex = from
  const at = VERSION_OF.test(row) ? VERSION_OF.lastIndex : from
  LITERAL.lastIndex = at
  const found = LITERAL.exec(row)
  return found === null ? null : (found.slice(1).find((part) => part !== undefined) ?? '')
}

/** The plain strings of a list, or the one that stands without a list. */
function literals(row: string, from: number): readonly string[] {
  const found: string[] = []
  for (let at = from; at < row.length && found.length < MAX_LIST;) {
    LITERAL.lastIndex = at
    const literal = LITERAL.exec(row)
    if (literal === null) at++
    else {
      found.push(literal.slice(1).find((part) => part !== undefined) ?? '')
      at = LITERAL.lastIndex
    }
  }
  return found.filter((license) => license !== '')
}
