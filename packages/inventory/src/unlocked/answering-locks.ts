import { folderOf, nameOf } from '@cupel/source'
import { isVendored } from '../places.ts'
import { manifestKind } from './manifest-locks.ts'
import { isList, ownerFolder } from './without-lock.ts'
import type { ReadLock } from './without-lock.ts'

/** A manifest with the locks that answer for its folder. */
export interface Answered {
  readonly path: string
  /** The locks are of another folder, of whose project this one is a part: they need not hold what it asks for only for its own development. */
  readonly part: boolean
  readonly locks: readonly ReadLock[]
}

/** Manifests that say by name what a lock is to hold. */
const TELLING: ReadonlySet<string> = new Set([
  'package.json',
  'Cargo.toml',
  'Gemfile',
  'gems.rb',
  'composer.json',
  'pyproject.toml',
  'Pipfile',
  'pubspec.yaml',
  'mix.exs',
  'Podfile',
  'Chart.yaml',
  'gleam.toml',
  'shard.yml',
])

/** Projects of .NET: what they ask for is read only where no lock lies beside them. */
const NUGET = /\.(?:cs|fs|vb)proj$/
const NUGET_LOCKS = ['nuget-packages-lock', 'nuget-project-assets']

/** Scripts of Gradle: not read where a lock lies beside them. */
const GRADLE = /(?:^|\/)build\.gradle(?:\.kts)?$/

/** Locks of the programs that build a project hold nothing of what the project asks for. */
const OF_BUILD = /(?:^|\/)(?:buildscript|settings)-[^/]*\.lockfile$/

/** They speak for their own folder alone, also where it is a part of another project. */
const ALONE: ReadonlySet<string> = new Set(['Gemfile', 'gems.rb', 'Podfile', 'Pipfile', 'Chart.yaml'])

/** Manifests whose own folder a lock answers for, with all of them: what one of these asks for is to be in one of those. */
export function answeringLocks(manifests: readonly string[], locks: readonly ReadLock[]): readonly Answered[] {
  const telling = manifests.filter((path) => (TELLING.has(nameOf(path)) || NUGET.test(path) || GRADLE.test(path)) && !isVendored(path))
  if (telling.length === 0) return []
  const byFolder = new Map<string, ReadLock[]>()
  for (const lock of locks) {
    if (isList(lock) || OF_BUILD.test(lock.path)) continue
    for (const folder of new Set([ownerFolder(folderOf(lock.path)), ...lock.projects.map(({ path }) => path)])) {
      const key = `${lock.by} ${folder}`
      const known = byFolder.get(key)
      if (known === undefined) byFolder.set(key, [lock])
      else known.push(lock)
    }
  }
  return telling.flatMap((path) => {
    const folder = folderOf(path)
    const kinds = locksFor(path)
    const answering = kinds.flatMap((by) => byFolder.get(`${by} ${folder}`) ?? [])
    const isOwn = answering.some((lock) => ownerFolder(folderOf(lock.path)) === folder)
    return answering.length === 0 || (!isOwn && ALONE.has(nameOf(path))) ? [] : [{ path, part: !isOwn, locks: answering }]
  })
}

function locksFor(path: string): readonly string[] {
  if (NUGET.test(path)) return NUGET_LOCKS
  return GRADLE.test(path) ? ['gradle-lockfile'] : (manifestKind(nameOf(path), folderOf(path))?.locks ?? [])
}
