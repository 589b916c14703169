import { judgeDraft, plain } from '../bom-read.ts'
import type { BomDraft, BomFault, BomRead, BomReadOptions } from '../bom-read.ts'
import { records, text } from '../record.ts'
import type { JsonRecord } from '../record.ts'
import { bomOfDocument } from './bom-of-document.ts'
import { CYCLONEDX_MINORS } from './grammar.ts'
import { isVersion, unknownVersion } from './read-json.ts'
import { textMessageToObject } from './textproto-to-object.ts'
import { readProtobuf } from './protobuf-to-message.ts'
import { readTextproto } from './textproto.ts'
import type { TextMessage } from './textproto.ts'

/**
 * Reads CycloneDX 1.3 to 1.7 in the text form of Protocol Buffers. Components, licences, hashes, dependencies and
 * properties are checked; other messages are read over.
 */
export function readCycloneDxTextproto(source: string, options: BomReadOptions = {}): BomRead {
  return judgeDraft(draftTextproto(source), options)
}

/** The same of the binary form. */
export function readCycloneDxProtobuf(bytes: Uint8Array, options: BomReadOptions = {}): BomRead {
  return judgeDraft(draftProtobuf(bytes), options)
}

/** The unjudged read. */
export function draftTextproto(source: string): BomDraft {
  return draftOf(readTextproto(source), 'textproto')
}

/** The unjudged read of the binary form, which has no lines. */
export function draftProtobuf(bytes: Uint8Array): BomDraft {
  const draft = draftOf(readProtobuf(bytes), 'protobuf')
  return { ...draft, faults: draft.faults.map(({ path, message, rule }) => ({ path, message, rule })) }
}

function draftOf(message: TextMessage, encoding: 'textproto' | 'protobuf'): BomDraft {
  const faults: BomFault[] = []
  const read = textMessageToObject(message, faults)
  const metadata = (read['metadata'] ?? {}) as JsonRecord
  const document: JsonRecord = { ...read, ...(read['metadata'] ? { metadata: { ...metadata, tools: toolsOf(metadata['tools']) } } : {}) }
  const version = text(document['specVersion'])
  const { bom, problems } = bomOfDocument(document)
  const format = { name: 'CycloneDX', version: plain(version), encoding } as const
  // The schema of the Protocol Buffers does not demand a version, and real files leave it out.
  if (version !== '' && !isVersion(version))
    faults.push({ path: '/spec_version', message: 'a version of the specification is expected here', rule: 'format' })
  const unknown = version !== '' && CYCLONEDX_MINORS[version] === undefined ? [unknownVersion(version)] : []
  return { bom, format, problems: [...unknown, ...problems], faults: faults.slice(0, 100), faultCount: faults.length }
}

/** One message holds both forms of tools; the JSON shape has one or the other. */
function toolsOf(value: unknown): unknown {
  const tools = records(value)
  return tools.flatMap((tool) => [
    ...records(tool['components']),
    ...records(tool['services']),
    ...(tool['name'] === undefined ? [] : [tool]),
  ])
}
