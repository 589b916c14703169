import type { YamlNode } from '@cupel/formats'
import { record, TIMESTAMP } from '../cel/cel-type.ts'
import type { CelType } from '../cel/cel-type.ts'
import type { CelRecord, CelResult } from '../cel/cel-value.ts'
import { CelUnknown, RECORD_TYPE } from '../cel/cel-value.ts'
import { givenValue } from './given-value.ts'
import { MODEL_TYPES, subjectVariables } from './pack-environment.ts'
import type { PackParameter, PackRule, PackTest } from './policy-pack.ts'
import { withValue } from './read-parameters.ts'
import { yamlForm } from './yaml-form.ts'
import type { YamlForm, YamlSource } from './yaml-form.ts'

const EXPECT = ['pass', 'fail', 'unknown', 'not-applicable'] as const

interface Declared {
  readonly rules: readonly PackRule[]
  readonly parameters: readonly PackParameter[]
}

/** Reads the tests of a pack: `given` has what the rule's subject and surroundings are made of, and nothing else is known. */
export function readTests(nodes: readonly YamlNode[], yaml: YamlSource, { rules, parameters }: Declared): readonly PackTest[] {
  return nodes.flatMap((node) => {
    const form = yamlForm(node, yaml, 'a test', ['rule', 'name', 'given', 'parameters', 'expect'])
    const name = form.required('name')
    const id = form.required('rule')
    const rule = rules.find((one) => one.id === id)
    const expect = EXPECT.find((one) => one === form.required('expect'))
    if (expect === undefined) form.fault(form.member('expect'), `expect is one of ${EXPECT.join(', ')}`)
    if (rule === undefined && id !== '') form.fault(form.member('rule'), `there is no rule "${id.slice(0, 60)}"`)
    if (rule === undefined || expect === undefined) return []
    const given = givenVariables(form, yaml, rule)
    return [{ rule: id, name, given, parameters: givenParameters(form, yaml, parameters), expect, line: form.line }]
  })
}

function givenVariables(form: YamlForm, yaml: YamlSource, { subject }: PackRule): PackTest['given'] {
  const types = { ...subjectVariables(subject), [subject]: record(subject), now: TIMESTAMP } as Readonly<Record<string, CelType>>
  const names = Object.keys(types).filter((name) => name !== 'params')
  const member = form.member('given')
  const inner = member === null ? null : yamlForm(member, yaml, 'given', names)
  const fault = (node: YamlNode, message: string): void => form.fault(node, message)
  const values: Record<string, CelResult> = {}
  for (const name of names) {
    const node = inner?.member(name) ?? null
    const type = types[name] as CelType
    values[name] = node === null ? new CelUnknown([`${name} is not given`]) : givenValue(node, type, { records: MODEL_TYPES, fault })
  }
  // A finding's component is the component of the rule, unless the test gives another.
  const finding = values['finding'] as CelRecord | undefined
  if (subject === 'finding' && values['component'] instanceof CelUnknown && finding !== undefined && RECORD_TYPE in finding) {
    values['component'] = finding['component'] ?? values['component']
  }
  return values
}

function givenParameters(form: YamlForm, yaml: YamlSource, parameters: readonly PackParameter[]): CelRecord {
  const node = form.member('parameters')
  const inner =
    node === null
      ? null
      : yamlForm(
          node,
          yaml,
          'parameters',
          parameters.map(({ name }) => name),
        )
  const values = parameters.map((one) => {
    const given = inner?.member(one.name) ?? null
    return [one.name, (given === null ? one : (withValue(one, given, yaml) ?? one)).value] as const
  })
  return { ...Object.fromEntries(values), [RECORD_TYPE]: 'params' }
}
