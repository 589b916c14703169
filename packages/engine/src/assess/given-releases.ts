import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { GivenAsset, GivenRelease } from '@cupel/assess'
import { targetEmpty, targetMissing } from '@cupel/model'

const MAX_RELEASES = 1000
const MAX_FILES = 10_000
/** What a larger file is signed with is not looked at: it would have to be held in memory. */
const MAX_ASSET_BYTES = 1_000_000_000

/**
 * Releases from a folder: the files in it are one release, folders in it are one release each, named by their tag and taken as
 * newest first by modification time. Links are not followed. Files are read only when a signature over them is held against them.
 */
export function givenReleases(folder: string, shown: string): readonly GivenRelease[] {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    throw targetMissing(shown, error)
  }
  const folders = entries.filter((entry) => entry.isDirectory()).slice(0, MAX_RELEASES)
  const own = assetsOf(folder)
  const releases = folders
    .map(({ name }) => ({ tag: name, assets: assetsOf(join(folder, name)), changed: statSync(join(folder, name)).mtimeMs }))
    .filter(({ assets }) => assets.length > 0)
    .sort((a, b) => b.changed - a.changed || (a.tag < b.tag ? 1 : -1))
    .map(({ tag, assets }): GivenRelease => ({ tag, assets }))
  const all = own.length === 0 ? releases : [{ tag: 'given', assets: own }, ...releases]
  if (all.length === 0) throw targetEmpty(shown, 'release files, or folders of release files named by their tags')
  return all
}

function assetsOf(folder: string): readonly GivenAsset[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
    .slice(0, MAX_FILES)
    .map((name) => ({ name, read: () => readAsset(join(folder, name)) }))
}

/** Nothing of a file that is too large or unreadable: no signature holds over it. */
function readAsset(path: string): Uint8Array {
  try {
    return statSync(path).size > MAX_ASSET_BYTES ? new Uint8Array() : readFileSync(path)
  } catch {
    return new Uint8Array()
  }
}
