import type { OsvRecord } from '@cupel/model'
import type { PackedText } from './packed-record.ts'

const DETAILS = 720
const DETAILS_OF_MALWARE = 200
const REFERENCES = 6
const PACKAGES = 24
/** Frame that the malicious-packages collection puts around its reporters' words. */
const COLLECTOR_FRAME = /^---\n_-= Per source details\. Do not edit below this line\.=-_\n+/
const SOURCE_LINE = /^## Source: [^\n(]{1,80} \([0-9a-f]{64}\)\n/gm

/** The beginning of the prose and the first references and packages: enough to know what it is about. */
export function packText(record: OsvRecord): PackedText {
  const malware = record.id.includes('MAL-')
  const details = (record.details ?? '').trim().replace(COLLECTOR_FRAME, '').replace(SOURCE_LINE, '')
  const limit = malware ? DETAILS_OF_MALWARE : DETAILS
  const references = (record.references ?? []).slice(0, REFERENCES).map((reference) => reference.url)
  const packages = new Set(
    (record.affected ?? []).flatMap(({ package: named }) => (named === undefined ? [] : [`${named.ecosystem}/${named.name}`])),
  )
  return [cut(details, limit), details.length > limit ? 1 : 0, references, [...packages].slice(0, PACKAGES)]
}

/** Cuts at a word where one is near. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const space = text.lastIndexOf(' ', limit)
  return text.slice(0, space > limit - 80 ? space : limit).trimEnd()
}
