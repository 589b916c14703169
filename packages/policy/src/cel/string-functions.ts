import { declare } from './cel-function.ts'
import type { CelCost, CelFunction } from './cel-function.ts'
import { CelLimitExceeded, MAX_ENTRIES, MAX_TEXT } from './cel-limits.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelError, isList } from './cel-value.ts'
import { format } from './format.ts'
import { noOverload } from './no-overload.ts'
import { costOfMatch, matches } from './regex.ts'

const RANGE = new CelError('index out of range')

/** A method of texts whose arguments are all texts. */
function ofTexts(
  name: string,
  run: (text: string, other: string) => CelResult,
  signature: string,
  cost: 'sized' | CelCost = 'sized',
): CelFunction {
  return declare(
    signature,
    (text, other) => (typeof text === 'string' && typeof other === 'string' ? run(text, other) : noOverload(name, [text, other])),
    cost,
  )
}

function ofText(name: string, run: (text: string) => CelResult): CelFunction {
  return declare(`string->${name}() string`, (text) => (typeof text === 'string' ? run(text) : noOverload(name, [text])), 'sized')
}

function charAt(text: CelValue, at: CelValue): CelResult {
  if (typeof text !== 'string' || typeof at !== 'bigint') return noOverload('charAt', [text, at])
  const letters = [...text]
  const place = Number(at)
  return place === letters.length ? '' : (letters[place] ?? RANGE)
}

/** Offsets count code points. */
function indexOf(text: CelValue, part: CelValue, from: CelValue): CelResult {
  if (typeof text !== 'string' || typeof part !== 'string') return noOverload('indexOf', [text, part])
  const start = from === undefined ? 0 : unitsBefore(text, from)
  if (start === null) return RANGE
  return pointsBefore(text, text.indexOf(part, start))
}

function lastIndexOf(text: CelValue, part: CelValue, from: CelValue): CelResult {
  if (typeof text !== 'string' || typeof part !== 'string') return noOverload('lastIndexOf', [text, part])
  const start = from === undefined ? text.length : unitsBefore(text, from)
  return start === null ? RANGE : pointsBefore(text, text.lastIndexOf(part, start))
}

/** UTF-16 offset of a code point; null: the text has none so far. */
function unitsBefore(text: string, points: CelValue): number | null {
  if (typeof points !== 'bigint' || points < 0n || points > BigInt(text.length)) return null
  let at = 0
  for (let left = Number(points); left > 0; left--) {
    if (at >= text.length) return null
    at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1
  }
  return at
}

function pointsBefore(text: string, at: number): bigint {
  if (at < 0) return -1n
  let count = at
  for (let unit = 0; unit < at; unit++) if ((text.charCodeAt(unit) & 0xfc00) === 0xdc00) count--
  return BigInt(count)
}

function substring(text: CelValue, from: CelValue, to: CelValue): CelResult {
  if (typeof text !== 'string' || typeof from !== 'bigint') return noOverload('substring', [text, from])
  if (to !== undefined && typeof to !== 'bigint') return noOverload('substring', [to])
  const letters = [...text]
  const end = to === undefined ? letters.length : Number(to)
  const start = Number(from)
  return start < 0 || end > letters.length || start > end ? RANGE : letters.slice(start, end).join('')
}

function join(list: CelValue, separator: CelValue): CelResult {
  if (!isList(list)) return noOverload('join', [list])
  let length = 0
  for (const one of list) {
    if (typeof one !== 'string') return noOverload('join', [one])
    length += one.length + (typeof separator === 'string' ? separator.length : 0)
  }
  return length > MAX_TEXT ? tooLong() : list.join(typeof separator === 'string' ? separator : '')
}

function split(text: CelValue, separator: CelValue, most: CelValue): CelResult {
  if (typeof text !== 'string' || typeof separator !== 'string') return noOverload('split', [text, separator])
  if (most !== undefined && typeof most !== 'bigint') return noOverload('split', [most])
  if (most === 0n) return []
  if (most === 1n) return [text]
  const parts = separator === '' ? [...text] : text.split(separator)
  if (parts.length > MAX_ENTRIES) throw new CelLimitExceeded(`a list of an expression has at most ${MAX_ENTRIES} items`)
  const limit = typeof most === 'bigint' && most > 0n ? Number(most) : parts.length
  return parts.length <= limit ? parts : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)]
}

function replace(text: CelValue, from: CelValue, to: CelValue, most: CelValue): CelResult {
  if (typeof text !== 'string' || typeof from !== 'string' || typeof to !== 'string') return noOverload('replace', [text, from, to])
  const parts = from === '' ? ['', ...text, ''] : text.split(from)
  if (most !== undefined && typeof most !== 'bigint') return noOverload('replace', [most])
  const limit = typeof most === 'bigint' && most >= 0n ? Math.min(Number(most), parts.length - 1) : parts.length - 1
  if (text.length + limit * to.length > MAX_TEXT) return tooLong()
  return (
    parts.slice(0, limit + 1).join(to) +
    parts
      .slice(limit + 1)
      .map((part) => from + part)
      .join('')
  )
}

function tooLong(): never {
  throw new CelLimitExceeded(`a text of an expression has at most ${MAX_TEXT} characters`)
}

const QUOTES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

function quote(text: CelValue): CelResult {
  if (typeof text !== 'string') return noOverload('strings.quote', [text])
  return `"${[...text].map((one) => QUOTES[one] ?? one).join('')}"`
}

/** White space of the extension: Unicode's White_Space, which is not JavaScript's. */
const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const LEADING = new RegExp(`^${SPACE}+`)
const SPACE_ONE = new RegExp(SPACE)

function trim(text: string): string {
  let end = text.length
  while (end > 0 && SPACE_ONE.test(text[end - 1] as string)) end--
  return text.slice(0, end).replace(LEADING, '')
}

function ascii(text: string, from: RegExp, change: (one: string) => string): string {
  return text.replace(from, change)
}

/** The standard's methods of texts, and those of the strings extension (version 4). */
export const STRING_FUNCTIONS: readonly CelFunction[] = [
  ofTexts('contains', (text, part) => text.includes(part), 'string->contains(string) bool'),
  ofTexts('startsWith', (text, part) => text.startsWith(part), 'string->startsWith(string) bool'),
  ofTexts('endsWith', (text, part) => text.endsWith(part), 'string->endsWith(string) bool'),
  ofTexts('matches', matches, 'string->matches(string) bool', costOfMatch),
  ofTexts('matches', matches, 'matches(string, string) bool', costOfMatch),
  declare('string->charAt(int) string', charAt, 'sized'),
  declare(['string->indexOf(string) int', 'string->indexOf(string, int) int'], indexOf, 'sized'),
  declare(['string->lastIndexOf(string) int', 'string->lastIndexOf(string, int) int'], lastIndexOf, 'sized'),
  declare(['string->substring(int) string', 'string->substring(int, int) string'], substring, 'sized'),
  declare(['list(string)->join() string', 'list(string)->join(string) string'], join, 'sized'),
  declare(['string->split(string) list(string)', 'string->split(string, int) list(string)'], split, 'sized'),
  declare(['string->replace(string, string) string', 'string->replace(string, string, int) string'], replace, 'sized'),
  declare('string->format(list(dyn)) string', format, 'sized'),
  declare('strings.quote(string) string', quote, 'sized'),
  ofText('trim', trim),
  ofText('reverse', (text) => [...text].reverse().join('')),
  ofText('lowerAscii', (text) => ascii(text, /[A-Z]+/g, (one) => one.toLowerCase())),
  ofText('upperAscii', (text) => ascii(text, /[a-z]+/g, (one) => one.toUpperCase())),
]
