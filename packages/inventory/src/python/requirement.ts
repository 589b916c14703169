import { pypiName } from './pypi-name.ts'

/** A dependency specifier (PyPA "Dependency specifiers"). */
export interface Requirement {
  /** Normalised. */
  readonly name: string
  readonly extras: readonly string[]
  /** Version specifiers without parentheses, `` when none. */
  readonly specifier: string
  /** What follows `@`, `` when none. */
  readonly url: string
  readonly marker: string
}

/** No index takes longer names. */
const MAX_NAME = 255

/** Parses one specifier; null when it is none. Linear in the text. */
export function parseRequirement(text: string): Requirement | null {
  const name = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(text)?.[0]
  if (name === undefined || name.length > MAX_NAME) return null
  let rest = text.slice(name.length).trimStart()
  let extras: readonly string[] = []
  if (rest.startsWith('[')) {
    const close = rest.indexOf(']')
    if (close < 0) return null
    extras = rest
      .slice(1, close)
      .split(',')
      .map((extra) => extra.trim())
      .filter((extra) => extra !== '')
    rest = rest.slice(close + 1).trimStart()
  }
  if (rest.startsWith('@')) {
    const [url = '', marker = ''] = splitMarker(rest.slice(1).trim(), /\s;/)
    return url === '' ? null : { name: pypiName(name), extras, specifier: '', url, marker }
  }
  const [written = '', marker = ''] = splitMarker(rest, /;/)
  const specifier = written.startsWith('(') && written.endsWith(')') ? written.slice(1, -1).trim() : written
  if (specifier !== '' && !/^[<>=!~]/.test(specifier)) return null
  return { name: pypiName(name), extras, specifier, url: '', marker }
}

/** The version that `==` or `===` pins; `` for a range, a prefix match (`==1.*`) and no specifier. */
export function pinnedVersion(specifier: string): string {
  for (const clause of specifier.split(',')) {
    const pin = /^\s*={2,3}\s*([\w.!+-]+)\s*(?:#.*)?$/.exec(clause)?.[1]
    if (pin !== undefined) return pin
  }
  return ''
}

function splitMarker(text: string, separator: RegExp): readonly string[] {
  const at = text.search(separator)
  return at < 0 ? [text.trim()] : [text.slice(0, at).trim(), text.slice(text.indexOf(';', at) + 1).trim()]
}
