import type { Hash } from '@cupel/model'
import type { PackageSource } from './package-source.ts'
import { packageSource } from './package-source.ts'
import { sriHashes } from './sri-hashes.ts'
import type { YarnEntry, YarnNeed } from './yarn-entry.ts'
import { splitDescriptor } from './yarn-entry.ts'

interface Draft {
  readonly descriptors: readonly string[]
  readonly line: number
  readonly needs: YarnNeed[]
  version: string
  resolved: string
  integrity: string
}

/** Reads a yarn.lock of yarn 1 line by line (`@yarnpkg/lockfile` grammar). Lines that are not of it go to `refuse`. */
export function readYarnClassic(text: string, refuse: (why: string, line: number) => void): readonly YarnEntry[] {
  const entries: YarnEntry[] = []
  let draft: Draft | null = null
  let list: 'needs' | 'optional' | 'other' | null = null
  const finish = (): void => {
    if (draft !== null) entries.push(entryOf(draft, refuse))
    draft = null
    list = null
  }
  let line = 0
  for (let start = 0; start < text.length;) {
    line++
    const newline = text.indexOf('\n', start)
    let end = newline < 0 ? text.length : newline
    let at = start
    start = end + 1
    if (end > at && text.charCodeAt(end - 1) === 13) end--
    const lineStart = at
    while (at < end && text.charCodeAt(at) === 32) at++
    if (at === end || text.charCodeAt(at) === 35) continue
    const indent = at - lineStart
    const content = text.slice(at, end)
    if (indent === 0) {
      finish()
      const descriptors = keyTokens(content)
      if (descriptors === null) refuse('a line that starts no entry', line)
      else draft = { descriptors, line, needs: [], version: '', resolved: '', integrity: '' }
      continue
    }
    if (draft === null) {
      refuse('a line outside of an entry', line)
      continue
    }
    if (indent === 2 && content.endsWith(':')) {
      list = content === 'dependencies:' ? 'needs' : content === 'optionalDependencies:' ? 'optional' : 'other'
      continue
    }
    const pair = pairOf(content)
    if (pair === null) refuse('a line that is no key and value', line)
    else if (indent === 2) setField(draft, pair)
    else if (indent === 4 && list !== null) {
      if (list !== 'other') addNeed(draft, pair, list === 'optional')
    } else refuse('a line with an unexpected indent', line)
  }
  finish()
  return entries
}

function setField(draft: Draft, [key, value]: readonly [string, string]): void {
  if (key === 'version' || key === 'resolved' || key === 'integrity') draft[key] = value
}

/** optionalDependencies stand in `dependencies` too; the later list tells more. */
function addNeed(draft: Draft, [name, range]: readonly [string, string], optional: boolean): void {
  const before = optional ? draft.needs.findIndex((need) => need.name === name) : -1
  if (before >= 0) draft.needs.splice(before, 1)
  draft.needs.push({ name, range, optional })
}

/** `a@^1, "b@^2":`; null when a token is not closed or the colon is missing. */
function keyTokens(content: string): readonly string[] | null {
  if (!content.endsWith(':')) return null
  const tokens: string[] = []
  for (let at = 0; at < content.length - 1;) {
    const [token, next] = tokenAt(content, at, ',')
    if (token === null || token === '') return null
    tokens.push(token)
    at = next
    if (content[at] === ',') at++
    else if (at !== content.length - 1) return null
    while (content[at] === ' ') at++
  }
  return tokens.length === 0 ? null : tokens
}

function pairOf(content: string): readonly [string, string] | null {
  const [key, next] = tokenAt(content, 0, ' ')
  if (key === null || key === '' || content[next] !== ' ') return null
  const [value, end] = tokenAt(content, next + 1, '')
  return value === null || end !== content.length ? null : [key, value]
}

/** A quoted token, or a bare one up to `stop`, or to the end (before the last colon of a key line). */
function tokenAt(content: string, at: number, stop: string): readonly [token: string | null, next: number] {
  if (content[at] === '"') {
    let close = content.indexOf('"', at + 1)
    while (close > 0 && content[close - 1] === '\\') close = content.indexOf('"', close + 1)
    if (close < 0) return [null, at]
    const raw = content.slice(at + 1, close)
    return [raw.includes('\\') ? unescaped(raw) : raw, close + 1]
  }
  const found = stop === '' ? -1 : content.indexOf(stop, at)
  const end = found < 0 ? content.length - (stop === ',' ? 1 : 0) : found
  const token = content.slice(at, end)
  return [BORDER.test(token) ? null : token, end]
}

// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const BORDER = /["\u0000-\u0020]/

function unescaped(raw: string): string | null {
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return null
  }
}

function entryOf(
  { descriptors, line, needs, version, resolved, integrity }: Draft,
  refuse: (why: string, line: number) => void,
): YarnEntry {
  const [alias, range] = splitDescriptor(descriptors[0] as string)
  const name = range.startsWith('npm:') && range.includes('@', 5) ? splitDescriptor(range.slice(4))[0] : alias
  if (version === '') refuse('an entry without a version', line)
  const source = sourceOf(range, resolved)
  const hashes = integrity === '' ? fragmentHash(resolved) : sriHashes(integrity)
  return { descriptors, name, version, source, hashes, line, column: 1, needs, workspace: null, patchOf: null }
}

function sourceOf(range: string, resolved: string): PackageSource {
  if (resolved !== '') {
    const source = packageSource(resolved)
    return source.kind === 'local' ? { kind: 'tarball', vcsUrl: '' } : source
  }
  const asked = packageSource(range)
  return asked.kind === 'local' && /\.(?:tgz|tar\.gz)$/.test(range) ? { kind: 'tarball', vcsUrl: '' } : asked
}

/** Before yarn 1.10 the digest of the archive stood behind its address only. */
function fragmentHash(resolved: string): readonly Hash[] {
  const value = resolved.slice(resolved.lastIndexOf('#') + 1)
  return /^https?:/.test(resolved) && /^[0-9a-f]{40}$/.test(value) && packageSource(resolved).kind === 'tarball'
    ? [{ algorithm: 'sha1', value }]
    : []
}
