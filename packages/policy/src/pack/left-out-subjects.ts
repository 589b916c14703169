import type { CelResult } from '../cel/cel-value.ts'
import { leftOutParts } from './left-out-parts.ts'
import type { LeftOutPart } from './left-out-parts.ts'
import type { ScannedPart } from './policy-input.ts'
import { POLICY_MODEL } from './policy-model.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord, PolicySubject } from './policy-subject.ts'

const REASONS = {
  ecosystems: 'components of ecosystems that the scan was told to leave out',
  development: 'components for development and tests, which the scan was told to leave out',
  paths: 'components in paths that the scan was told to leave out',
} as const

/** What stands for the components and findings of a part that the user left out; and why lists of them are not whole. */
export interface LeftOutSubjects {
  readonly components: readonly PolicySubject[]
  readonly findings: readonly PolicySubject[]
  /** In the words of the scan. */
  readonly details: readonly string[]
}

/**
 * One subject for each part that the scan left out: only an exception that names it is one for it. Of those for development that much is
 * known, so that rules about what is shipped do not wait for them.
 */
export function leftOutSubjects({ problems }: ScannedPart): LeftOutSubjects {
  const parts = leftOutParts(problems)
  const kinds = [...new Set(parts.map(({ what }) => what))].filter((what) => what !== 'findings')
  return {
    components: kinds.map((what) => standIn('components', what, componentOf(what))),
    findings: kinds.map((what) => standIn('findings', what, findingOf(what))),
    details: [...new Set(parts.map(({ detail }) => detail))],
  }
}

type Kind = Exclude<LeftOutPart['what'], 'findings'>

function standIn(of: string, what: Kind, record: CelResult): PolicySubject {
  return { id: `left-out ${of}: ${what}`, name: `${of} left out (${what})`, record, unseen: true }
}

function componentOf(what: Kind): CelResult {
  return what === 'development' ? partial('component', what, { development: true }) : unknownFor(REASONS[what])
}

function findingOf(what: Kind): CelResult {
  return what === 'development' ? partial('finding', what, { component: componentOf(what) }) : unknownFor(REASONS[what])
}

/** A record of which only some fields are known. */
function partial(type: string, what: Kind, known: Readonly<Record<string, CelResult>>): PolicyRecord {
  const names = Object.keys(POLICY_MODEL[type]?.fields ?? {})
  const fields = Object.fromEntries(names.map((name) => [name, known[name] ?? unknownFor(REASONS[what])]))
  return policyRecord(type, fields, () => [])
}
