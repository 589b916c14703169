import { Refused } from '../verdict/refused.ts'
import { readPublicKeyLine, readSshPublicKey } from './ssh-public-key.ts'
import type { SshPublicKey } from './ssh-public-key.ts'

/** One line of an allowed signers file: who may sign with which key, for what and when. */
export interface AllowedSigner {
  readonly line: number
  /** Comma list of patterns. */
  readonly principals: string
  readonly key: SshPublicKey
  /** The key is an authority whose certificates sign, it does not sign itself. */
  readonly isAuthority: boolean
  /** Comma list of patterns; null: every namespace. */
  readonly namespaces: string | null
  /** Seconds since 1970, both included. */
  readonly validAfter: number | null
  readonly validBefore: number | null
}

/** An allowed signers file, read once. */
export interface AllowedSigners {
  readonly entries: readonly AllowedSigner[]
  /** Entries by the wire form of their key, as latin1 text. */
  readonly byKey: ReadonlyMap<string, readonly AllowedSigner[]>
  /** Lines that are not understood; nobody is allowed by them. */
  readonly problems: readonly { readonly line: number; readonly detail: string }[]
}

const MAX_BYTES = 16 * 1024 * 1024

/**
 * Reads an allowed signers file (ssh-keygen(1), ALLOWED SIGNERS). Times without `Z` are read as UTC, where OpenSSH takes the zone of
 * the machine. A line that cannot be read allows nobody and is told; OpenSSH stops at it.
 */
export function readAllowedSigners(text: string): AllowedSigners {
  if (text.length > MAX_BYTES) throw new Refused('limit-exceeded', `a list of allowed signers of more than ${MAX_BYTES} bytes`)
  const entries: AllowedSigner[] = []
  const problems: { readonly line: number; readonly detail: string }[] = []
  const byKey = new Map<string, AllowedSigner[]>()
  for (const [at, line] of text.split('\n').entries()) {
    const bare = line.trim()
    if (bare === '' || bare.startsWith('#')) continue
    try {
      const entry = readLine(bare, at + 1)
      entries.push(entry)
      const id = entry.key.blob.toString('latin1')
      const same = byKey.get(id)
      if (same === undefined) byKey.set(id, [entry])
      else same.push(entry)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      problems.push({ line: at + 1, detail: error.message })
    }
  }
  return { entries, byKey, problems }
}

function readLine(text: string, line: number): AllowedSigner {
  const { word: principals, rest } = firstWord(text)
  const hasOptions = !isKeyStart(rest)
  const { word: options, rest: keyText } = hasOptions ? firstWord(rest) : { word: '', rest }
  const { blob } = readPublicKeyLine(keyText)
  return { line, principals: unquoted(principals), key: readSshPublicKey(blob), ...readOptions(options) }
}

function isKeyStart(text: string): boolean {
  const [type = '', base64 = ''] = text.split(/[ \t]+/, 2)
  return base64.startsWith('AAAA') && !type.includes('=') && !type.includes('"')
}

/** Up to the first blank outside quotes. */
function firstWord(text: string): { readonly word: string; readonly rest: string } {
  let inQuotes = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') inQuotes = !inQuotes
    else if (!inQuotes && (text[at] === ' ' || text[at] === '\t')) return { word: text.slice(0, at), rest: text.slice(at).trimStart() }
  }
  throw new Refused('malformed', 'the line has no key')
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text
}

type Options = Pick<AllowedSigner, 'isAuthority' | 'namespaces' | 'validAfter' | 'validBefore'>

function readOptions(text: string): Options {
  const values = new Map<string, string>()
  for (const option of splitOptions(text)) {
    const equals = option.indexOf('=')
    const name = (equals < 0 ? option : option.slice(0, equals)).toLowerCase()
    if (values.has(name) && equals >= 0) throw new Refused('malformed', `the option ${name} stands twice`)
    values.set(name, equals < 0 ? '' : unquoted(option.slice(equals + 1)))
  }
  for (const name of values.keys()) if (!KNOWN.has(name)) throw new Refused('malformed', `the option ${name.slice(0, 64)} is not known`)
  const validAfter = timeOf(values.get('valid-after'))
  const validBefore = timeOf(values.get('valid-before'))
  if (validAfter !== null && validBefore !== null && validBefore <= validAfter)
    throw new Refused('malformed', 'the key is valid before it is valid')
  return { isAuthority: values.has('cert-authority'), namespaces: values.get('namespaces') ?? null, validAfter, validBefore }
}

const KNOWN = new Set(['cert-authority', 'namespaces', 'valid-after', 'valid-before'])

function splitOptions(text: string): readonly string[] {
  if (text === '') return []
  const options: string[] = []
  let start = 0
  let inQuotes = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') inQuotes = !inQuotes
    if (text[at] !== ',' || inQuotes) continue
    options.push(text.slice(start, at))
    start = at + 1
  }
  return [...options, text.slice(start)]
}

const TIME = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/

/** `YYYYMMDD[HHMM[SS]][Z]` as seconds since 1970. */
function timeOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const match = TIME.exec(text)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0))
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(time)
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (match === null || !isReal) throw new Refused('malformed', 'a time that is none')
  return time / 1000
}
