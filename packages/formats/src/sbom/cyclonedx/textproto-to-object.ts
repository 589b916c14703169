import type { BomFault } from '../bom-read.ts'
import { keyRules } from '../grammar/key-rules.ts'
import type { KeyRule } from '../grammar/key-rules.ts'
import type { JsonRecord } from '../record.ts'
import { TEXTPROTO_ENUMS, TEXTPROTO_MESSAGES } from './textproto-fields.ts'
import type { TextMessage } from './textproto.ts'

interface Field {
  readonly key: string
  readonly type: string
  readonly many: boolean
}

interface Message {
  readonly fields: ReadonlyMap<string, Field>
  readonly required: readonly string[]
  readonly rules: readonly KeyRule[]
}

const MESSAGES: ReadonlyMap<string, Message> = new Map(TEXTPROTO_MESSAGES.trim().split('\n').map(messageOf))

function messageOf(line: string): [string, Message] {
  const [name = '', ...tokens] = line.split(' ')
  const fields = new Map<string, Field>()
  const required: string[] = []
  const rules: KeyRule[] = []
  for (const token of tokens) {
    const rule = keyRules(token.replaceAll(',', ' '))
    if (rule) {
      rules.push(rule)
      continue
    }
    const match = /^([A-Za-z_]+)(!?)(?:=([A-Za-z-]+))?(?::([A-Za-z]+))?(\*?)$/.exec(token)
    if (!match) throw new RangeError(`${name} has a field that is not understood`)
    const [, field = '', mandatory, key, type, many] = match
    fields.set(field, { key: key ?? field, type: type ?? 'Text', many: many === '*' })
    if (mandatory) required.push(field)
  }
  return [name, { fields, required, rules }]
}

/** What the fields of a message hold, by name; empty for messages that are not checked. */
export function fieldTypes(message: string): ReadonlyMap<string, string> {
  return new Map([...(MESSAGES.get(message)?.fields ?? [])].map(([name, { type }]) => [name, type]))
}

/** A message in the shape of the JSON encoding. Unknown and missing fields and wrong kinds of value go to `faults`. */
export function textMessageToObject(message: TextMessage, faults: BomFault[]): JsonRecord {
  return objectOf(message, 'Bom', '', faults)
}

function objectOf(message: TextMessage, type: string, path: string, faults: BomFault[]): Record<string, unknown> {
  const rule = MESSAGES.get(type)
  const object: Record<string, unknown> = {}
  if (!rule) return object
  const seen = new Set<string>()
  for (const { name, value, line } of message.fields) {
    const field = rule.fields.get(name)
    const place = `${path}/${name}`
    if (!field) {
      faults.push({ line, path: place, message: 'this field is not part of the message', rule: 'unknown-key' })
      continue
    }
    if (seen.has(name) && !field.many) faults.push({ line, path: place, message: 'this field stands twice', rule: 'unique' })
    seen.add(name)
    const converted = valueOf(value, field.type, place, line, faults)
    if (converted === undefined) continue
    if (field.many) ((object[field.key] ??= []) as unknown[]).push(converted)
    else object[field.key] = converted
  }
  const present = Object.fromEntries([...seen].map((name) => [name, true]))
  for (const broken of rule.rules.map((test) => test(present))) {
    if (broken) faults.push({ line: message.line, path, message: broken, rule: 'keys' })
  }
  for (const name of rule.required) {
    if (!seen.has(name)) faults.push({ line: message.line, path, message: `the field "${name}" is missing`, rule: 'required' })
  }
  return object
}

function valueOf(value: string | TextMessage, type: string, path: string, line: number, faults: BomFault[]): unknown {
  if (typeof value === 'string') {
    const prefix = TEXTPROTO_ENUMS[type]
    if (prefix !== undefined)
      return (
        enumWord(value, type, prefix) ??
        void faults.push({ line, path, message: `a word that starts with ${prefix} is expected here`, rule: 'enum' })
      )
    if (type === 'Text') return value
    if (type === 'Number') return Number(value)
    if (type !== 'Any') faults.push({ line, path, message: 'a message is expected here', rule: 'type' })
    return undefined
  }
  if (type === 'Timestamp') return timestamp(value)
  if (type === 'DependencyRef') return value.fields.find((field) => field.name === 'ref')?.value
  if (MESSAGES.has(type)) return objectOf(value, type, path, faults)
  if (type !== 'Any') faults.push({ line, path, message: 'a single value is expected here', rule: 'type' })
  return type === 'Any' ? {} : undefined
}

function enumWord(word: string, type: string, prefix: string): string | null {
  if (!word.startsWith(prefix)) return null
  const rest = word.slice(prefix.length)
  // Digests are compared without their signs, so SHA_3_256 finds SHA3-256.
  return type === 'HashAlg' ? rest : rest.toLowerCase().replaceAll('_', '-')
}

function timestamp(message: TextMessage): string {
  const seconds = Number(message.fields.find((field) => field.name === 'seconds')?.value ?? Number.NaN)
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 253_402_300_799) return ''
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
