import type { Facts } from '../facts/facts.ts'
import { isSbomName } from './sbom-files.ts'

/** Releases that are looked at. */
export const RELEASES_LOOKED_AT = 5

/** The first SBOM of each of the newest releases. */
export function releaseSboms(facts: Facts): readonly { readonly name: string; readonly url: string }[] {
  if (!facts.releases.known) return []
  return facts.releases.value.slice(0, RELEASES_LOOKED_AT).flatMap(({ assets }) => {
    const asset = assets.find(({ name }) => isSbomName(name))
    return asset === undefined ? [] : [{ name: asset.name, url: asset.url }]
  })
}
