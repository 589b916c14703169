import type { ExtractInput } from '../extractor.ts'

/** Encodings of XML declarations that are read although they are not UTF-8 or UTF-16. */
const SINGLE_BYTE = /^<\?xml[^>]{0,100}encoding\s*=\s*["'](iso-8859-1|latin1|iso-8859-15|windows-1252|cp1252|us-ascii|ascii)["']/i

/** Text of an XML file. Old files in a Western single-byte encoding that they declare (XML 1.0 §4.3.3) are decoded with it. */
export function xmlText(input: ExtractInput): string {
  const head = new TextDecoder('latin1').decode(input.file.read(0, 160))
  if (!SINGLE_BYTE.test(head)) return input.text()
  const bytes = input.file.read(0, input.file.size)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
