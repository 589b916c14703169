import type { BomComponent, BomComponentType } from '@cupel/model'
import { hashOf } from './hash-names.ts'

/** Fields of a component that the format being written has no place for travel as properties of these names. */
export const CARRIED = {
  group: 'cupel:group',
  type: 'cupel:type',
  scope: 'cupel:bom-scope',
  cpe: 'cupel:cpe',
  hash: 'cupel:hash',
  version: 'cupel:version',
} as const

const TYPES: ReadonlySet<string> = new Set<BomComponentType>([
  'library',
  'application',
  'framework',
  'container',
  'operating-system',
  'device',
  'firmware',
  'file',
  'platform',
  'device-driver',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
])

/** Whether a word is a component type of the model. */
export function isComponentType(word: string): word is BomComponentType {
  return TYPES.has(word)
}

/** Puts carried fields back where they belong; other properties are added. The group is taken off the name it was written before. */
export function withCarried(component: BomComponent, properties: readonly (readonly [string, string])[]): BomComponent {
  if (properties.length === 0) return component
  let { group, name, scope, type, version } = component
  const cpes = [...component.cpes]
  const hashes = [...component.hashes]
  const rest: (readonly [string, string])[] = []
  for (const pair of properties) {
    const [key, value] = pair
    const hash = key === CARRIED.hash ? hashOf(value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)) : null
    if (key === CARRIED.group) group = value
    else if (key === CARRIED.type && isComponentType(value)) type = value
    else if (key === CARRIED.scope && (value === 'required' || value === 'optional' || value === 'excluded')) scope = value
    else if (key === CARRIED.cpe) cpes.push(value)
    else if (key === CARRIED.version) version = value
    else if (hash) hashes.push(hash)
    else rest.push(pair)
  }
  if (group && name.startsWith(`${group}/`) && component.group === '') name = name.slice(group.length + 1)
  return { ...component, group, name, scope, type, version, cpes, hashes, properties: [...component.properties, ...rest] }
}
