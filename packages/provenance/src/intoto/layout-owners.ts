import { Refused } from '../verdict/refused.ts'
import type { LayoutKey } from './layout-key.ts'
import { readSignedMetadata } from './signed-metadata.ts'
import { requireSignature } from './step-links.ts'

/**
 * Which of these keys signed a layout: for whoever then judges whether they are enough, and verifies the layout with them as its
 * owners. Refuses one that none of them signed. Nothing else of the layout is looked at.
 */
export function layoutOwners(layout: Uint8Array, candidates: readonly LayoutKey[], now: Date): readonly LayoutKey[] {
  if (candidates.length === 0) throw new Refused('trust-missing', 'No key of a layout owner was given')
  const metadata = readSignedMetadata(layout, 'The layout')
  const owners = new Map<string, LayoutKey>()
  let refusal: Refused | undefined
  for (const key of candidates) {
    try {
      requireSignature(metadata, key, now)
      owners.set(key.fingerprint, key)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // A signature that names a known key and does not hold says more than keys that did not sign.
      if (refusal === undefined || refusal.code === 'signer-unknown') refusal = error
    }
  }
  if (owners.size === 0 && refusal !== undefined) throw refusal
  return [...owners.values()]
}
