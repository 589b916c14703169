/** A stanza of dpkg's status file (deb-control(5), dpkg "status"). Empty strings: not stated. */
export interface DpkgRecord {
  readonly name: string
  readonly version: string
  readonly architecture: string
  /** Source package where it differs from the package itself. */
  readonly source: string
  readonly sourceVersion: string
  /** `install ok installed`; empty in the one-file databases of images without dpkg. */
  readonly status: string
  /** Groups of alternatives, each a list of package names. */
  readonly depends: readonly (readonly string[])[]
  readonly provides: readonly string[]
  /** 1-based line of the name, or of the stanza's start where it has none. */
  readonly line: number
}

export interface DpkgDatabase {
  readonly records: readonly DpkgRecord[]
  /** First line that is neither field nor continuation; 0 when there is none. */
  readonly badLine: number
}

const WANTED = new Set(['package', 'version', 'architecture', 'source', 'status', 'depends', 'pre-depends', 'provides'])

/** Reads a dpkg database; long descriptions and file lists are skipped. Linear in the text. */
export function parseDpkgDatabase(text: string): DpkgDatabase {
  const records: DpkgRecord[] = []
  let fields = new Map<string, string>()
  let seen = false
  let current = ''
  let line = 0
  let start = 0
  let badLine = 0
  const finish = () => {
    if (seen) records.push(recordOf(fields, start))
    fields = new Map()
    seen = false
    current = ''
  }
  for (let at = 0; at < text.length;) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    line++
    const first = text.charCodeAt(at)
    if (end === at || (first === 13 && end === at + 1)) finish()
    else if (first === 32 || first === 9) {
      if (!seen) badLine ||= line
      if (current !== '') fields.set(current, `${fields.get(current) ?? ''} ${text.slice(at + 1, end).trim()}`)
    } else {
      const colon = text.indexOf(':', at)
      if (colon <= at || colon > end) {
        badLine ||= line
        current = ''
      } else {
        const key = text.slice(at, colon).toLowerCase()
        if (!seen || key === 'package') start = line
        seen = true
        current = WANTED.has(key) ? key : ''
        if (current !== '') fields.set(key, text.slice(colon + 1, end).trim())
      }
    }
    at = end + 1
  }
  finish()
  return { records, badLine }
}

function recordOf(fields: ReadonlyMap<string, string>, line: number): DpkgRecord {
  const source = fields.get('source') ?? ''
  const open = source.indexOf('(')
  const close = source.indexOf(')', open)
  return {
    name: fields.get('package') ?? '',
    version: fields.get('version') ?? '',
    architecture: fields.get('architecture') ?? '',
    source: (open < 0 ? source : source.slice(0, open)).trim(),
    sourceVersion: open < 0 || close < 0 ? '' : source.slice(open + 1, close).trim(),
    status: fields.get('status') ?? '',
    depends: [...groupsOf(fields.get('pre-depends')), ...groupsOf(fields.get('depends'))],
    provides: groupsOf(fields.get('provides')).flat(),
    line,
  }
}

/** `a (>= 1) | b, c:any` is [[a, b], [c]]. */
function groupsOf(text: string | undefined): readonly (readonly string[])[] {
  if (text === undefined || text === '') return []
  return text.split(',').map((group) =>
    group
      .split('|')
      .map(bareName)
      .filter((name) => name !== ''),
  )
}

function bareName(text: string): string {
  const trimmed = text.trim()
  const end = trimmed.search(/[\s(:[<]/)
  return end < 0 ? trimmed : trimmed.slice(0, end)
}
