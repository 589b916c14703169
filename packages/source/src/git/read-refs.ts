import type { Dirent } from 'node:fs'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import type { Problem } from '@cupel/model'
import { readPointer } from './locate-git-dir.ts'
import type { GitDirs } from './locate-git-dir.ts'

export interface GitRef {
  /** Full name: `refs/heads/main`. */
  readonly name: string
  /** What it points at: a commit, or the tag object of an annotated tag. */
  readonly id: string
}

/** All refs of a repository as its files state them, no git involved. */
export interface GitRefs {
  /** Sorted by name. */
  readonly refs: readonly GitRef[]
  /** Name of the branch that HEAD stands on, also when it has no commit yet; null when detached. */
  readonly headRef: string | null
  /** Commit of HEAD; null in an empty repository. */
  readonly head: string | null
  /** Symbolic refs: `refs/remotes/origin/HEAD` to `refs/remotes/origin/main`. */
  readonly symbolic: ReadonlyMap<string, string>
}

const PACKED_BYTES = 256 * 1024 * 1024
const DEPTH = 64
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Reads loose and packed refs. Links, odd names and what is over the limit are left out with a Problem. */
export function readRefs(dirs: GitDirs, limit: number, problem: (problem: Problem) => void): GitRefs {
  const found = new Map<string, string>()
  const symbolic = new Map<string, string>()
  readPacked(dirs.commonDir, found, limit, problem)
  readLoose(dirs.commonDir, { found, symbolic, limit, problem })
  const pointed = readPointer(dirs.gitDir + sep + 'HEAD') ?? ''
  const named = pointed.startsWith('ref:') ? pointed.slice(4).trim() : null
  const headRef = named !== null && isRefName(named) ? named : null
  const head = headRef === null ? (ID.test(pointed) ? pointed : null) : (found.get(headRef) ?? null)
  const refs = [...found].map(([name, id]) => ({ name, id })).sort((a, b) => (a.name < b.name ? -1 : 1))
  return { refs, headRef, head, symbolic }
}

function readPacked(commonDir: string, found: Map<string, string>, limit: number, problem: (problem: Problem) => void): void {
  const file = commonDir + sep + 'packed-refs'
  const stat = lstatSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isFile() || stat.size > PACKED_BYTES) return problem(lost('packed-refs', 'packed-refs is no regular file, or too large'))
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const space = line.indexOf(' ')
    const id = line.slice(0, space)
    if (space < 0 || !ID.test(id)) continue
    const name = line.slice(space + 1).trimEnd()
    if (found.size >= limit) return problem(lost('packed-refs', `more than ${limit} refs; the rest was not read`))
    if (isRefName(name)) found.set(name, id)
  }
}

interface Loose {
  readonly found: Map<string, string>
  readonly symbolic: Map<string, string>
  readonly limit: number
  readonly problem: (problem: Problem) => void
}

function readLoose(commonDir: string, { found, symbolic, limit, problem }: Loose): void {
  const pending = ['refs']
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of entriesOf(commonDir + sep + folder)) {
      const name = folder + '/' + entry.name
      if (entry.isDirectory() && name.split('/').length < DEPTH) pending.push(name)
      if (entry.isSymbolicLink()) problem(lost(name, 'a ref that is a link; not followed'))
      if (!entry.isFile() || !isRefName(name)) continue
      if (found.size >= limit) return problem(lost('refs', `more than ${limit} refs; the rest was not read`))
      const text = readPointer(commonDir + sep + name) ?? ''
      if (text.startsWith('ref:')) symbolic.set(name, text.slice(4).trim())
      else if (ID.test(text)) found.set(name, text)
      else problem(lost(name, 'the ref does not hold the id of an object'))
    }
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function lost(path: string, detail: string): Problem {
  return { code: 'malformed', effect: 'incomplete', path: '.git/' + path.replaceAll(/\p{Cc}/gu, ' '), detail }
}

/** The rules of git-check-ref-format, so that a name can neither leave its folder nor break a list. */
export function isRefName(name: string): boolean {
  if (!name.startsWith('refs/') || name.length > 1024 || /[\p{Cc} ~^:?*[\\\u007f]|\.\.|@\{|\/\/|\/$|\.$/u.test(name)) return false
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}
