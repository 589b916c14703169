import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { targetMissing } from '@cupel/model'
import type { PypiDocuments } from './pypi-documents.ts'

const MAX_BYTES = 64_000_000

/** Documents saved as `PROJECT.json` and `FILE.provenance` (or `FILE.provenance.json`). Nothing outside the folder can be asked for. */
export function folderPypiDocuments(folder: string, cwd: string): PypiDocuments {
  const root = resolve(cwd, folder)
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) throw targetMissing(folder)
  return {
    project: (name) => Promise.resolve(readDocument(root, `${name}.json`)),
    provenance: (file) => Promise.resolve(readDocument(root, `${file}.provenance`) ?? readDocument(root, `${file}.provenance.json`)),
  }
}

function readDocument(root: string, name: string): Buffer | null {
  if (!/^[\w.+!-]+$/.test(name)) return null
  const path = join(root, name)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return null
  if (!stat.isFile() || stat.size > MAX_BYTES) throw targetMissing(path, new Error('it is no file of at most 64 MB'))
  return readFileSync(path)
}
