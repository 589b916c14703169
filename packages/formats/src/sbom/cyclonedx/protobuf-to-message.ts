import { DocumentInvalid } from '../../document-invalid.ts'
import { PROTOBUF_ENUMS, PROTOBUF_FIELDS } from './protobuf-fields.ts'
import { wireFields } from './protobuf-wire.ts'
import { TEXTPROTO_ENUMS } from './textproto-fields.ts'
import { fieldTypes } from './textproto-to-object.ts'
import type { TextMessage } from './textproto.ts'

const MAX_DEPTH = 200
/** Fields of all messages. */
const MAX_FIELDS = 50_000_000

const NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  PROTOBUF_FIELDS.trim()
    .split('\n')
    .map((line) => {
      const [message = '', ...names] = line.split(' ')
      return [message, names]
    }),
)
const WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(PROTOBUF_ENUMS).map(([type, words]) => [type, words.split(' ').map((word) => `${TEXTPROTO_ENUMS[type] ?? ''}${word}`)]),
)
const TYPES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([...NAMES.keys()].map((message) => [message, fieldTypes(message)]))
const NO_TYPES: ReadonlyMap<string, string> = new Map()
const NOTHING: TextMessage = { fields: [], line: 0 }

/**
 * A CycloneDX document in the binary form of Protocol Buffers as the message that its text form would give. Field numbers that the
 * schema does not have are named by their number, so that the check of the message tells them. Refuses with DocumentInvalid what is not
 * that form, texts that are not UTF-8, and anything over a limit.
 */
export function readProtobuf(bytes: Uint8Array): TextMessage {
  let count = 0
  const decoder = new TextDecoder('utf-8', { fatal: true })

  function message(part: Uint8Array, type: string, depth: number): TextMessage {
    if (depth > MAX_DEPTH) refuse(`the document is nested deeper than ${MAX_DEPTH} levels`, 'limit-exceeded')
    const names = NAMES.get(type) ?? []
    const types = TYPES.get(type) ?? NO_TYPES
    const fields: { name: string; value: string | TextMessage; line: number }[] = []
    for (const { number, value } of wireFields(part)) {
      if (++count > MAX_FIELDS) refuse(`the document has more than ${MAX_FIELDS} fields`, 'limit-exceeded')
      const name = names[number - 1] ?? `field_${number}`
      fields.push({ name, value: valueOf(value, types.get(name) ?? 'Text', { name, depth }), line: 0 })
    }
    // A number that is 0 is not written: the first word of an enumeration is what is not there.
    if (type === 'ExternalReference' && !fields.some(({ name }) => name === 'type'))
      fields.unshift({ name: 'type', value: WORDS.get('ReferenceType')?.[0] ?? '', line: 0 })
    return { fields, line: 0 }
  }
  function valueOf(
    value: bigint | Uint8Array | null,
    type: string,
    { name, depth }: { readonly name: string; readonly depth: number },
  ): string | TextMessage {
    if (value === null || type === 'Any') return NOTHING
    const words = WORDS.get(type)
    if (typeof value === 'bigint') return words === undefined ? String(value) : (words[Number(value)] ?? String(value))
    if (NAMES.has(type)) return message(value, type, depth + 1)
    if (name.startsWith('field_')) return ''
    try {
      return decoder.decode(value)
    } catch {
      return refuse(`a text in ${name} is not UTF-8`)
    }
  }
  return message(bytes, 'Bom', 0)
}

/** Whether bytes begin as a CycloneDX document in the binary form: field 1, the version of the specification. */
export function isBinaryBom(bytes: Uint8Array): boolean {
  const [tag, length = 0] = bytes
  return tag === 0x0a && length > 2 && length < 5 && /^1\.\d/.test(Buffer.from(bytes.subarray(2, 8)).toString('latin1'))
}

function refuse(reason: string, fault: DocumentInvalid['fault'] = 'malformed'): never {
  throw new DocumentInvalid(reason, { line: 0, column: 0 }, fault)
}
