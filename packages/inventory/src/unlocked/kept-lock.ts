import { folderOf, nameOf } from '@cupel/source'
import type { RangeSyntax } from '../text/allows-version.ts'
import { askedInLock, TELLING_LOCKS } from './asked-in-lock.ts'
import type { KeptNeed, KeptNeeds } from './asked-in-lock.ts'
import { ownerFolder } from './without-lock.ts'
import type { ReadLock } from './without-lock.ts'
import { manifestHash } from './manifest-hash.ts'
import { allowsRange, isPlainRange, sameRange } from './same-range.ts'
import { yarnClassicRanges } from './yarn-classic-ranges.ts'

/** They hold what was chosen when they were written: groups, extras of the project itself, what is installed. */
const PARTIAL: ReadonlySet<string> = new Set(['pdm-lock', 'pylock', 'pipfile-lock', 'composer-installed'])

const NONE: ReadonlyMap<string, KeptNeed> = new Map()

/** How the manifests of these locks write versions. */
const SYNTAX: Readonly<Record<string, RangeSyntax>> = {
  'package-lock': 'node',
  'pnpm-lock': 'node',
  'yarn-lock': 'node',
  'bun-lock': 'node',
  'bun-lockb': 'node',
  'cargo-lock': 'cargo',
  'uv-lock': 'python',
  'poetry-lock': 'python',
  'pdm-lock': 'python',
  'pipfile-lock': 'python',
  pylock: 'python',
  'gemfile-lock': 'ruby',
  'podfile-lock': 'ruby',
  'shard-lock': 'ruby',
  'composer-lock': 'composer',
  'composer-installed': 'composer',
  'pubspec-lock': 'pub',
  'mix-lock': 'hex',
  'gleam-manifest': 'hex',
  'helm-chart-lock': 'node',
  'gradle-lockfile': 'maven',
  'nuget-packages-lock': 'maven',
  'nuget-project-assets': 'maven',
}

/** Their tools choose anew whatever is asked for in other words, also where the version that they hold would do. */
const EXACT: ReadonlySet<string> = new Set(['yarn-lock', 'nuget-packages-lock', 'nuget-project-assets'])

/** A lock with what is made of its text, once for all manifests. */
export class KeptLock {
  readonly path: string
  readonly by: string
  readonly isPartial: boolean
  readonly #lock: ReadLock
  readonly #read: () => string
  #text: string | undefined
  #asked: ReturnType<typeof askedInLock> | undefined
  #names: ReadonlySet<string> | undefined
  #versions: Map<string, Set<string>> | undefined
  #entries: ReturnType<typeof yarnClassicRanges> | undefined

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
      const direct = this.by === 'yarn-lock' ? null : this.#lock.direct(folderOf(path))
      if (direct?.has(name) || direct?.has(folded(name))) return true
    } else if (this.lists(name)) return true
    const asked = this.asked({ path, text: manifest })
    if (asked !== null) return keptOf(asked, name) !== undefined
    return this.lists(name) || isNamed({ by: this.by, text: (this.#text ??= this.#read()) }, name)
  }

  /** Whether the package is in it, for whomever. */
  lists(name: string): boolean {
    this.#names ??= new Set([...this.#lock.names(), ...this.#lock.projects.map((project) => project.name)].map(folded))
    return this.#names.has(folded(name))
  }

  /** What it was written for, where it holds a package that the project of a manifest asks for in another version; null: it is up to date. */
  outgrown(name: string, range: string, { path, text }: { readonly path: string; readonly text: string }): string | null {
    const syntax = SYNTAX[this.by]
    if (range === '' || syntax === undefined) return null
    if (this.#lock.projects.some((project) => project.name === name)) return null
    if (this.by === 'yarn-lock') {
      const entries = (this.#entries ??= yarnClassicRanges((this.#text ??= this.#read())))
      if (entries !== null) return missingRange(entries.get(name), range)
    }
    const isExact = EXACT.has(this.by)
    const versions = isExact ? [] : this.#versionsFor(name, path)
    if (versions.some((version) => allowsRange(syntax, range, version) === true)) return null
    const asked = this.asked({ path, text })
    const kept = keptOf(asked ?? NONE, name)
    // Of pnpm a program (`.pnpmfile.cjs`) may ask for something else.
    if (kept?.decided === true || (asked === null && this.by === 'pnpm-lock')) return null
    const wasFor = kept?.range ?? ''
    if (wasFor !== '') {
      if (sameRange(wasFor, range)) return null
      if (isExact) return isPlainRange(wasFor) && isPlainRange(range) ? wasFor.replace(/^npm:/, '') : null
      if (kept?.version !== '' && allowsRange(syntax, range, kept?.version ?? '') === true) return null
      if (versions.length === 0 && kept?.version === '') return wasFor
    }
    const answers = versions.map((version) => allowsRange(syntax, range, version))
    if (answers.length === 0 || (answers.includes(null) && wasFor === '')) return null
    return wasFor || versions.join(' and ')
  }

  /** Whether it was written for this very manifest, by the digest that it keeps of it; null: it does not tell. */
  isFor(path: string, manifest: string): boolean | null {
    if (folderOf(this.path) !== folderOf(path)) return null
    return manifestHash(this.by, () => (this.#text ??= this.#read()), { name: nameOf(path), text: manifest })
  }

  /** What the project of the manifest got, or, where that is not told, whoever has the package. */
  #versionsFor(name: string, path: string): readonly string[] {
    if (TELLING_LOCKS.has(this.by)) {
      const direct = this.#lock.direct(folderOf(path))
      const got = direct.get(name) ?? direct.get(folded(name))
      if (got !== undefined) return [...got]
    }
    if (this.#versions === undefined) {
      this.#versions = new Map()
      for (const [one, version] of this.#lock.versions()) {
        const known = this.#versions.get(folded(one))
        if (known === undefined) this.#versions.set(folded(one), new Set([version]))
        else known.add(version)
      }
    }
    return [...(this.#versions.get(folded(name)) ?? [])]
  }

  /** What it keeps as asked for by the project of a manifest; null: it does not tell. */
  asked({ path, text }: { readonly path: string; readonly text: string }): KeptNeeds | null {
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

function keptOf(kept: KeptNeeds, name: string): KeptNeed | undefined {
  const exact = kept.get(name)
  if (exact !== undefined) return exact
  for (const [one, need] of kept) if (folded(one) === folded(name)) return need
  return undefined
}

function missingRange(ranges: ReadonlySet<string> | undefined, range: string): string | null {
  return ranges === undefined || ranges.has(range) ? null : [...ranges].join(' and ')
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
