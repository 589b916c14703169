import type { Problem } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { decodeText } from '../decode-text.ts'
import { isAside } from '../places.ts'
import type { Answered } from './answering-locks.ts'
import { manifestKind } from './manifest-locks.ts'
import { namesToLock } from './names-to-lock.ts'
import type { ReadLock } from './without-lock.ts'

/** Locks by name of a package for conda are no answer to names of PyPI, nor the other way. */
const OTHER_NAMES: ReadonlySet<string> = new Set(['conda-lock', 'pixi-lock'])

/** They hold what was chosen when they were written: groups, extras of the project itself, what is installed. */
const PARTIAL: ReadonlySet<string> = new Set(['pdm-lock', 'pylock', 'pipfile-lock', 'composer-installed'])

/**
 * Manifests that ask for a package that no lock of their folder holds: the lock is older than the manifest, and what it leaves out was
 * neither listed nor matched. One problem for each manifest.
 */
export function reportStale(tree: Tree, manifests: readonly Answered[], maxBytes: number): Problem[] {
  return manifests.flatMap((answered) => {
    const { path } = answered
    try {
      const problem = staleOf(tree, answered, maxBytes)
      return problem === null ? [] : [problem]
    } catch (error) {
      const detail = `cannot tell whether its lock holds what it asks for: ${error instanceof Error ? error.message : String(error)}`
      return [{ code: 'malformed' as const, effect: 'note' as const, path, detail: detail.slice(0, 300), by: 'walk' }]
    }
  })
}

function staleOf(tree: Tree, { path, part, locks }: Answered, maxBytes: number): Problem | null {
  if (locks.some(({ by }) => OTHER_NAMES.has(by))) return null
  const text = textOf(tree, path, maxBytes)
  const wanted = text === null ? [] : [...namesToLock(nameOf(path), text)].filter(([, always]) => always || !part)
  if (wanted.length === 0) return null
  const held = new Set(locks.flatMap((lock) => [...lock.names(), ...lock.projects.map(({ name }) => name)].map(folded)))
  const partial = locks.every(isPartial)
  const unseen = wanted.filter(([name]) => !held.has(folded(name)))
  if (unseen.length === 0) return null
  const texts = locks.map(({ by, path: at }) => ({ by, text: textOf(tree, at, maxBytes) ?? '' }))
  const missing = unseen.filter(([name]) => !texts.some((lock) => isNamed(lock, name)))
  const always = missing.filter(([, everywhere]) => everywhere || !partial).map(([name]) => name)
  const names = always.length > 0 ? always : missing.map(([name]) => name)
  if (names.length === 0) return null
  const some = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  const lock = locks.map(({ path: at }) => (folderOf(at) === folderOf(path) ? nameOf(at) : at)).join(' and ')
  return {
    code: 'version-unpinned',
    effect: always.length > 0 && !isAside(path) ? 'incomplete' : 'note',
    path,
    detail: `${nameOf(path)} asks for ${some}, which ${lock} ${locks.length === 1 ? 'does' : 'do'} not hold: not looked at`,
    hint: manifestKind(nameOf(path), folderOf(path))?.hint ?? 'write the lock file with: dotnet restore --force-evaluate',
    by: 'walk',
  }
}

function isPartial({ by, path }: ReadLock): boolean {
  return PARTIAL.has(by) || path.includes('node_modules/')
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
