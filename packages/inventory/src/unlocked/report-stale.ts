import type { Problem } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { decodeText } from '../decode-text.ts'
import { isAside } from '../places.ts'
import type { Answered } from './answering-locks.ts'
import { askedInLock, TELLING_LOCKS } from './asked-in-lock.ts'
import { isTemplate } from './is-template.ts'
import { manifestKind } from './manifest-locks.ts'
import { namesToLock } from './names-to-lock.ts'
import { ownerFolder } from './without-lock.ts'
import type { ReadLock } from './without-lock.ts'

/** Locks by name of a package for conda are no answer to names of PyPI, nor the other way. */
const OTHER_NAMES: ReadonlySet<string> = new Set(['conda-lock', 'pixi-lock'])

/** They hold what was chosen when they were written: groups, extras of the project itself, what is installed. */
const PARTIAL: ReadonlySet<string> = new Set(['pdm-lock', 'pylock', 'pipfile-lock', 'composer-installed'])

const NONE: ReadonlySet<string> = new Set()

/** They keep what is only for the development of their projects for all of them, not for the topmost alone. */
const OF_WORKSPACES: ReadonlySet<string> = new Set(['package-lock', 'pnpm-lock', 'yarn-lock', 'bun-lock'])

/**
 * Manifests that ask for a package that no lock of their folder holds for them: the lock is older than the manifest, and what it leaves
 * out was neither listed nor matched. One problem for each manifest, and one for what is there for others.
 */
export function reportStale(tree: Tree, manifests: readonly Answered[], maxBytes: number): Problem[] {
  const kept = new Map<ReadLock, KeptLock>()
  const keep = (lock: ReadLock): KeptLock => {
    const known = kept.get(lock) ?? new KeptLock(lock, () => textOf(tree, lock.path, maxBytes) ?? '')
    kept.set(lock, known)
    return known
  }
  return manifests.flatMap((answered) => {
    const locks = answered.locks.map(keep)
    let text = ''
    try {
      text = textOf(tree, answered.path, maxBytes) ?? ''
      return staleOf(answered, { text, locks, read: (path) => textOf(tree, path, maxBytes) ?? '' })
    } catch (error) {
      return [unreadable(answered, { text, locks, why: error instanceof Error ? error.message : String(error) })]
    }
  })
}

interface Asked {
  /** Of the manifest. */
  readonly text: string
  readonly locks: readonly KeptLock[]
  readonly read: (path: string) => string
}

function staleOf(answered: Answered, { text, locks, read }: Asked): Problem[] {
  const { path, part } = answered
  if (text === '' || locks.some(({ by }) => OTHER_NAMES.has(by))) return []
  const around = { read, folder: folderOf(path), above: answered.locks.map((lock) => ownerFolder(folderOf(lock.path))) }
  const wanted = namesToLock(nameOf(path), text, around)
  const missing = [...wanted].filter(
    ([name, always]) =>
      (always || !part || locks.some(({ by }) => OF_WORKSPACES.has(by))) &&
      !locks.some((lock) => lock.holds(name, path, text)) &&
      (always || !part || locks.some((lock) => lock.asked({ path, text }) !== null)),
  )
  const partial = locks.every(({ isPartial }) => isPartial)
  return [false, true].flatMap((forOthers) => {
    const those = missing.filter(([name]) => locks.some((lock) => lock.lists(name)) === forOthers)
    const always = those.filter(([, everywhere]) => everywhere || !partial).map(([name]) => name)
    const names = always.length > 0 ? always : those.map(([name]) => name)
    if (names.length === 0) return []
    const some = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
    const lock = locks.map(({ path: at }) => (folderOf(at) === folderOf(path) ? nameOf(at) : at)).join(' and ')
    const does = locks.length === 1 ? 'does' : 'do'
    const lack = forOthers ? `${does} hold for other packages only: its own version was` : `${does} not hold:`
    return [
      {
        code: 'version-unpinned' as const,
        effect: always.length > 0 && !isAside(path) ? ('incomplete' as const) : ('note' as const),
        path,
        detail: `${nameOf(path)} asks for ${some}, which ${lock} ${lack} not looked at`,
        hint: hintFor(path),
        by: 'walk',
      },
    ]
  })
}

function hintFor(path: string): string {
  if (/\.gradle(?:\.kts)?$/.test(path)) return 'write the lock file with: gradle dependencies --write-locks'
  return manifestKind(nameOf(path), folderOf(path))?.hint ?? 'write the lock file with: dotnet restore --force-evaluate'
}

/** A lock that keeps what its project asked for answers for a manifest that is out of order; of any other nobody knows what it lacks. */
function unreadable({ path }: Answered, { text, locks, why }: Pick<Asked, 'text' | 'locks'> & { readonly why: string }): Problem {
  const answers = locks.some((lock) => lock.asked({ path, text: '' }) !== null) || locks.every(({ isPartial }) => isPartial)
  const effect = answers || isAside(path) || text.trim() === '' || isTemplate(text) ? 'note' : 'incomplete'
  return {
    code: 'malformed',
    effect,
    path,
    detail: `cannot tell whether its lock holds what it asks for: ${why}`.slice(0, 300),
    ...(effect === 'incomplete' && { hint: 'mend the manifest, and write its lock file again' }),
    by: 'walk',
  }
}

/** A lock with what is made of its text, once for all manifests. */
class KeptLock {
  readonly path: string
  readonly by: string
  readonly isPartial: boolean
  readonly #lock: ReadLock
  readonly #read: () => string
  #text: string | undefined
  #asked: ReturnType<typeof askedInLock> | undefined
  #names: ReadonlySet<string> | undefined

  constructor(lock: ReadLock, read: () => string) {
    this.path = lock.path
    this.by = lock.by
    this.isPartial = PARTIAL.has(lock.by) || lock.path.includes('node_modules/')
    this.#lock = lock
    this.#read = read
  }

  /** Whether it holds the package for the project of this manifest, as far as it tells for whom. The text is read only when in doubt. */
  holds(name: string, path: string, manifest: string): boolean {
    if (TELLING_LOCKS.has(this.by)) {
      // The graph of Yarn is made with the manifest.
      const direct = this.by === 'yarn-lock' ? NONE : this.#lock.direct(folderOf(path))
      if (direct.has(name) || direct.has(folded(name))) return true
    } else if (this.lists(name)) return true
    const asked = this.asked({ path, text: manifest })
    if (asked !== null) return asked.has(name) || [...asked].some((one) => folded(one) === folded(name))
    return this.lists(name) || isNamed({ by: this.by, text: (this.#text ??= this.#read()) }, name)
  }

  /** Whether the package is in it, for whomever. */
  lists(name: string): boolean {
    this.#names ??= new Set([...this.#lock.names(), ...this.#lock.projects.map((project) => project.name)].map(folded))
    return this.#names.has(folded(name))
  }

  /** What it keeps as asked for by the project of a manifest; null: it does not tell. */
  asked({ path, text }: { readonly path: string; readonly text: string }): ReadonlySet<string> | null {
    const own = ownerFolder(folderOf(this.path)).replace(/(?:^|\/)obj$/, '')
    const folder = folderOf(path)
    const below = own === '' ? folder : folder === own ? '' : folder.startsWith(`${own}/`) ? folder.slice(own.length + 1) : null
    if (below === null) return null
    this.#asked ??= askedInLock(this.by, (this.#text ??= this.#read()))
    try {
      return this.#asked({ folder: below, manifest: text })
    } catch {
      return null
    }
  }
}

/** Spellings of one name: crates and Python projects are asked for with either sign. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('_', '-')
}

/**
 * Whether a lock names the package at all, be it as an alias, a neighbour, a repository, or something that another one stands for. Where
 * npm or Yarn wrote it, as one that is installed: that others have it for a peer does not put it there.
 */
function isNamed({ by, text: lock }: { readonly by: string; readonly text: string }, name: string): boolean {
  if (by === 'package-lock' && lock.includes('"packages"')) return lock.includes(`node_modules/${name}"`)
  if (by === 'yarn-lock') return [`${name}@`, `"${name}@`].some((key) => lock.includes(`\n${key}`) || lock.includes(`, ${key}`))
  const text = folded(lock)
  const wanted = folded(name)
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text[at - 1] ?? ''
    const after = text[at + wanted.length] ?? ''
    if (/[\w@-]/.test(before) || /[\w-]/.test(after)) continue
    // `@types/name` is another package.
    if (before === '/' && /@[\w.-]{1,200}\/$/.test(text.slice(Math.max(0, at - 202), at))) continue
    return true
  }
  return false
}

function textOf(tree: Tree, path: string, maxBytes: number): string | null {
  const file = tree.open(path)
  if (file === null) return null
  try {
    return path.endsWith('.lockb')
      ? Buffer.from(file.read(0, Math.min(file.size, maxBytes))).toString('latin1')
      : decodeText(file, maxBytes)
  } finally {
    file.close()
  }
}
