import type { Component } from '@cupel/model'
import type { CelResult, CelValue } from '../cel/cel-value.ts'
import { RECORD_READERS, RECORD_SOURCE, RECORD_TYPE } from '../cel/cel-value.ts'
import type { ComponentFacts } from './policy-input.ts'
import { RECORD_PLACES, unknownFor } from './policy-subject.ts'
import type { PolicyRecord } from './policy-subject.ts'
import { mapOfTexts, timeOr } from './record-values.ts'

/** What is known about components besides the inventory; asked for only when a rule looks. */
export interface ComponentSurroundings {
  readonly facts: ReadonlyMap<string, ComponentFacts>
  findings(component: Component): CelResult
  provenance(component: Component): CelResult
  assessment(component: Component): CelResult
  refused(component: Component): CelResult
}

interface Source {
  readonly component: Component
  readonly around: ComponentSurroundings
}

const NO_FACTS = 'facts about the component'

const READERS: Readonly<Record<string, (source: Source) => CelResult>> = {
  purl: ({ component }) => component.purl,
  type: ({ component: { purl } }) => purl.slice(4, purl.indexOf('/')),
  name: ({ component }) => component.name,
  version: ({ component }) => component.version,
  pinned: ({ component }) => component.version !== '',
  ecosystem: ({ component }) => component.ecosystem,
  scopes: ({ component }) => component.scopes,
  development: ({ component: { scopes } }) =>
    scopes.length > 0 && scopes.every((scope) => scope === 'dev' || scope === 'test' || scope === 'build'),
  direct: ({ component }) => component.direct ?? unknownFor('whether the component is direct'),
  licences: ({ component: { licenses } }) => (licenses.length === 0 ? unknownFor('the licence of the component') : licenses),
  hashes: ({ component }) => mapOfTexts(component.hashes.map(({ algorithm, value }) => [algorithm, value])),
  paths: ({ component }) => [...new Set(component.evidence.map(({ path }) => path))],
  kinds: ({ component }) => [...new Set(component.evidence.map(({ kind }) => kind))] as readonly CelValue[],
  findings: ({ component, around }) => around.findings(component),
  published: ({ component: { purl }, around }) => timeOr(around.facts.get(purl)?.published ?? '', `when ${purl} was published`),
  deprecated: ({ component, around }) => around.facts.get(component.purl)?.deprecated ?? unknownFor(NO_FACTS),
  repository: ({ component, around }) => around.facts.get(component.purl)?.repository ?? unknownFor(NO_FACTS),
  provenance: ({ component, around }) => around.provenance(component),
  refused: ({ component, around }) => around.refused(component),
  assessment: ({ component, around }) => around.assessment(component),
}

/** A component as rules see it. There may be a hundred thousand: every field is worked out when a rule looks at it. */
export function componentRecord(component: Component, around: ComponentSurroundings): PolicyRecord {
  return new LazyComponent({ component, around }) as unknown as PolicyRecord
}

class LazyComponent {
  readonly [RECORD_TYPE] = 'component'
  readonly [RECORD_READERS] = READERS
  readonly [RECORD_SOURCE]: Source

  constructor(source: Source) {
    this[RECORD_SOURCE] = source
  }

  [RECORD_PLACES](): readonly { readonly path: string; readonly line?: number }[] {
    return this[RECORD_SOURCE].component.evidence.map(({ path, line }) => ({ path, ...(line !== undefined && { line }) }))
  }
}
