import type { Problem } from '@cupel/model'
import { folderOf } from '@cupel/source'
import type { Extraction } from '../collect.ts'
import { isAside } from '../places.ts'

/** The manifest of a package that Composer put into a project's folder. */
const PACKAGE = /^((?:.*\/)?vendor)\/[^/]+\/[^/]+\/composer\.json$/
const LISTS: ReadonlySet<string> = new Set(['composer-lock', 'composer-installed'])

/**
 * One problem for the folders `vendor` with packages of PHP of which neither Composer's list of what it installed nor a lock beside the folder
 * says which versions they are: the list is sometimes left out of an image, and the packages' own manifests mostly state no version.
 */
export function unlistedVendor(manifests: readonly string[], extractions: readonly Extraction[]): readonly Problem[] {
  const packages = new Map<string, number>()
  for (const path of manifests) {
    const folder = PACKAGE.exec(path)?.[1]
    if (folder !== undefined) packages.set(folder, (packages.get(folder) ?? 0) + 1)
  }
  if (packages.size === 0) return []
  for (const { coverage } of extractions) {
    if (!LISTS.has(coverage.by)) continue
    const folder = folderOf(coverage.path)
    packages.delete(coverage.by === 'composer-lock' ? `${folder === '' ? '' : `${folder}/`}vendor` : folderOf(folder))
  }
  const untold = [...packages.keys()].toSorted()
  const [first] = untold.filter((folder) => !isAside(`${folder}/`)).concat(untold)
  if (first === undefined) return []
  const more = untold.length === 1 ? '' : `, nor in ${untold.length - 1} more`
  const detail = `packages of PHP lie here (${packages.get(first)}), and no composer/installed.json says which${more}: they were not looked at`
  const hint = 'scan with vendor/composer/installed.json or composer.lock'
  return [{ code: 'unsupported-content', effect: isAside(`${first}/`) ? 'note' : 'incomplete', path: first, detail, hint, by: 'walk' }]
}
