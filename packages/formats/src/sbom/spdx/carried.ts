import type { BomComponent, BomComponentType } from '@cupel/model'

/** Fields of a component that SPDX has no place for travel as properties of these names. */
export function carriedProperties(component: BomComponent, purposeType: BomComponentType): [string, string][] {
  const carried: [string, string][] = []
  if (component.group) carried.push(['cupel:group', component.group])
  if (component.scope) carried.push(['cupel:bom-scope', component.scope])
  if (component.type !== purposeType) carried.push(['cupel:type', component.type])
  return [...carried, ...component.properties.map(([name, value]): [string, string] => [name, value])]
}

/** Puts carried fields back where they belong. The group is taken off the name it was written before. */
export function withCarried(component: BomComponent, properties: readonly (readonly [string, string])[]): BomComponent {
  let { group, name, scope, type } = component
  const rest: (readonly [string, string])[] = []
  for (const pair of properties) {
    const [key, value] = pair
    if (key === 'cupel:group') group = value
    else if (key === 'cupel:type') type = value as BomComponentType
    else if (key === 'cupel:bom-scope' && (value === 'required' || value === 'optional' || value === 'excluded')) scope = value
    else rest.push(pair)
  }
  if (group && name.startsWith(`${group}/`)) name = name.slice(group.length + 1)
  return { ...component, group, name, scope, type, properties: [...component.properties, ...rest] }
}
