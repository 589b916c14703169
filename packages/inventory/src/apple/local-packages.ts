import { resolvePath } from '@cupel/source'
import type { ExtractInput } from '../extractor.ts'

/** No package has more of them; it bounds the work on a hostile tree. */
const MAX_PACKAGES = 200

/**
 * Folders of the packages that the Package.swift beside a lock names by `path:`, and those name in turn: their dependencies stand in
 * the same lock. The manifest is Swift and never run; what is written in another way is not found.
 */
export function localPackages(input: ExtractInput): readonly string[] {
  const found: string[] = []
  const pending = ['']
  for (let folder = pending.shift(); folder !== undefined && found.length < MAX_PACKAGES; folder = pending.shift()) {
    const text = input.read(folder === '' ? 'Package.swift' : `${folder}/Package.swift`) ?? ''
    for (const [, path = ''] of text.matchAll(/\.package\([^)]{0,300}\bpath:[ \t\r\n]*"([^"\n]{1,500})"/g)) {
      const next = upward(folder, path)
      if (next === '' || found.includes(next)) continue
      found.push(next)
      pending.push(next)
    }
  }
  return found
}

/** `path` from `folder`, both relative to the lock, which may lie in a folder below: `..` at the start stays. */
function upward(folder: string, path: string): string {
  const inside = resolvePath(folder, path)
  if (inside !== null) return inside
  return path.startsWith('../') && folder === '' ? path.replace(/\/+$/, '') : ''
}
