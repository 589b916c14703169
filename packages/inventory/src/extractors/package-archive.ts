import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { FoundPackage } from '../extractor.ts'
import { unreadEffect } from '../places.ts'
import { pypiName } from '../python/pypi-name.ts'

/** No file system holds longer names. */
const MAX_NAME = 255

/** Name and version in the file names of package managers, each by its own rule. */
const RULES: readonly (readonly [suffix: string, type: string, name: RegExp])[] = [
  // PyPA "Binary distribution format": no hyphen in any part.
  ['.whl', 'pypi', /^([^-]+)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+$/],
  ['.egg', 'pypi', /^([^-]+)-([^-]+)-py\d[\d.]*(?:-.+)?$/],
  ['.gem', 'gem', /^(.+?)-(\d[0-9A-Za-z.]*)(?:-[0-9A-Za-z_.-]+)?$/],
  ['.nupkg', 'nuget', /^(.+?)\.(\d+(?:\.\d+){1,3}(?:[-+].+)?)$/],
  ['.crate', 'cargo', /^([A-Za-z][\w-]*?)-(\d+\.\d+\.\d+(?:[-+].+)?)$/],
]

/**
 * Packages that lie in a tree as they were downloaded: wheels and eggs, gems, NuGet packages, crates. Name and version are those of
 * the file name; a file whose name is not of the form is reported, since something is in it.
 */
export default defineExtractor({
  id: 'package-archive',
  title: 'Downloaded packages: *.whl, *.egg, *.gem, *.nupkg, *.crate (by file name)',
  type: 'pypi',
  kind: 'installed',
  suffixes: RULES.map(([suffix]) => suffix),
  extract(input, out) {
    const file = nameOf(input.path)
    out.format('')
    const found = packageOf(file)
    if (found === null)
      return out.problem({
        code: 'unsupported-content',
        effect: unreadEffect(input),
        detail: `the name of a downloaded package tells no name and version: ${file}`,
        hint: 'give it the name that its registry gives, list it in an SBOM in the tree, or leave it out with --exclude',
      })
    out.entries(1)
    out.component(found)
  },
})

function packageOf(file: string): FoundPackage | null {
  if (file.length > MAX_NAME) return null
  for (const [suffix, type, pattern] of RULES) {
    if (!file.endsWith(suffix)) continue
    const [, name, version] = pattern.exec(file.slice(0, -suffix.length)) ?? []
    if (name === undefined || version === undefined) return null
    return { type, name: type === 'pypi' ? pypiName(name) : name, version: type === 'pypi' ? version.replaceAll('_', '-') : version }
  }
  return null
}
