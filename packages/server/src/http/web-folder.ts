import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Beside the bundle (whose chunks are one folder down), or in a checkout where the web app was built. */
const PLACES = ['./web/', '../web/', '../../../../apps/web/dist/']

/** Folder of the built web app; null: not built. */
export function webFolder(): string | null {
  const folders = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return folders.find((folder) => existsSync(join(folder, 'index.html'))) ?? null
}
