import { advisoryName, buildPurl, parsePurl } from '@cupel/model'
import type { Component } from '@cupel/model'
import { storedText } from '../store/stored-text.ts'
import { statedKey } from './stated-name.ts'

/** A component with its `statedKey`, which is worked out once. */
export interface KeyedComponent {
  readonly key: string
  readonly component: Component
}

/** Components with their keys, in the order of these, which is that of the purls. */
export function keyedComponents(components: readonly Component[]): readonly KeyedComponent[] {
  return components.map((component) => ({ key: statedKey(component), component })).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** A version under the names by which it is looked up. */
export interface NamedVersion extends KeyedComponent {
  /** purl of the package. */
  readonly package: string
  /** Empty: no advisory could name it. */
  readonly ecosystem: string
  readonly subject: string
  readonly version: string
}

export function namedVersion({ key, component }: KeyedComponent): NamedVersion {
  const { type, namespace, name } = parsePurl(component.purl)
  const { ecosystem } = component
  const about = component.subject ?? component
  return {
    key,
    component,
    package: buildPurl({ type, namespace, name }),
    ecosystem: storedText(ecosystem),
    subject: ecosystem === '' ? '' : storedText(advisoryName(ecosystem, about.name)),
    version: storedText(about.version),
  }
}
