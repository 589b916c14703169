import { Refused } from '../verdict/refused.ts'

/** Digest of one file in a checksum list. */
export interface ChecksumEntry {
  readonly name: string
  readonly algorithm: 'sha256' | 'sha384' | 'sha512'
  readonly digest: string
  readonly line: number
}

const MAX_BYTES = 16 * 1024 * 1024
const MAX_ENTRIES = 100_000
const LENGTHS: Readonly<Record<number, ChecksumEntry['algorithm']>> = { 64: 'sha256', 96: 'sha384', 128: 'sha512' }
const WEAK_LENGTHS = new Set([32, 40])
const GNU = /^(\\?)([0-9A-Fa-f]{32,128})  ?[ *]?([^ ].*)$/
const BSD = /^([A-Za-z0-9-]{3,12}) \((.+)\) = ([0-9A-Fa-f]{32,128})$/

/**
 * Reads a list of checksums, lines of GNU (`digest  name`) or BSD (`SHA256 (name) = digest`) form. Refuses weak digests, a name that
 * stands twice, names that lead elsewhere, and lines that are neither: a list that is only half understood proves nothing.
 */
export function readChecksumList(text: string): ReadonlyMap<string, ChecksumEntry> {
  if (text.length > MAX_BYTES) throw new Refused('limit-exceeded', `a checksum list of more than ${MAX_BYTES} bytes`)
  const entries = new Map<string, ChecksumEntry>()
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    if (entries.size === MAX_ENTRIES) throw new Refused('limit-exceeded', `a checksum list of more than ${MAX_ENTRIES} lines`)
    const entry = readLine(line, at + 1)
    if (entries.has(entry.name)) throw new Refused('malformed', `the checksum list names ${JSON.stringify(entry.name)} twice`)
    entries.set(entry.name, entry)
  }
  if (entries.size === 0) throw new Refused('evidence-missing', 'the checksum list is empty')
  return entries
}

function readLine(line: string, at: number): ChecksumEntry {
  const bsd = BSD.exec(line)
  const gnu = GNU.exec(line)
  const [name = '', digest = '', label] =
    bsd !== null ? [bsd[2], bsd[3], bsd[1]] : gnu !== null ? [gnu[1] === '' ? gnu[3] : undefined, gnu[2]] : []
  if (name === '') throw new Refused('malformed', `line ${at} of the checksum list is not understood`)
  const algorithm = LENGTHS[digest.length]
  if (WEAK_LENGTHS.has(digest.length)) throw new Refused('weak-algorithm', `line ${at} of the checksum list has an MD5 or SHA-1 digest`)
  if (algorithm === undefined || (label !== undefined && label.toLowerCase().replace('-', '') !== algorithm))
    throw new Refused('unsupported-algorithm', `line ${at} of the checksum list has a digest of unknown kind`)
  const path = name.replace(/^\.\//, '')
  if (
    path.startsWith('/') ||
    path.includes('\\') ||
    path.split('/').some((part) => part === '..' || part === '.' || part === '') ||
    /\p{Cc}/u.test(path)
  )
    throw new Refused('malformed', `line ${at} of the checksum list has a name that leads elsewhere`)
  return { name: path, algorithm, digest: digest.toLowerCase(), line: at }
}
