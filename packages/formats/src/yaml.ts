import { CORE_SCHEMA, EVENT_ID, YAMLException, constructFromEvents, mergeTag, parseEvents } from 'js-yaml'
import type { Event } from 'js-yaml'
import { DocumentInvalid } from './document-invalid.ts'
import { textPlace } from './text-place.ts'
import { findAliasFault } from './yaml-aliases.ts'

export interface YamlLimits {
  /** Alias nodes in one text; default 10,000. */
  readonly maxAliases?: number
  /** Nodes after every alias is replaced by what it stands for; default 5 million. */
  readonly maxExpanded?: number
  /** Collections inside each other; default 200. */
  readonly maxDepth?: number
  /** Default 1,000. */
  readonly maxDocuments?: number
  /** UTF-16 code units; default 200 million. */
  readonly maxLength?: number
  /** A key that stands twice in one mapping: refused (YAML 1.2.2 §3.2.1.3), or the last one counts. Default `refuse`. */
  readonly duplicateKeys?: 'refuse' | 'last'
}

const SCHEMA = CORE_SCHEMA.withTags(mergeTag)

/**
 * Parses every document of a YAML 1.2 text (core schema, plus merge keys). An empty text has no document. Refuses with
 * DocumentInvalid: invalid YAML, an alias inside the node it names, and anything over a limit.
 */
export function readYaml(text: string, limits: YamlLimits = {}): readonly unknown[] {
  const events = readYamlEvents(text, limits)
  return guard(text, () =>
    constructFromEvents(events, { source: text, schema: SCHEMA, json: limits.duplicateKeys === 'last', maxTotalMergeKeys: 100_000 }),
  )
}

/** The checked event stream of a text: what `readYaml` and `readYamlTree` build from. */
export function readYamlEvents(text: string, limits: YamlLimits = {}): Event[] {
  const { maxAliases = 10_000, maxExpanded = 5_000_000, maxDepth = 200, maxDocuments = 1000, maxLength = 200_000_000 } = limits
  if (text.length > maxLength) refuse(`the document is longer than ${maxLength} characters`)
  const events = guard(text, () => parseEvents(text, { maxDepth }))
  let documents = 0
  for (const event of events) if (event.type === EVENT_ID.DOCUMENT) documents++
  if (documents > maxDocuments) refuse(`there are more than ${maxDocuments} documents in the text`)
  const fault = findAliasFault(text, events, { maxAliases, maxExpanded })
  if (fault) throw new DocumentInvalid(fault.reason, textPlace(text, fault.offset), fault.kind)
  return events
}

function refuse(reason: string): never {
  throw new DocumentInvalid(reason, { line: 0, column: 0 }, 'limit-exceeded')
}

function guard<T>(text: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const place = error.mark ? textPlace(text, error.mark.position) : { line: 0, column: 0 }
    const limit = error.reason.includes('exceeded')
    // The library's reasons can quote names of the input (anchors, tags, keys).
    const reason = error.reason.replace(/[^\x20-\x7e]/g, '?').slice(0, 120)
    throw new DocumentInvalid(`not valid YAML: ${reason}`, place, limit ? 'limit-exceeded' : 'malformed')
  }
}
