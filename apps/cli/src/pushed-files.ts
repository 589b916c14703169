import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { targetEmpty, targetMissing, usageWrongValue } from '@cupel/model'
import type { PushedDocument } from '@cupel/server'

const DOCUMENT = /\.(?:json|jsonl|xml|spdx|sigstore|intoto|dsse|att|bundle|cdx|vex)$/i
const MOST = 500

/** The documents to push: the named files, and of folders the files that look like documents, by name. Throws CupelError when there are none. */
export function pushedFiles(paths: readonly string[], cwd: string): readonly PushedDocument[] {
  const files = paths.flatMap((path) => filesOf(resolve(cwd, path), path))
  if (files.length > MOST) throw usageWrongValue('cupel push', `${files.length} files`, `at most ${MOST} at once`)
  return files.map(({ file, name }) => ({ name, bytes: bytesOf(file, name) }))
}

interface Found {
  readonly file: string
  readonly name: string
}

function filesOf(path: string, shown: string): readonly Found[] {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts === undefined) throw targetMissing(shown)
  if (!facts.isDirectory()) return [{ file: path, name: shown.split(sep).at(-1) ?? shown }]
  const found = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && DOCUMENT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  if (found.length === 0) throw targetEmpty(shown, 'SBOMs, scans, assessments, attestations and VEX: JSON, XML and SPDX files')
  return found.map((file) => ({ file, name: relative(path, file).split(sep).join('/') }))
}

function bytesOf(file: string, name: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw targetMissing(name, error)
  }
}
