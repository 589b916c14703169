import { readJson } from '../../json.ts'
import { judgeDraft, placedFaults, plain, sbomProblem } from '../bom-read.ts'
import type { BomDraft, BomRead, BomReadOptions } from '../bom-read.ts'
import { FaultList } from '../grammar/fault.ts'
import { jsonGrammar } from '../grammar/json-grammar.ts'
import type { Check } from '../grammar/json-grammar.ts'
import { jsonPointerLines } from '../json-places.ts'
import { record, text } from '../record.ts'
import { bomOfSpdx2 } from './bom-of-spdx2.ts'
import { checkSpdxIds } from './check-ids.ts'
import { SPDX2_JSON } from './spdx2.grammar.ts'

let check: Check | undefined

/**
 * Reads SPDX 2.2 and 2.3 in JSON. A document that breaks the rules of the format is refused, see `BomReadOptions`. A later
 * 2.x is read as far as it can be, with a problem.
 */
export function readSpdxJson(source: string, options: BomReadOptions = {}): BomRead {
  return judgeDraft(
    draftSpdx2(readJson(source), 'json', (pointers) => jsonPointerLines(source, pointers)),
    options,
  )
}

/** The unjudged read of an SPDX 2 document in the shape of its JSON encoding, whatever it was written in. */
export function draftSpdx2(
  value: unknown,
  encoding: 'json' | 'yaml' | 'tag-value' | 'rdf-xml',
  linesOf: (pointers: readonly string[]) => ReadonlyMap<string, number>,
): BomDraft {
  const document = record(value)
  const version = text(document['spdxVersion']).replace(/^SPDX-/, '')
  const format = { name: 'SPDX', version: plain(version), encoding } as const
  const { bom, problems } = bomOfSpdx2(document)
  if (!/^2\.[0-3]$/.test(version)) {
    const unknown = sbomProblem(
      'unsupported-version',
      `version ${plain(version) || '(none)'} of SPDX is not known; it was read as far as it looks like 2.3`,
      'incomplete',
    )
    return { bom, format, problems: [{ ...unknown, hint: 'known are 2.0 to 2.3 and 3.0' }, ...problems], faults: [], faultCount: 0 }
  }
  check ??= jsonGrammar(SPDX2_JSON, 3).check('document')
  const list = new FaultList(100)
  check(value, null, list)
  checkSpdxIds(document, list)
  return { bom, format, problems, ...placedFaults(list, linesOf) }
}
