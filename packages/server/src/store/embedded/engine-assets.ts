import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Beside the bundle (whose chunks are one folder down), or in a checkout that was built. */
const PLACES = ['./pglite/', '../pglite/', '../../../../../apps/cli/dist/pglite/']

/** Folder with the engine's thread, its WebAssembly and the template; null: not built. */
export function engineAssets(): string | null {
  const folders = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return folders.find((folder) => existsSync(join(folder, 'engine-thread.js'))) ?? null
}

/** The packed data directory that a new store starts from; null: there is none, and initdb makes the folder. */
export function templateOf(assets: string | null): Uint8Array | null {
  if (assets === null) return null
  const file = join(assets, 'template.bin')
  return existsSync(file) ? readFileSync(file) : null
}
