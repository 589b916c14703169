import { packText, shippedPackNames } from '@cupel/engine/policy'

/** A pack that comes with cupel. */
export interface ShippedText {
  readonly id: string
  readonly text: string
}

/** Every pack that comes with cupel, the default one first. */
export function shippedPacks(): readonly ShippedText[] {
  return shippedPackNames()
    .map((id) => ({ id, text: packText(id, '').text }))
    .sort((a, b) => Number(b.id === 'default') - Number(a.id === 'default') || (a.id < b.id ? -1 : 1))
}
