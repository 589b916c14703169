import type { YamlNode } from '@cupel/formats'
import { optionalItem, showType } from '../cel/cel-type.ts'
import type { CelType } from '../cel/cel-type.ts'
import type { CelRecord, CelResult, CelValue } from '../cel/cel-value.ts'
import { CelFault, CelMap, CelOptional, CelUint, CelUnknown, isFault, NONE, RECORD_TYPE } from '../cel/cel-value.ts'
import { readDuration, readTimestamp } from '../cel/time.ts'

/** Says that a YAML value is not of the type wanted, and where. */
export type GivenFault = (node: YamlNode, message: string) => void

/**
 * Reads a YAML value as a value of a type. Members of a record that are not there are unknown; so is the value as a whole after a
 * fault. `records` has the fields of all records.
 */
export function givenValue(
  node: YamlNode,
  type: CelType,
  options: { readonly records: ReadonlyMap<string, ReadonlyMap<string, CelType>>; readonly fault: GivenFault },
): CelResult {
  const { fault } = options
  const wrong = (message = `this is no ${showType(type)}`): CelUnknown => {
    fault(node, message)
    return new CelUnknown(['a value that is wrong'])
  }
  const item = optionalItem(type)
  if (item !== null) {
    if (node.kind === 'scalar' && node.value === null) return NONE
    const value = givenValue(node, item, options)
    return isFault(value) ? value : new CelOptional(value)
  }
  switch (type.kind) {
    case 'list': {
      if (node.kind !== 'sequence') return wrong()
      const items = node.items.map((one) => givenValue(one, type.item, options))
      return items.find(isFault) ?? (items as readonly CelValue[])
    }
    case 'map': {
      if (node.kind !== 'mapping') return wrong()
      const entries = node.pairs.map(
        ([key, value]) => [givenValue(key, type.key, options), givenValue(value, type.value, options)] as const,
      )
      requireOnce(node, fault)
      const bad = entries.flat().find(isFault)
      return bad ?? new CelMap(new Map(entries.map(([key, value]) => [key, [key as CelValue, value as CelValue]])))
    }
    case 'record':
      return node.kind === 'mapping' ? givenRecord(node, type.name, options) : wrong()
    case 'double':
      // A comparison with what is no number, or larger than all, would hold for everything.
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) return wrong('a number is finite')
      return node.kind === 'scalar' ? (scalar(node, type) ?? wrong()) : wrong()
    default:
      return node.kind === 'scalar' ? (scalar(node, type) ?? wrong()) : wrong()
  }
}

/** A record with the members that a mapping gives; every other member is unknown. */
export function givenRecord(
  node: YamlNode,
  name: string,
  options: { readonly records: ReadonlyMap<string, ReadonlyMap<string, CelType>>; readonly fault: GivenFault },
): CelRecord {
  const fields = options.records.get(name) ?? new Map<string, CelType>()
  const values: Record<string, CelResult> = {}
  requireOnce(node, options.fault)
  for (const [key, value] of node.pairs) {
    const type = fields.get(key.text)
    if (type === undefined) options.fault(key, `a ${name} has no field "${key.text.slice(0, 40)}"`)
    else values[key.text] = givenValue(value, type, options)
  }
  for (const key of fields.keys()) values[key] ??= values[key] === null ? null : new CelUnknown([`${name}.${key} is not given`])
  return { ...values, [RECORD_TYPE]: name }
}

/** Of two members of one name nobody knows which is meant. */
function requireOnce({ pairs }: YamlNode, fault: GivenFault): void {
  const seen = new Set<string>()
  for (const [key] of pairs) {
    if (seen.has(key.text)) fault(key, `${key.text.slice(0, 40)} stands twice`)
    seen.add(key.text)
  }
}

function scalar({ value, text }: YamlNode, type: CelType): CelResult | null {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean' ? value : null
    case 'int':
      return Number.isSafeInteger(value) ? BigInt(value as number) : null
    case 'uint':
      return Number.isSafeInteger(value) && (value as number) >= 0 ? new CelUint(BigInt(value as number)) : null
    case 'double':
      return typeof value === 'number' ? value : null
    case 'string':
      return value === null ? null : text
    case 'timestamp':
      return valueOr(readTimestamp(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text))
    case 'duration':
      return valueOr(readDuration(text))
    default:
      return null
  }
}

function valueOr(result: CelResult): CelResult | null {
  return result instanceof CelFault ? null : result
}
