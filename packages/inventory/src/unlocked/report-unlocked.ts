import type { Problem } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { decodeText } from '../decode-text.ts'
import { isAside } from '../places.ts'
import { askedNames } from './asked-names.ts'
import { asksForPackages } from './asks-for-packages.ts'
import { isTemplate } from './is-template.ts'
import { joinsLockAbove } from './joins-lock-above.ts'
import { manifestKind } from './manifest-locks.ts'
import type { ManifestKind } from './manifest-locks.ts'
import type { Unlocked } from './without-lock.ts'

/** No project has more manifests without a lock; it bounds the work on a hostile tree. */
const MAX_OPENED = 20_000

/** What nobody saw of a manifest: all that it asks for (null), or the packages of these names. */
type Unseen = readonly string[] | null

interface Place {
  readonly path: string
  readonly unseen: Unseen
  readonly direct: boolean
}

/**
 * Manifests whose packages nobody saw: without a lock file, what a `package.json` asks for is neither listed nor matched, and a
 * verdict on the rest must not sound as if it were. One problem for each kind of manifest, at the first place.
 */
export function reportUnlocked(tree: Tree, manifests: readonly Unlocked[], maxBytes: number): Problem[] {
  const groups = new Map<string, { readonly kind: ManifestKind; readonly effect: Problem['effect']; readonly places: Place[] }>()
  const problems: Problem[] = []
  for (const unlocked of manifests.slice(0, MAX_OPENED)) {
    const { path, direct } = unlocked
    const kind = manifestKind(nameOf(path), folderOf(path))
    if (kind === undefined) continue
    if (kind.unread) {
      if (!isEmpty(tree, path)) problems.push(unreadLock(path, kind))
      continue
    }
    for (const { unseen, needed } of unseenOf(tree, unlocked, { kind, maxBytes, problems })) {
      const effect = needed && !isAside(path) && kind.note !== true ? 'incomplete' : 'note'
      const key = `${kind.hint} ${effect} ${unseen === null} ${direct}`
      const group = groups.get(key) ?? { kind, effect, places: [] }
      groups.set(key, group)
      group.places.push({ path, unseen, direct })
    }
  }
  if (manifests.length > MAX_OPENED)
    problems.push({
      code: 'limit-exceeded',
      effect: 'incomplete',
      path: '',
      detail: `more than ${MAX_OPENED} manifests without a lock file`,
      by: 'walk',
    })
  for (const { kind, effect, places } of groups.values()) {
    const [first] = places as [Place, ...Place[]]
    problems.push({
      code: 'version-unpinned',
      effect,
      path: first.path,
      detail: detailOf(first, places.length - 1, kind),
      hint: kind.hint,
      by: 'walk',
    })
  }
  return problems
}

function detailOf({ path, unseen, direct }: Place, others: number, { locks, says }: ManifestKind): string {
  const more = others === 0 ? '' : `, nor in ${others} more ${others === 1 ? 'folder' : 'folders'}`
  if (says !== undefined) return `${nameOf(path)} ${says}${others === 0 ? '' : `, as do ${others} more`}: not looked at`
  if (direct) return `${nameOf(path)} names only what is asked for directly, and no lock file says what that needs in turn${more}`
  if (locks.length === 0) return `${nameOf(path)} asks for packages of a kind that cupel does not read${more}: they were not looked at`
  if (unseen === null)
    return `${nameOf(path)} asks for packages, and no lock file says which versions they are${more}: they were not looked at`
  const names = unseen.length > 3 ? `${unseen.slice(0, 3).join(', ')} and ${unseen.length - 3} more` : unseen.join(', ')
  return `${nameOf(path)} asks for ${names}, which no lock file names and no list or installed package beside it${more}: not looked at`
}

function unreadLock(path: string, { hint }: ManifestKind): Problem {
  const detail = `${nameOf(path)} is a lock file of a kind that cupel does not read: its packages were not looked at`
  return { code: 'unsupported-content', effect: isAside(path) ? 'note' : 'incomplete', path, detail, hint, by: 'walk' }
}

/** What is unseen of one manifest: nothing, everything, or by name, apart for what is needed everywhere and what is not. */
function unseenOf(
  tree: Tree,
  unlocked: Unlocked,
  { kind, maxBytes, problems }: { readonly kind: ManifestKind; readonly maxBytes: number; readonly problems: Problem[] },
): readonly { readonly unseen: Unseen; readonly needed: boolean }[] {
  const { path, above, listed, installedIn } = unlocked
  let text: string | null = null
  try {
    text = textOf(tree, path, maxBytes)
    if (text === null || !(kind.asks?.test(text) ?? asksForPackages(nameOf(path), text)) || joinsLockAbove(path, text, above)) return []
    if (listed === null && installedIn.length === 0) return [{ unseen: null, needed: true }]
    const asked = [...askedNames(nameOf(path), text)]
    if (asked.length === 0 && listed !== null && !isTold(nameOf(path), text)) return [{ unseen: null, needed: true }]
    const unseen = asked.filter(([name]) => listed?.has(name) !== true && !installedIn.some((folder) => isInstalled(tree, folder, name)))
    return [true, false].flatMap((needed) => {
      const names = unseen.filter(([, everywhere]) => everywhere === needed).map(([name]) => name)
      return names.length === 0 ? [] : [{ unseen: names, needed }]
    })
  } catch (error) {
    const detail = `cannot tell whether it asks for packages: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300)
    // A template of a manifest is common and no fault of the tree.
    const isFault = text !== null && text.trim() !== '' && !isTemplate(text) && !isAside(path) && kind.note !== true
    problems.push({ code: 'malformed', effect: isFault ? 'incomplete' : 'note', path, detail, by: 'walk' })
    return []
  }
}

/** Whether the names are in the manifest, or in a list that it reads: a program can also compute them. */
function isTold(name: string, text: string): boolean {
  return name !== 'setup.py' || /\binstall_requires[ \t]*=[ \t]*\[/.test(text) || /requirements[\w./-]{0,100}\.txt/.test(text)
}

function isEmpty(tree: Tree, path: string): boolean {
  const file = tree.open(path)
  file?.close()
  return file?.size === 0
}

function textOf(tree: Tree, path: string, maxBytes: number): string | null {
  const file = tree.open(path)
  if (file === null) return null
  try {
    return decodeText(file, maxBytes)
  } finally {
    file.close()
  }
}

/** Node looks for a package in `node_modules` of each folder upwards; package managers may put a link there. */
function isInstalled(tree: Tree, folder: string, name: string): boolean {
  const file = tree.open(`${folder === '' ? '' : folder + '/'}node_modules/${name}/package.json`)
  file?.close()
  return file !== null
}
