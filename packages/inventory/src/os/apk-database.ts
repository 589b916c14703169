/** A stanza of `lib/apk/db/installed` (apk-package(5), "installed database"). Empty strings: not stated. */
export interface ApkRecord {
  readonly name: string
  readonly version: string
  readonly architecture: string
  readonly license: string
  readonly origin: string
  /** Dependencies as written, without conflicts. */
  readonly depends: readonly string[]
  /** Names it provides, without versions. */
  readonly provides: readonly string[]
  /** 1-based line of the name, or of the stanza's start where it has none. */
  readonly line: number
}

export interface ApkDatabase {
  readonly records: readonly ApkRecord[]
  /** First line that is no field; 0 when there is none. */
  readonly badLine: number
}

/** Reads an apk database; file lists are skipped. Linear in the text. */
export function parseApkDatabase(text: string): ApkDatabase {
  const records: ApkRecord[] = []
  let fields = new Map<string, string>()
  let line = 0
  let start = 0
  let badLine = 0
  const finish = () => {
    if (fields.size > 0) records.push(recordOf(fields, start))
    fields = new Map()
  }
  for (let at = 0; at < text.length;) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    line++
    const isBlank = end === at || (end === at + 1 && text[at] === '\r')
    if (isBlank) finish()
    else if (text[at + 1] !== ':') badLine ||= line
    else {
      const key = text[at] as string
      if (fields.size === 0 || key === 'P') start = line
      if (!FILE_FIELDS.has(key)) fields.set(key, text.slice(at + 2, end).trim())
      else if (fields.size === 0) fields.set('?', '')
    }
    at = end + 1
  }
  finish()
  return { records, badLine }
}

/** Files, folders, their modes and digests: most of the text, and nothing about packages. */
const FILE_FIELDS = new Set(['F', 'R', 'a', 'M', 'Z'])

function recordOf(fields: ReadonlyMap<string, string>, line: number): ApkRecord {
  const words = (key: string) => (fields.get(key) ?? '').split(' ').filter((word) => word !== '')
  return {
    name: fields.get('P') ?? '',
    version: fields.get('V') ?? '',
    architecture: fields.get('A') ?? '',
    license: fields.get('L') ?? '',
    origin: fields.get('o') ?? '',
    depends: words('D')
      .filter((word) => !word.startsWith('!'))
      .map(apkName),
    provides: words('p').map(apkName),
    line,
  }
}

/** The name of a dependency, a provision or an entry of `etc/apk/world` without version constraint and repository pin. */
export function apkName(word: string): string {
  const end = word.search(/[<>=~@]/)
  return end < 0 ? word : word.slice(0, end)
}
