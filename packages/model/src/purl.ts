import { decodePurlPart, encodePurlPart, encodePurlPath } from './purl-encoding.ts'
import type { PurlTypeRule } from './purl-types.ts'
import { purlTypeRule } from './purl-types.ts'

/** The decoded parts of a package URL. Empty strings stand for "absent". */
export interface PurlParts {
  readonly type: string
  /** Segments joined with `/`. */
  readonly namespace: string
  readonly name: string
  readonly version: string
  readonly qualifiers: Readonly<Record<string, string>>
  readonly subpath: string
}

/** What buildPurl needs; what is left out is absent. */
export type PurlInput = Pick<PurlParts, 'type' | 'name'> & Partial<PurlParts>

/** The text or the parts are no package URL; `message` says why, without a trailing full stop. */
export class PurlInvalid extends Error {
  override readonly name = 'PurlInvalid'
}

const NO_RULE: PurlTypeRule = {}
const NO_QUALIFIERS: Readonly<Record<string, string>> = Object.freeze({})
/** Longest text that is looked at; real ones stay far below. */
const MAX_LENGTH = 65_536

/**
 * Writes the canonical purl of the parts (purl-spec "How to build"), with the rules of the type applied.
 * Throws PurlInvalid where the parts cannot be a purl.
 */
export function buildPurl(parts: PurlInput): string {
  const type = checkedType(parts.type)
  const rule = purlTypeRule(type) ?? NO_RULE
  const qualifiers = parts.qualifiers ?? NO_QUALIFIERS
  const namespace = checkedNamespace(trimSlashes(parts.namespace ?? ''), rule, type)
  const name = checkedName(parts.name, qualifiers, { rule, type, namespace })
  const version = checkedVersion(parts.version ?? '', rule, type)
  let text = 'pkg:' + type + '/'
  if (namespace !== '') text += encodePurlPath(namespace) + '/'
  text += rule.nameSpansSegments ? encodePurlPath(name) : encodePurlPart(name)
  if (version !== '') text += '@' + encodePurlPart(version)
  if (qualifiers !== NO_QUALIFIERS) text += qualifierText(qualifiers)
  checkRequired(qualifiers, rule, type)
  const subpath = parts.subpath ?? ''
  if (subpath !== '') {
    const clean = cleanSubpath(subpath.split('/'))
    if (clean !== '') text += '#' + encodePurlPath(clean)
  }
  return text
}

/** Reads a purl (purl-spec "How to parse"), with the rules of its type applied. Throws PurlInvalid with the reason. */
export function parsePurl(text: string): PurlParts {
  return parse(text, true)
}

/** The canonical spelling of a purl; it mends what parsePurl may refuse for its spelling only (case of qualifier keys). */
export function canonicalPurl(text: string): string {
  return buildPurl(parse(text, false))
}

function parse(text: string, strict: boolean): PurlParts {
  if (text.length > MAX_LENGTH) throw new PurlInvalid('a purl of more than 65,536 characters')
  if (!/^pkg:/i.test(text)) throw new PurlInvalid('a purl starts with "pkg:"')
  let rest = text.slice(4)
  let subpath = ''
  const hash = rest.lastIndexOf('#')
  if (hash >= 0) {
    subpath = cleanSubpath(
      rest
        .slice(hash + 1)
        .split('/')
        .map(decoded),
    )
    rest = rest.slice(0, hash)
  }
  const question = rest.indexOf('?')
  const query = question < 0 ? '' : rest.slice(question + 1)
  if (question >= 0) rest = rest.slice(0, question)
  rest = trimSlashes(rest)
  const slash = rest.indexOf('/')
  if (slash < 0) throw new PurlInvalid('a purl has a type and a name')
  const type = checkedType(rest.slice(0, slash))
  const rule = purlTypeRule(type) ?? NO_RULE
  const qualifiers = query === '' ? NO_QUALIFIERS : parseQualifiers(query, strict ? rule : NO_RULE)
  rest = rest.slice(slash + 1)
  const at = versionSeparator(rest)
  const version = at < 0 ? '' : checkedVersion(decoded(rest.slice(at + 1)), rule, type)
  const path = at < 0 ? rest : rest.slice(0, at)
  const cut = rule.nameSpansSegments ? path.indexOf('/') : path.lastIndexOf('/')
  const namespace = checkedNamespace(cut < 0 ? '' : decodedNamespace(path.slice(0, cut)), rule, type)
  const name = checkedName(decodedName(path.slice(cut + 1), rule), qualifiers, { rule, type, namespace })
  checkRequired(qualifiers, rule, type)
  return { type, namespace, name, version, qualifiers, subpath }
}

/** The last `@`, unless it begins a namespace segment (an npm scope written without encoding). */
function versionSeparator(path: string): number {
  const at = path.lastIndexOf('@')
  if (at < 0) return -1
  const startsSegment = at === 0 || path.charCodeAt(at - 1) === 47
  return startsSegment && path.includes('/', at) ? -1 : at
}

function parseQualifiers(query: string, rule: PurlTypeRule): Readonly<Record<string, string>> {
  const qualifiers: Record<string, string> = {}
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const written = equals < 0 ? pair : pair.slice(0, equals)
    const key = checkedKey(written)
    if (key !== written && rule.defines?.includes(key)) throw new PurlInvalid(`qualifier key "${key}" is not in lower case`)
    if (Object.hasOwn(qualifiers, key)) throw new PurlInvalid(`qualifier "${key}" stands twice`)
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1))
    if (value !== '') setOwn(qualifiers, key, value)
  }
  return qualifiers
}

/** Assignment would lose a key named `__proto__`. */
function setOwn(record: Record<string, string>, key: string, value: string): void {
  if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
  else record[key] = value
}

function qualifierText(qualifiers: Readonly<Record<string, string>>): string {
  const pairs: [string, string][] = []
  for (const [key, value] of Object.entries(qualifiers)) {
    if (value !== '') pairs.push([checkedKey(key), value])
  }
  if (pairs.length === 0) return ''
  if (pairs.length > 1) pairs.sort((a, b) => (a[0] < b[0] ? -1 : 1))
  let text = ''
  let last = ''
  for (const [key, value] of pairs) {
    if (key === last) throw new PurlInvalid(`qualifier "${key}" stands twice`)
    last = key
    text += (text === '' ? '?' : '&') + key + '=' + encodePurlPart(value)
  }
  return text
}

function checkedType(type: string): string {
  if (purlTypeRule(type) !== undefined) return type
  if (!/^[A-Za-z][A-Za-z0-9.+-]*$/.test(type)) throw new PurlInvalid('the type starts with a letter and has only letters, digits and ".+-"')
  return type.toLowerCase()
}

function checkedKey(key: string): string {
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(key)) {
    throw new PurlInvalid('a qualifier key starts with a letter and has only letters, digits and "._-"')
  }
  return key.toLowerCase()
}

function checkedNamespace(namespace: string, rule: PurlTypeRule, type: string): string {
  if (namespace === '') {
    if (rule.namespace === 'required') throw new PurlInvalid(`a purl of type "${type}" has a namespace`)
    return ''
  }
  if (rule.namespace === 'prohibited') throw new PurlInvalid(`a purl of type "${type}" has no namespace`)
  const clean = namespace.includes('//') ? namespace.replace(/\/{2,}/g, '/') : namespace
  return rule.lower?.includes('namespace') ? clean.toLowerCase() : clean
}

function checkedName(
  name: string,
  qualifiers: Readonly<Record<string, string>>,
  { rule, type, namespace }: { readonly rule: PurlTypeRule; readonly type: string; readonly namespace: string },
): string {
  if (name === '') throw new PurlInvalid('a purl has a name')
  let normal = rule.lower?.includes('name') || (type === 'git' && namespace === 'github') ? name.toLowerCase() : name
  if (rule.normalizeName) normal = rule.normalizeName(normal, qualifiers)
  if (rule.name && !rule.name.test(normal)) throw new PurlInvalid(`"${name}" cannot be a name of type "${type}"`)
  return normal
}

function checkedVersion(version: string, rule: PurlTypeRule, type: string): string {
  if (version === '') return ''
  if (rule.version && !rule.version.test(version)) throw new PurlInvalid(`"${version}" cannot be a version of type "${type}"`)
  return rule.lower?.includes('version') ? version.toLowerCase() : version
}

function checkRequired(qualifiers: Readonly<Record<string, string>>, rule: PurlTypeRule, type: string): void {
  for (const key of rule.requires ?? []) {
    if (!qualifiers[key]) throw new PurlInvalid(`a purl of type "${type}" has the qualifier "${key}"`)
  }
}

function decoded(text: string): string {
  const result = decodePurlPart(text)
  if (result === null) throw new PurlInvalid('the percent-encoding is not valid UTF-8')
  return result
}

function decodedNamespace(path: string): string {
  if (!path.includes('%')) return trimSlashes(path)
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded)
  if (segments.some((segment) => segment.includes('/'))) throw new PurlInvalid('a namespace segment holds no "/"')
  return segments.join('/')
}

function decodedName(path: string, rule: PurlTypeRule): string {
  return rule.nameSpansSegments ? path.split('/').map(decoded).join('/') : decoded(path)
}

/** purl-spec: subpath segments are not empty and not `.` or `..`; such segments are dropped. */
function cleanSubpath(segments: readonly string[]): string {
  const kept = segments.filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
  if (kept.some((segment) => segment.includes('/'))) throw new PurlInvalid('a subpath segment holds no "/"')
  return kept.join('/')
}

function trimSlashes(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) === 47) start++
  while (end > start && text.charCodeAt(end - 1) === 47) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}
