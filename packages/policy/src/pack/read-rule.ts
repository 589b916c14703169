import type { YamlNode } from '@cupel/formats'
import { RULE_SEVERITIES, RULE_SUBJECTS } from '@cupel/model'
import type { RuleSeverity, RuleSubject } from '@cupel/model'
import type { CelEnvironment } from '../cel/cel-environment.ts'
import { CelInvalid } from '../cel/cel-invalid.ts'
import { compileCel } from '../cel/cel-program.ts'
import { BOOL } from '../cel/cel-type.ts'
import type { CelType } from '../cel/cel-type.ts'
import { packEnvironment } from './pack-environment.ts'
import { refusals } from './lint-expression.ts'
import type { PackExpression, PackRule } from './policy-pack.ts'
import { splitMessage } from './split-message.ts'
import { yamlForm } from './yaml-form.ts'
import type { YamlForm, YamlSource } from './yaml-form.ts'

export const RULE_ID = /^[a-z0-9][a-z0-9.-]{0,79}$/
const KEYS = ['id', 'title', 'severity', 'subject', 'when', 'assert', 'message', 'remediation', 'mappings']

const MAX_IN_MESSAGE = 100

/** Reads and compiles one rule; null, with faults, when it cannot be used. `parameters` are the types of the pack's own. */
export function readRule(node: YamlNode, yaml: YamlSource, parameters: ReadonlyMap<string, CelType>): PackRule | null {
  const form = yamlForm(node, yaml, 'a rule', KEYS)
  const before = yaml.faults.length
  const id = form.required('id')
  if (id !== '' && !RULE_ID.test(id)) form.fault(form.member('id'), 'the id of a rule has lower-case letters, digits, "." and "-"')
  const title = form.required('title')
  const severity = chosen<RuleSeverity>(form, 'severity', RULE_SEVERITIES)
  const subject = chosen<RuleSubject>(form, 'subject', RULE_SUBJECTS)
  const remediation = form.required('remediation')
  form.required('message')
  form.required('assert')
  const mappings = readMappings(form, yaml)
  if (severity === null || subject === null) return null
  const environment = packEnvironment(subject, parameters)
  const when = form.has('when') ? readExpression(form.member('when') as YamlNode, { yaml, environment, wanted: BOOL }) : null
  const assert = form.has('assert') ? readExpression(form.member('assert') as YamlNode, { yaml, environment, wanted: BOOL }) : null
  const message = readMessage(form.member('message'), { yaml, environment })
  if (assert === null || yaml.faults.length > before) return null
  return {
    id,
    title,
    severity,
    subject,
    when,
    assert,
    message,
    remediation,
    mappings,
    disabled: null,
    source: yaml.source,
    line: form.line,
  }
}

function chosen<T extends string>(form: YamlForm, key: string, values: readonly T[]): T | null {
  const text = form.required(key)
  const found = values.find((one) => one === text)
  if (found === undefined && text !== '') form.fault(form.member(key), `${key} is one of ${values.join(', ')}`)
  return found ?? null
}

interface Reading {
  readonly yaml: YamlSource
  readonly environment: CelEnvironment
  readonly wanted?: CelType
}

/** Compiles the expression of a scalar; its issues become faults with the line and column of the file. */
function readExpression(node: YamlNode, { yaml, environment, wanted }: Reading): PackExpression | null {
  return compileAt(node, node.text, 0, { yaml, environment, ...(wanted && { wanted }) })
}

function compileAt(node: YamlNode, text: string, offset: number, { yaml, environment, wanted }: Reading): PackExpression | null {
  if (node.kind !== 'scalar') {
    yaml.faults.push({ source: yaml.source, ...yaml.place(node), message: 'an expression is a text; put it in quotes or after "|"' })
    return null
  }
  try {
    const program = compileCel(text, environment, wanted === undefined ? {} : { wanted })
    for (const { at, message } of refusals(program.expression.root)) {
      yaml.faults.push({ source: yaml.source, ...yaml.placeIn(node, { at: at + offset, end: 0, message }), message })
    }
    return { program, text: text.trim(), ...yaml.placeIn(node, { at: offset, end: offset, message: '' }) }
  } catch (error) {
    if (!(error instanceof CelInvalid)) throw error
    for (const issue of error.issues) {
      const place = yaml.placeIn(node, { ...issue, at: issue.at + offset })
      yaml.faults.push({ source: yaml.source, ...place, message: issue.message })
    }
    return null
  }
}

function readMessage(node: YamlNode | null, { yaml, environment }: Reading): PackRule['message'] {
  if (node === null || node.kind !== 'scalar') return []
  const parts = splitMessage(node.text)
  if (parts === null) {
    yaml.faults.push({ source: yaml.source, ...yaml.place(node), message: 'the message has "${" without its "}"' })
    return []
  }
  if (parts.filter((part) => typeof part !== 'string').length > MAX_IN_MESSAGE) {
    yaml.faults.push({ source: yaml.source, ...yaml.place(node), message: `a message has at most ${MAX_IN_MESSAGE} expressions` })
    return []
  }
  return parts
    .map((part) => (typeof part === 'string' ? part : compileAt(node, part.expression, part.at, { yaml, environment })))
    .filter((part) => part !== null)
}

function readMappings(form: YamlForm, yaml: YamlSource): PackRule['mappings'] {
  const node = form.member('mappings')
  if (node === null) return {}
  const names = node.pairs.map(([key]) => key.text)
  const inner = yamlForm(node, yaml, 'mappings', names)
  return Object.fromEntries(names.map((name) => [name, inner.texts(name)]))
}
