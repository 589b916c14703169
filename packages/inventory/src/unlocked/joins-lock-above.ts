import { readToml } from '@cupel/formats'
import { folderOf, nameOf, resolvePath } from '@cupel/source'
import { pypiName } from '../python/pypi-name.ts'
import { asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { askedNames } from './asked-names.ts'
import type { LockAbove } from './without-lock.ts'

/**
 * Whether the project of a manifest says itself that a lock in a folder above is its own: by the name under which the lock holds it
 * when the lock also pins all that it asks for (Cargo, uv), by `resolution: workspace` (Dart), or by the place of the lock (Mix
 * umbrellas). Two projects can have one name; a lock that lacks what one of them asks for is not its lock. Throws DocumentInvalid.
 */
export function joinsLockAbove(path: string, text: string, above: readonly LockAbove[]): boolean {
  if (above.length === 0) return false
  const name = nameOf(path)
  if (name === 'Cargo.toml') return joinsCargo(readToml(text) as JsonObject, above)
  if (name === 'pyproject.toml') {
    const root = readToml(text)
    const poetry = asObject(asObject(root['tool'])?.['poetry'])
    const own = pypiName(asString(asObject(root['project'])?.['name']) || asString(poetry?.['name']))
    return isPinned({ own, asked: [...askedNames(name, text).keys()] }, above, pypiName)
  }
  if (name === 'pubspec.yaml') return /^resolution:[ \t]*["']?workspace\b/m.test(text)
  if (name !== 'mix.exs') return false
  const lock = /\blockfile:[ \t]*"([^"\n]{1,500})"/.exec(text)?.[1]
  const place = lock === undefined ? null : resolvePath(folderOf(path), lock)
  return place !== null && above.some(({ folder }) => folder === folderOf(place))
}

/** A crate that has a `workspace` table is the root of its own, with a lock of its own. */
function joinsCargo(root: JsonObject, above: readonly LockAbove[]): boolean {
  if (asObject(root['workspace']) !== null) return false
  return isPinned({ own: asString(asObject(root['package'])?.['name']), asked: cratesOf(root) }, above, (stated) =>
    stated.replaceAll('-', '_'),
  )
}

const CRATE_TABLES = ['dependencies', 'dev-dependencies', 'build-dependencies', 'dev_dependencies', 'build_dependencies']

/** Crates under the names that the lock has for them; those of the workspace's own table or of a path are the workspace's matter. */
function cratesOf(root: JsonObject): readonly string[] {
  const owners = [root, ...Object.values(asObject(root['target']) ?? {}).map(asObject)]
  return owners.flatMap((owner) =>
    CRATE_TABLES.flatMap((table) =>
      Object.entries(asObject(owner?.[table]) ?? {}).flatMap(([key, value]) => {
        const wanted = asObject(value)
        if (wanted !== null && ('path' in wanted || wanted['workspace'] === true)) return []
        return [asString(wanted?.['package']) || key]
      }),
    ),
  )
}

interface Asking {
  readonly own: string
  readonly asked: readonly string[]
}

/** Whether one lock holds the project by its name and all that it asks for. */
function isPinned({ own, asked }: Asking, above: readonly LockAbove[], key: (name: string) => string): boolean {
  if (own === '') return false
  return above.some(({ names, packages }) => {
    if (!has(names, own, key)) return false
    const pinned = new Set([...packages(), ...names].map(key))
    return asked.every((name) => pinned.has(key(name)))
  })
}

function has(names: ReadonlySet<string>, name: string, key: (name: string) => string): boolean {
  return names.has(name) || [...names].some((stated) => key(stated) === key(name))
}
