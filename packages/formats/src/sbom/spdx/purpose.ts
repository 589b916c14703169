import type { BomComponentType } from '@cupel/model'

const PURPOSES: readonly (readonly [BomComponentType, spdx2: string, spdx3: string])[] = [
  ['library', 'LIBRARY', 'library'],
  ['application', 'APPLICATION', 'application'],
  ['framework', 'FRAMEWORK', 'framework'],
  ['container', 'CONTAINER', 'container'],
  ['operating-system', 'OPERATING-SYSTEM', 'operatingSystem'],
  ['device', 'DEVICE', 'device'],
  ['firmware', 'FIRMWARE', 'firmware'],
  ['file', 'FILE', 'file'],
  ['platform', '', 'platform'],
  ['device-driver', '', 'deviceDriver'],
  ['machine-learning-model', '', 'model'],
  ['data', '', 'data'],
]

/** SPDX name of a component type (2.3 §7.24; 3.0 SoftwarePurpose); empty when that version has none. */
export function purposeName(type: BomComponentType, version: 2 | 3): string {
  return PURPOSES.find(([own]) => own === type)?.[version === 2 ? 1 : 2] ?? ''
}

/** Component type of an SPDX purpose; library where nothing or something else is stated. */
export function purposeType(name: string): BomComponentType {
  const wanted = name.replaceAll('_', '-')
  return PURPOSES.find(([, spdx2, spdx3]) => wanted !== '' && (spdx2 === wanted || spdx3 === wanted))?.[0] ?? 'library'
}
