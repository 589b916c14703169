import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { targetMissing } from '@cupel/model'
import type { NpmDocuments } from './npm-documents.ts'

const MAX_BYTES = 256_000_000

/** Documents saved as `NAME.json` and `NAME@VERSION.attestations.json`, with `%2f` for the slash of a scope, as in the registry's own addresses. */
export function folderDocuments(folder: string, cwd: string): NpmDocuments {
  const root = resolve(cwd, folder)
  if (!isFolder(root)) throw targetMissing(folder)
  return {
    packument: (name) => Promise.resolve(readDocument(root, `${fileName(name)}.json`)),
    attestations: (name, version) => Promise.resolve(readDocument(root, `${fileName(name)}@${version}.attestations.json`)),
  }
}

/** A name that is no package name has no document: nothing outside the folder can be asked for. */
function fileName(name: string): string {
  return /^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name) && !/^\.+$/.test(name) ? name.replace('/', '%2f') : '\u0000'
}

function readDocument(root: string, file: string): Buffer | null {
  if (file.includes('\u0000') || /[/\\]/.test(file)) return null
  const path = join(root, file)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return null
  if (!stat.isFile() || stat.size > MAX_BYTES) throw targetMissing(path, new Error('it is no file of at most 256 MB'))
  return readFileSync(path)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
