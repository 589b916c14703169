import type { PolicyPlace, RuleSubject } from '@cupel/model'
import type { CelRecord, CelResult } from '../cel/cel-value.ts'
import { CelUnknown, RECORD_TYPE } from '../cel/cel-value.ts'

/** Where the facts of a record come from. */
export const RECORD_PLACES: unique symbol = Symbol('record places')

/** A record of the model that knows where its facts come from. */
export interface PolicyRecord extends CelRecord {
  readonly [RECORD_PLACES]: () => readonly PolicyPlace[]
}

/** Something that rules speak about. */
export interface PolicySubject {
  /** Stable name: what exceptions name. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** A record of the model, or a CelUnknown in place of those that may be there and could not be seen. */
  readonly record: CelResult
  /** Set for what stands for something that nobody has seen: only an exception that names it, without `*`, is one for it. */
  readonly unseen?: true
}

/** Everything that the rules of a pack can be asked about. */
export interface PolicySubjects extends Readonly<Record<RuleSubject, readonly PolicySubject[]>> {
  /** What every rule sees as `project`. */
  readonly whole: CelRecord
  /** What the scan was told to leave out, in its words: told with every verdict. */
  readonly leftOut: readonly string[]
}

/** A record of a type with its fields; `places` is asked only for explanations. */
export function policyRecord(
  type: string,
  fields: Record<string | symbol, CelResult | (() => CelResult) | (() => readonly PolicyPlace[])>,
  places: () => readonly PolicyPlace[],
): PolicyRecord {
  fields[RECORD_TYPE] = type
  fields[RECORD_PLACES] = places
  return fields as unknown as PolicyRecord
}

const unknowns = new Map<string, CelUnknown>()

/** Missing evidence, in a few words. One object for one reason. */
export function unknownFor(reason: string): CelUnknown {
  const found = unknowns.get(reason)
  if (found !== undefined) return found
  const made = new CelUnknown([reason])
  if (unknowns.size < 1000) unknowns.set(reason, made)
  return made
}

/** Places of a record; none for what is no record of the model. */
export function placesOf(record: unknown): readonly PolicyPlace[] {
  return typeof record === 'object' && record !== null && RECORD_PLACES in record ? (record as PolicyRecord)[RECORD_PLACES]() : []
}
