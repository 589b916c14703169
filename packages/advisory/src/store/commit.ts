import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFile } from './atomic-file.ts'
import type { Manifest, ManifestParts } from './manifest.ts'
import { encodeManifest, filesOf, makeManifest, MANIFEST_FILE } from './manifest.ts'

/** Makes a new state of the index the current one; from here on scans see it. The files must be complete. */
export function commitManifest(folder: string, parts: ManifestParts, old: Manifest | null): Manifest {
  const manifest = makeManifest(parts, old === null ? [] : namesOf(old))
  replaceFile(join(folder, MANIFEST_FILE), encodeManifest(manifest))
  return manifest
}

/** Removes files of the index folder that neither the manifest nor its `previous` (unless told) knows. Gives the bytes freed. Needs the lock. */
export function removeUnknown(folder: string, manifest: Manifest | null, keepPrevious: boolean): number {
  const known = new Set([
    MANIFEST_FILE,
    ...(manifest === null ? [] : namesOf(manifest)),
    ...(keepPrevious ? (manifest?.previous ?? []) : []),
  ])
  let freed = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile() || known.has(entry.name) || !isOurs(entry.name)) continue
    const path = join(folder, entry.name)
    freed += statSync(path).size
    rmSync(path, { force: true })
  }
  return freed
}

function namesOf(manifest: Manifest): readonly string[] {
  return filesOf(manifest).map((stamp) => stamp.file)
}

function isOurs(name: string): boolean {
  return /\.(?:seg|tbl|ids|tmp)$/.test(name)
}
