import type { RuleSubject } from '@cupel/model'
import { celEnvironment } from '../cel/cel-environment.ts'
import type { CelEnvironment } from '../cel/cel-environment.ts'
import type { CelType } from '../cel/cel-type.ts'
import { record, TIMESTAMP } from '../cel/cel-type.ts'
import { typeOfText } from '../cel/type-text.ts'
import { PACK_FUNCTIONS } from './pack-functions.ts'
import { POLICY_MODEL } from './policy-model.ts'

/** Types of the model's fields, by record. */
export const MODEL_TYPES: ReadonlyMap<string, ReadonlyMap<string, CelType>> = new Map(
  Object.entries(POLICY_MODEL).map(([name, { fields }]) => [
    name,
    new Map(Object.entries(fields).map(([key, { type }]) => [key, typeOfText(type)] as const)),
  ]),
)

/** What the rules of one subject may name, besides the functions: the subject, `project`, `params` and `now`; a finding's `component` too. */
export function subjectVariables(subject: RuleSubject): Readonly<Record<string, CelType>> {
  return {
    project: record('project'),
    params: record('params'),
    now: TIMESTAMP,
    ...(subject === 'finding' && { component: record('component') }),
    [subject]: record(subject),
  }
}

/** The environment in which the rules of a pack are checked. */
export function packEnvironment(subject: RuleSubject, parameters: ReadonlyMap<string, CelType>): CelEnvironment {
  return {
    ...FUNCTIONS_ONLY,
    variables: new Map(Object.entries(subjectVariables(subject))),
    records: new Map([...MODEL_TYPES, ['params', parameters]]),
  }
}

const FUNCTIONS_ONLY: CelEnvironment = celEnvironment({ functions: PACK_FUNCTIONS })
