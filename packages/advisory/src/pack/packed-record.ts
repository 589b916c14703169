import type { CvssRating, AdvisoryKind, OsvAffected, OsvEvent, OsvRange, Severity } from '@cupel/model'
import type { AdvisoryRecord, AdvisoryText } from '../advisory-index.ts'
import { unpackTime } from './packed-time.ts'

/** `["S", "i0", "f1.2.3"]`: type letter, then events with a letter each. */
export type PackedRange = readonly string[]
/** Ranges, and versions that no range says already. */
export type PackedAffected = readonly [ranges: readonly PackedRange[], versions?: readonly string[]]

/** JSON of a record's facts: ordinal, id, aliases, upstream, summary, published, modified, withdrawn, ratings, severity, CWEs, kind. */
export type PackedFacts = readonly [
  ordinal: number,
  id: string,
  aliases: readonly string[],
  upstream: readonly string[],
  summary: string,
  published: string | number,
  modified: string | number,
  withdrawn: string | number,
  cvss: readonly (readonly [CvssRating['version'], string, number | null])[],
  severity: Severity | '',
  cwes: readonly string[],
  malware: 0 | 1,
]

/** Details, 1 when cut, references, packages. */
export type PackedText = readonly [details: string, cut: 0 | 1, references: readonly string[], packages: readonly string[]]

/** One OSV record in the form the index keeps. */
export interface PackedRecord {
  /** Ordinal still 0: the writer gives it. */
  readonly facts: PackedFacts
  readonly text: PackedText
  /** Live affected packages by package key; empty for a withdrawn record. */
  readonly affected: ReadonlyMap<string, readonly PackedAffected[]>
}

/** Back to the shape of the OSV schema, so that one evaluation serves both. */
export function unpackAffected(packed: PackedAffected): OsvAffected {
  const ranges = packed[0].map(unpackRange)
  return packed.length === 1 || packed[1] === undefined ? { ranges } : { ranges, versions: packed[1] }
}

function unpackRange(packed: PackedRange): OsvRange {
  const events: OsvEvent[] = []
  for (let index = 1; index < packed.length; index += 1) events.push(unpackEvent(packed[index]!))
  return { type: packed[0] === 'S' ? 'SEMVER' : 'ECOSYSTEM', events }
}

function unpackEvent(event: string): OsvEvent {
  const version = event.slice(1)
  const letter = event[0]
  if (letter === 'i') return { introduced: version }
  if (letter === 'f') return { fixed: version }
  return letter === 'l' ? { last_affected: version } : { limit: version }
}

export function unpackFacts(facts: PackedFacts, ecosystem: string): AdvisoryRecord {
  const kind: AdvisoryKind = facts[11] === 1 ? 'malware' : 'vulnerability'
  return {
    id: facts[1],
    kind,
    aliases: facts[2],
    upstream: facts[3],
    summary: facts[4],
    published: unpackTime(facts[5]),
    modified: unpackTime(facts[6]),
    withdrawn: unpackTime(facts[7]),
    cvss: facts[8].map(([version, vector, score]) => ({ version, vector, score })),
    severity: facts[9] === '' ? 'unknown' : facts[9],
    cwes: facts[10],
    ecosystem,
  }
}

export function unpackText(text: PackedText, summary: string): AdvisoryText {
  return { summary, details: text[0], truncated: text[1] === 1, references: text[2], packages: text[3] }
}
