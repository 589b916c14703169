import type { YamlNode } from '@cupel/formats'
import { optionalItem, showType } from '../cel/cel-type.ts'
import type { CelType } from '../cel/cel-type.ts'
import { isFault } from '../cel/cel-value.ts'
import { typeOfText } from '../cel/type-text.ts'
import { givenValue } from './given-value.ts'
import { outOfBounds, readBounds } from './parameter-bounds.ts'
import type { PackParameter } from './policy-pack.ts'
import { yamlForm } from './yaml-form.ts'
import type { YamlSource } from './yaml-form.ts'

const TYPES = ['bool', 'int', 'double', 'string', 'duration', 'timestamp', 'list(string)', 'list(int)', 'map(string, string)']
const NAME = /^[a-z][a-z0-9_]{0,60}$/

/** The parameters of a pack: each with its type, the value it has unless an overlay says otherwise, and what it is for. */
export function readParameters(node: YamlNode | null, yaml: YamlSource): readonly PackParameter[] {
  if (node === null) return []
  const form = yamlForm(
    node,
    yaml,
    'parameters',
    node.pairs.map(([key]) => key.text),
  )
  return node.pairs.flatMap(([key, value]) => {
    const parameter = readParameter(key, value, yaml)
    if (!NAME.test(key.text)) form.fault(key, 'a parameter is named in lower-case letters, digits and "_"')
    return parameter === null ? [] : [parameter]
  })
}

function readParameter(key: YamlNode, node: YamlNode, yaml: YamlSource): PackParameter | null {
  const form = yamlForm(node, yaml, 'a parameter', ['type', 'default', 'about', 'values', 'min', 'max'])
  const text = form.required('type')
  if (text !== '' && !TYPES.includes(text)) form.fault(form.member('type'), `the type of a parameter is one of ${TYPES.join(', ')}`)
  const value = form.member('default')
  if (value === null) form.fault(node, 'a parameter needs default')
  if (value === null || !TYPES.includes(text)) return null
  const type = typeOfText(text)
  const bounds = readBounds(form, type, (at, message) => form.fault(at, `parameter ${key.text}: ${message}`))
  const parameter = { name: key.text, type, bounds, about: form.required('about'), line: form.line }
  return withValue(parameter, value, yaml) ?? { ...parameter, value: null, shown: null }
}

/** The parameter with the value of a YAML node; null, and a fault, when that is not of its type or not in its bounds. */
export function withValue(parameter: Omit<PackParameter, 'value' | 'shown'>, node: YamlNode, yaml: YamlSource): PackParameter | null {
  const fault = (at: YamlNode, message: string): void => {
    yaml.faults.push({ source: yaml.source, ...yaml.place(at), message: `parameter ${parameter.name}: ${message}` })
  }
  const value = givenValue(node, parameter.type, { records: new Map(), fault })
  if (isFault(value)) return null
  const wrong = outOfBounds(value, parameter.bounds)
  if (wrong === '') return { ...parameter, value, shown: plain(node, parameter.type) }
  fault(node, wrong)
  return null
}

function plain(node: YamlNode, type: CelType): unknown {
  if (node.kind === 'sequence') return node.items.map((one) => plain(one, type.kind === 'list' ? type.item : type))
  if (node.kind === 'mapping') return Object.fromEntries(node.pairs.map(([key, value]) => [key.text, plain(value, type)]))
  return ['string', 'duration', 'timestamp', 'map'].includes(type.kind) || optionalItem(type) !== null || showType(type) === 'string'
    ? node.text
    : node.value
}
