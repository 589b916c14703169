import type { Problem } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { decodeText } from '../decode-text.ts'
import { isAside } from '../places.ts'
import type { Answered } from './answering-locks.ts'
import { isTemplate } from './is-template.ts'
import { KeptLock } from './kept-lock.ts'
import { manifestKind } from './manifest-locks.ts'
import { needsToLock } from './needs-to-lock.ts'
import { ownerFolder } from './without-lock.ts'
import type { ReadLock } from './without-lock.ts'

/** Locks by name of a package for conda are no answer to names of PyPI, nor the other way. */
const OTHER_NAMES: ReadonlySet<string> = new Set(['conda-lock', 'pixi-lock'])

/** They keep what is only for the development of their projects for all of them, not for the topmost alone. */
const OF_WORKSPACES: ReadonlySet<string> = new Set(['package-lock', 'pnpm-lock', 'yarn-lock', 'bun-lock'])

/**
 * Manifests that ask for a package that no lock of their folder holds for them, or holds in another version than they ask for: the lock is
 * older than the manifest, and what it leaves out was neither listed nor matched. One problem of each kind for a manifest.
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
  const wanted = needsToLock(nameOf(path), text, around)
  const told = locks.map((lock) => lock.isFor(path, text))
  if (told.includes(true)) return []
  const kept = [...wanted].filter(([, { always }]) => always || !part || locks.some(({ by }) => OF_WORKSPACES.has(by)))
  const missing = kept.filter(
    ([name, { always }]) =>
      !locks.some((lock) => lock.holds(name, path, text)) && (always || !part || locks.some((lock) => lock.asked({ path, text }) !== null)),
  )
  const partial = locks.every(({ isPartial }) => isPartial)
  const manifest = nameOf(path)
  const held = locks.map(({ path: at }) => (folderOf(at) === folderOf(path) ? nameOf(at) : at)).join(' and ')
  const does = locks.length === 1 ? 'does' : 'do'
  const problem = (detail: string, effect: Problem['effect']): Problem => ({
    code: 'version-unpinned',
    effect: isAside(path) ? 'note' : effect,
    path,
    detail,
    hint: hintFor(path),
    by: 'walk',
  })
  const problems = [false, true].flatMap((forOthers) => {
    const those = missing.filter(([name]) => locks.some((lock) => lock.lists(name)) === forOthers)
    const always = those.filter(([, need]) => need.always || !partial)
    const some = someOf((always.length > 0 ? always : those).map(([name]) => name))
    if (some === '') return []
    const lack = forOthers ? `${does} hold for other packages only: its own version was` : `${does} not hold:`
    return [problem(`${manifest} asks for ${some}, which ${held} ${lack} not looked at`, always.length > 0 ? 'incomplete' : 'note')]
  })
  const lacking = new Set(missing.map(([name]) => name))
  const outgrown = kept.flatMap(([name, { range }]) => {
    if (lacking.has(name)) return []
    const others = locks.filter((lock) => lock.holds(name, path, text)).map((lock) => lock.outgrown(name, range, { path, text }))
    return others.length === 0 || others.includes(null)
      ? []
      : [`${name} ${range} (there: ${[...new Set(others)].join(' and ')})`.slice(0, 200)]
  })
  if (outgrown.length > 0)
    problems.push(problem(`${manifest} asks for ${someOf(outgrown)}, which ${held} ${does} not hold: not looked at`, 'incomplete'))
  if (told.includes(false) && !problems.some(({ effect }) => effect === 'incomplete'))
    problems.push(problem(`${held} was written for another ${manifest}: what that asks for by now was not looked at`, 'incomplete'))
  return problems
}

function someOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
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
