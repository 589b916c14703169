import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { folderDocuments } from '../npm/folder-documents.ts'
import type { NpmDocuments } from '../npm/npm-documents.ts'
import { folderPypiDocuments } from '../pypi/folder-pypi-documents.ts'
import type { PypiDocuments } from '../pypi/pypi-documents.ts'

/** Registry documents in those of the places that are folders; the first that has one answers. */
export function savedDocuments(places: readonly string[], cwd: string): { readonly npm: NpmDocuments; readonly pypi: PypiDocuments } {
  const folders = places.filter((place) => statSync(resolve(cwd, place), { throwIfNoEntry: false })?.isDirectory() === true)
  const npm = folders.map((folder) => folderDocuments(folder, cwd))
  const pypi = folders.map((folder) => folderPypiDocuments(folder, cwd))
  return {
    npm: {
      packument: (name) => first(npm, (one) => one.packument(name)),
      attestations: (name, version) => first(npm, (one) => one.attestations(name, version)),
    },
    pypi: {
      project: (name) => first(pypi, (one) => one.project(name)),
      provenance: (file, url) => first(pypi, (one) => one.provenance(file, url)),
    },
  }
}

async function first<D>(all: readonly D[], ask: (one: D) => Promise<Buffer | null>): Promise<Buffer | null> {
  for (const one of all) {
    const answer = await ask(one)
    if (answer !== null) return answer
  }
  return null
}
