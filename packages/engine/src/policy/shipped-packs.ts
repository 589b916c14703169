import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installationDamaged } from '@cupel/model'

const PLACES = ['./data/packs/', '../data/packs/', '../../../policy/data/packs/']

/** Folder of the packs that came with this program: beside the bundle or, in a checkout, in their room. */
function packFolder(): string {
  const folder = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path))
  if (folder === undefined) throw installationDamaged('the policy packs are missing')
  return folder
}

/** Names of the packs that came with this program. */
export function shippedPackNames(): readonly string[] {
  return readdirSync(packFolder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

/** Text of a shipped pack; null when there is none of the name. */
export function shippedPack(name: string): string | null {
  if (!/^[a-z0-9-]+$/.test(name)) return null
  const file = join(packFolder(), `${name}.yaml`)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
