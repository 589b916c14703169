import { textPlace } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import type { LockEntry } from './lock-entry.ts'
import { flagScopes } from './lock-entry.ts'
import { asObject } from './json-value.ts'
import { entryOf, nameAt } from './lock-packages.ts'
import { packageSource } from './package-source.ts'
import { sriHashes } from './sri-hashes.ts'
import { statedLicenses } from './stated-licenses.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** A lock file whose `packages` map is laid out as npm lays it out. */
export interface PlainLock {
  /** The document with `packages` emptied. */
  readonly lock: JsonObject
  /** With their places. Never empty. */
  readonly entries: readonly LockEntry[]
}

const START = '\n  "packages": {\n'
/** What a JSON string holds without escapes. */
const TEXT = String.raw`[^"\\\u0000-\u001f]*`
const PAIR = `        "${TEXT}": "${TEXT}"`
/** End of a property: a comma when another one follows, none when the entry ends. */
const END = String.raw`(?:,\n(?=      ")|\n(?=    \}))`
const SCALAR = String.raw`      "[A-Za-z]+": (?:true|false|"${TEXT}(?:\\[^\u0000-\u001f]${TEXT})*")${END}`
const block = (open: string, close: string): string =>
  String.raw`      "[A-Za-z]+": ${open}(?:\n(?:        [^\n]*\n)*      )?${close}${END}`

/**
 * One entry as npm writes it: key, then `name`, `version`, `resolved`, `integrity`, then the other scalars and lists, then objects,
 * `dependencies` first. No part can match what another does, so a text of another form costs no more than its length.
 */
const ENTRY = new RegExp(
  String.raw`    "(${TEXT})": \{\n` +
    ['name', 'version', 'resolved', 'integrity'].map((name) => String.raw`(?:      "${name}": "(${TEXT})"${END})?`).join('') +
    String.raw`((?:${SCALAR}|${block(String.raw`\[`, String.raw`\]`)})*)` +
    String.raw`(?:      "dependencies": \{((?:\n(?:${PAIR},\n)*${PAIR}\n      )?)\}${END})?` +
    String.raw`((?:${block(String.raw`\{`, String.raw`\}`)})*)    \}(,?)\n`,
  'y',
)

/** Properties that say something else when they stand outside of their place in ENTRY, or twice. */
const PLACED: ReadonlySet<string> = new Set([
  'name',
  'version',
  'resolved',
  'integrity',
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
])
/** Properties that are read as scalars; as objects they are rare. */
const SCALARS: ReadonlySet<string> = new Set(['license', 'licenses', 'dev', 'devOptional', 'optional', 'peer', 'link'])
/** Keys that a JavaScript object would put in another order than the file. */
const NUMBER = /^\d+$/
const COMMA = 44
const NO_NAMES: readonly string[] = []

/** Some properties of an entry, with what they tell of it. */
interface Part {
  readonly scopes: readonly Scope[]
  readonly licenses: readonly string[]
  readonly isLink: boolean
  readonly lines: number
  /** It holds what only the whole entry tells. */
  readonly partial: boolean
}

const NO_PART: Part = { scopes: flagScopes({}), licenses: [], isLink: false, lines: 0, partial: false }

/**
 * Reads a lock file of npm's own layout (two spaces; `packages` of lockfileVersion 2 and 3) in one pass, with the place of every entry;
 * null for any other text, which is for a JSON parser then. It gives what that would give: what is read is either of one fixed form
 * or parsed as JSON.
 */
export function plainLock(text: string): PlainLock | null {
  const start = text.indexOf(START)
  if (start < 0) return null
  const parts = new Map<string, Part | null>()
  const entries: LockEntry[] = []
  const locations = new Set<string>()
  let line = textPlace(text, start).line + 2
  let at = start + START.length

  // A function of its own: V8 compiles what is called often, and leaves a loop that is entered once to its interpreter.
  function readEntry(): boolean {
    ENTRY.lastIndex = at
    const found = entryIn(text)
    if (found === null) return false
    const location = found[1] as string
    const scalars = partOf(found[6] as string, parts)
    const objects = partOf(found[8] as string, parts)
    if (scalars === null || objects === null || NUMBER.test(location)) return false
    const words = found[7] === undefined ? null : found[7].split('"')
    const needs = words === null ? NO_NAMES : namesIn(words)
    const resolved = found[4] ?? ''
    const end = ENTRY.lastIndex
    const entry =
      scalars.partial || objects.partial || needs === null
        ? { ...entryOf(location, wholeEntry(text.slice(at, end), location)), line, column: 5 }
        : {
            location,
            name: found[2] || nameAt(location),
            version: found[3] ?? '',
            source: packageSource(resolved),
            hashes: found[5] === undefined ? [] : sriHashes(found[5]),
            scopes: scalars.scopes,
            licenses: scalars.licenses,
            linkTo: scalars.isLink ? resolved : null,
            wishes: NO_NAMES,
            needs,
            line,
            column: 5,
          }
    entries.push(entry)
    locations.add(location)
    line += 2 + scalars.lines + objects.lines + (words === null ? 0 : words.length === 1 ? 1 : 2 + (words.length - 1) / 4)
    for (let field = 2; field <= 5; field++) if (found[field] !== undefined) line++
    at = end
    return true
  }
  do {
    if (!readEntry()) return null
  } while (text.charCodeAt(at - 2) === COMMA)
  if (locations.size !== entries.length || !text.startsWith('  }', at)) return null
  const lock = withoutPackages(text.slice(0, start), text.slice(at))
  return lock === null ? null : { lock, entries }
}

/** An entry of many megabytes can be more than the engine of patterns has room for; that is a JSON parser's, too. */
function entryIn(text: string): RegExpExecArray | null {
  try {
    return ENTRY.exec(text)
  } catch {
    return null
  }
}

/** Most entries have the same few properties, so that each text of some is parsed once. null: it is no JSON. */
function partOf(text: string, parts: Map<string, Part | null>): Part | null {
  if (text === '') return NO_PART
  let part = parts.get(text)
  if (part === undefined) parts.set(text, (part = parsedPart(text)))
  return part
}

function parsedPart(text: string): Part | null {
  const json = jsonOf(`{${text.slice(0, text.charCodeAt(text.length - 2) === COMMA ? -2 : -1)}}`)
  if (json === null) return null
  const partial = Object.keys(json).some((key) => PLACED.has(key) || (SCALARS.has(key) && typeof json[key] === 'object'))
  const lines = text.split('\n').length - 1
  return { scopes: flagScopes(json), licenses: statedLicenses(json), isLink: json['link'] === true, lines, partial }
}

/** Names out of pairs that were cut at every quote; null when an object would have them in another order or not all of them. */
function namesIn(words: readonly string[]): readonly string[] | null {
  const names: string[] = []
  const few = words.length < 200
  for (let at = 1; at < words.length; at += 4) {
    const name = words[at] as string
    if ((few && names.includes(name)) || NUMBER.test(name)) return null
    names.push(name)
  }
  return few || new Set(names).size === names.length ? names : null
}

/** One entry with its key and a comma perhaps, all of whose properties are known to be JSON. */
function wholeEntry(text: string, location: string): JsonObject {
  const comma = text.charCodeAt(text.length - 2) === COMMA
  return asObject(jsonOf(`{${text.slice(0, comma ? -2 : -1)}}`)?.[location]) ?? {}
}

/** The document around the entries; null when it is no JSON, or when `packages` may stand in it twice. */
function withoutPackages(head: string, tail: string): JsonObject | null {
  if (head.includes('packages"') || tail.includes('packages"') || head.includes('\\') || tail.includes('\\')) return null
  return jsonOf(`${head}${START}${tail}`)
}

function jsonOf(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
