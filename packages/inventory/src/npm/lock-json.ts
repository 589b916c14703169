import { DocumentInvalid } from '@cupel/formats'
import type { Collector } from '../extractor.ts'
import { withoutConflicts } from './conflict-markers.ts'
import { parseJson } from './json-value.ts'
import { plainJson } from './plain-json.ts'

/**
 * Parses the JSON of a lock file. A merge conflict left in it is reported and costs its other side only. Offsets in `text`, which is
 * what was parsed, are those of the file. Throws DocumentInvalid for everything else that is no JSON.
 */
export function readLockJson(written: string, out: Collector): { readonly text: string; readonly json: unknown } {
  try {
    return { text: written, json: parseJson(written) }
  } catch (error) {
    const first = withoutConflicts(written)
    if (first === null || !(error instanceof DocumentInvalid)) throw error
    // The first side can end in a comma that only its other side needs.
    const text = plainJson(first)
    const json = parseJson(text)
    out.problem({ code: 'malformed', line: error.line, detail: 'a merge conflict is not resolved; its first side was read' })
    return { text, json }
  }
}
