import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { installationDamaged } from '@cupel/model'
import { readShippedTrust } from '@cupel/provenance'
import type { ShippedTrust } from '@cupel/provenance'

const PLACES = ['./data/sigstore-trust.json', '../data/sigstore-trust.json', '../../../provenance/data/sigstore-trust.json']

/** The trust data that came with this program, from beside the bundle or, in a checkout, from its room. */
export function shippedTrust(now: Date): ShippedTrust {
  const file = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path))
  if (file === undefined) throw installationDamaged('the trust root is missing')
  return readShippedTrust(readFileSync(file), now)
}
