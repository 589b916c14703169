import type { FaultList } from '../grammar/fault.ts'
import { list, record, text } from '../record.ts'
import type { JsonRecord } from '../record.ts'

/** Every SPDXID is `SPDXRef-…` and unique in its document (SPDX 2.3 §6.3, §7.2, §8.2). */
export function checkSpdxIds(document: JsonRecord, faults: FaultList): void {
  const seen = new Set<string>([text(document['SPDXID'])])
  for (const section of ['packages', 'files', 'snippets']) {
    list(document[section]).forEach((item, index) => {
      const id = text(record(item)['SPDXID'])
      const trail = { parent: { parent: { parent: null, key: section }, key: index }, key: 'SPDXID' }
      if (id !== '' && !id.startsWith('SPDXRef-')) faults.add(trail, 'spdx-id', 'an identifier that starts with SPDXRef- is expected here')
      if (id !== '' && seen.has(id)) faults.add(trail, 'unique-ref', 'another element has the same SPDXID')
      seen.add(id)
    })
  }
}
