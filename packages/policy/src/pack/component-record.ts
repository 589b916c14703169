import type { Component } from '@cupel/model'
import type { CelResult, CelValue } from '../cel/cel-value.ts'
import type { ComponentFacts } from './policy-input.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord } from './policy-subject.ts'
import { mapOfTexts, timeOr } from './record-values.ts'

/** What is known about a component besides the inventory; asked for only when a rule looks. */
export interface ComponentSurroundings {
  readonly facts: ComponentFacts | undefined
  readonly findings: () => CelResult
  readonly provenance: () => CelResult
  readonly assessment: () => CelResult
  readonly refused: () => CelResult
}

const NO_FACTS = 'facts about the component (cupel policy check --facts)'

/** A component as rules see it. */
export function componentRecord(component: Component, around: ComponentSurroundings): PolicyRecord {
  const { purl, version, scopes, evidence, facts } = { ...component, facts: around.facts }
  const fields = {
    purl,
    type: purl.slice(4, purl.indexOf('/')),
    name: component.name,
    version,
    pinned: version !== '',
    ecosystem: component.ecosystem,
    scopes,
    development: scopes.length > 0 && scopes.every((scope) => scope === 'dev' || scope === 'test' || scope === 'build'),
    direct: component.direct ?? unknownFor('whether the component is direct'),
    licences: component.licenses.length === 0 ? unknownFor('the licence of the component') : component.licenses,
    get hashes() {
      return mapOfTexts(component.hashes.map(({ algorithm, value }) => [algorithm, value]))
    },
    get paths() {
      return [...new Set(evidence.map(({ path }) => path))]
    },
    get kinds() {
      return [...new Set(evidence.map(({ kind }) => kind))] as readonly CelValue[]
    },
    get findings() {
      return around.findings()
    },
    get published() {
      return timeOr(facts?.published ?? '', `when ${purl} was published`)
    },
    deprecated: facts?.deprecated ?? unknownFor(NO_FACTS),
    repository: facts?.repository ?? unknownFor(NO_FACTS),
    get provenance() {
      return around.provenance()
    },
    get refused() {
      return around.refused()
    },
    get assessment() {
      return around.assessment()
    },
  }
  return policyRecord('component', fields, () => evidence.map(({ path, line }) => ({ path, ...(line !== undefined && { line }) })))
}
