import type { CelResult, CelValue } from '../cel/cel-value.ts'
import { CelMap, isFault } from '../cel/cel-value.ts'
import { readTimestamp } from '../cel/time.ts'
import { unknownFor } from './policy-subject.ts'

/** A map with texts as keys. */
export function mapOfTexts(entries: Iterable<readonly [string, CelResult]>): CelMap {
  return new CelMap(new Map([...entries].map(([key, value]) => [key, [key, value as CelValue]] as const)))
}

/** An RFC 3339 time or a day as timestamp; unknown for `why` when it is empty or cannot be read. */
export function timeOr(text: string, why: string): CelResult {
  if (text === '') return unknownFor(why)
  const read = readTimestamp(text.length === 10 ? `${text}T00:00:00Z` : text)
  return isFault(read) ? unknownFor(why) : read
}
