import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { targetMissing } from '@cupel/model'
import type { Artifacts } from '@cupel/provenance'

const MAX_FILES = 200_000
/** Version control keeps changing files of its own, and no link is about them. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git'])

/**
 * Files below the paths with their SHA-256, by path as given, with `/`. Links to files count as those files; links to folders are not
 * followed. Throws CupelError when a path cannot be read.
 */
export function recordArtifacts(paths: readonly string[], folder: string): Artifacts {
  const found = new Map<string, { readonly sha256: string }>()
  const visit = (path: string): void => {
    const file = resolve(folder, path)
    const stat = lstatSync(file)
    if (stat.isDirectory()) {
      for (const name of readdirSync(file).sort()) if (!LEFT_OUT.has(name)) visit(path === '.' ? name : join(path, name))
    } else if (stat.isFile() || (stat.isSymbolicLink() && statSync(file, { throwIfNoEntry: false })?.isFile() === true)) {
      if (found.size === MAX_FILES) throw new Error(`more than ${MAX_FILES} files`)
      found.set(path.replaceAll('\\', '/'), { sha256: createHash('sha256').update(readFileSync(file)).digest('hex') })
    }
  }
  for (const path of paths) {
    try {
      visit(path)
    } catch (error) {
      throw targetMissing(path, error)
    }
  }
  return found
}
