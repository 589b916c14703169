import type { Problem } from '@cupel/model'
import { nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { decodeText } from '../decode-text.ts'
import { asksForPackages } from './asks-for-packages.ts'
import { manifestKind } from './manifest-locks.ts'
import type { ManifestKind } from './manifest-locks.ts'

/** No project has more manifests without a lock; it bounds the work on a hostile tree. */
const MAX_OPENED = 5000

/** What lies there is an example or a test's input: worth a word, but not part of what is built. */
const ASIDE =
  /(?:^|\/)(?:tests?|testing|testdata|test[-_]data|fixtures?|__fixtures__|__tests__|specs?|examples?|samples?|demos?|templates?|benchmarks?|benches|docs?|e2e)\//i

/**
 * Manifests whose packages nobody saw: without a lock file, what a `package.json` asks for is neither listed nor matched, and a
 * verdict on the rest must not sound as if it were. One problem a kind of manifest, at the first place.
 */
export function reportUnlocked(tree: Tree, manifests: readonly string[], maxBytes: number): Problem[] {
  const found = new Map<ManifestKind, { readonly main: string[]; readonly aside: string[] }>()
  const problems: Problem[] = []
  for (const path of manifests.slice(0, MAX_OPENED)) {
    const kind = manifestKind(nameOf(path))
    if (kind === undefined) continue
    if (kind.unread) {
      problems.push(unreadLock(path, kind))
      continue
    }
    if (!asks(tree, path, { maxBytes, problems })) continue
    const places = found.get(kind) ?? { main: [], aside: [] }
    found.set(kind, places)
    ;(ASIDE.test(path) ? places.aside : places.main).push(path)
  }
  if (manifests.length > MAX_OPENED)
    problems.push({
      code: 'limit-exceeded',
      effect: 'incomplete',
      path: '',
      detail: `more than ${MAX_OPENED} manifests without a lock file`,
      by: 'walk',
    })
  for (const [kind, { main, aside }] of found) {
    for (const [paths, effect] of [
      [main, 'incomplete'],
      [aside, 'note'],
    ] as const) {
      const [first] = paths
      if (first === undefined) continue
      const more = paths.length > 1 ? `, nor in ${paths.length - 1} more ${paths.length === 2 ? 'folder' : 'folders'}` : ''
      const detail = `${nameOf(first)} asks for packages, and no lock file says which versions they are${more}: they were not looked at`
      problems.push({ code: 'version-unpinned', effect, path: first, detail, hint: kind.hint, by: 'walk' })
    }
  }
  return problems
}

function unreadLock(path: string, { hint }: ManifestKind): Problem {
  const detail = `${nameOf(path)} is a lock file of a kind that cupel does not read: its packages were not looked at`
  return { code: 'unsupported-content', effect: ASIDE.test(path) ? 'note' : 'incomplete', path, detail, hint, by: 'walk' }
}

function asks(tree: Tree, path: string, { maxBytes, problems }: { maxBytes: number; problems: Problem[] }): boolean {
  try {
    const file = tree.open(path)
    if (file === null) return false
    try {
      return asksForPackages(nameOf(path), decodeText(file, maxBytes))
    } finally {
      file.close()
    }
  } catch (error) {
    // A template of a manifest is common and no fault of the tree.
    const detail = `cannot tell whether it asks for packages: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300)
    problems.push({ code: 'malformed', effect: 'note', path, detail, by: 'walk' })
    return false
  }
}
