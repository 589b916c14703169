import { readToml } from '@cupel/formats'
import { folderOf, nameOf, resolvePath } from '@cupel/source'
import { pypiName } from '../python/pypi-name.ts'
import { asObject, asString } from '../text/json-value.ts'
import type { LockAbove } from './without-lock.ts'

/**
 * Whether the project of a manifest says itself that a lock in a folder above is its own: by the name under which the lock holds it
 * (Cargo, uv), by `resolution: workspace` (Dart), or by the place of the lock (Mix umbrellas). Throws DocumentInvalid.
 */
export function joinsLockAbove(path: string, text: string, above: readonly LockAbove[]): boolean {
  if (above.length === 0) return false
  const name = nameOf(path)
  if (name === 'Cargo.toml') return isNamed(asString(asObject(readToml(text)['package'])?.['name']), above)
  if (name === 'pyproject.toml') {
    const root = readToml(text)
    const poetry = asObject(asObject(root['tool'])?.['poetry'])
    return isNamed(pypiName(asString(asObject(root['project'])?.['name']) || asString(poetry?.['name'])), above, pypiName)
  }
  if (name === 'pubspec.yaml') return /^resolution:[ \t]*["']?workspace\b/m.test(text)
  if (name !== 'mix.exs') return false
  const lock = /\blockfile:[ \t]*"([^"\n]{1,500})"/.exec(text)?.[1]
  const place = lock === undefined ? null : resolvePath(folderOf(path), lock)
  return place !== null && above.some(({ folder }) => folder === folderOf(place))
}

function isNamed(name: string, above: readonly LockAbove[], key: (name: string) => string = (stated) => stated): boolean {
  return name !== '' && above.some(({ names }) => names.has(name) || [...names].some((stated) => key(stated) === name))
}
