import { claimsOf } from './claims.ts'
import type { ExtractorEntry } from './extractor.ts'

/** The longest path that an extractor knows a file by has so many folders. */
const FOLDERS = 4

/**
 * What a file is told by, where its name alone does not tell: the end of its path that an extractor claims, such as
 * `.github/workflows/ci.yml`; null for others. `path` has `/` between its parts.
 */
export async function placedFile(path: string, extractors: readonly ExtractorEntry[]): Promise<string | null> {
  const parts = path.split('/').filter((part) => part !== '')
  const name = parts.at(-1) ?? ''
  // Most files are known by their whole name: no look-up is built for them here.
  if (extractors.some(({ files }) => files?.includes(name))) return null
  const { byName } = claimsOf(extractors)
  if (byName('', name).length > 0) return null
  for (let folders = 1; folders <= FOLDERS && folders < parts.length; folders++) {
    const end = parts.slice(-1 - folders)
    for (const entry of byName(end.slice(0, -1).join('/'), name)) {
      const extractor = await entry.load()
      if (extractor.claims?.(end.join('/')) !== false) return end.join('/')
    }
  }
  return null
}
