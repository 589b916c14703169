import { DocumentInvalid, readJson, readXml } from '@cupel/formats'
import { nameOf } from '@cupel/source'
import { asObject } from './json-value.ts'

/** Names that bills of other things have too: `sbom.json` and endings such as `.cdx.json` say what they mean. */
const COMMON: ReadonlySet<string> = new Set(['bom.json', 'bom.xml'])

/** Words that no bill of software is without, be it of a kind that is not read. */
const OF_SOFTWARE = /cyclonedx|spdx|swid|sbom|purl|pkg:|package|component|dependenc|artifact|library|licen[cs]e/i

/** Elements and attributes, but for that of the XML declaration. */
const HAS_VERSIONS = /<(?:\w+:)?version\b|(?<!<\?xml)\sversion[ \t]*=/i

/** What bills of software start with. */
const SAYS_SO = /bomFormat|specVersion|cyclonedx|spdx/i

const MAX_TEXT = 5_000_000

/**
 * Whether a whole document of a common name is a bill of something else: of the parts of a device, the goods of a shop. What has a word in it
 * that a bill of software could have, or is damaged, is none: that is to be told.
 */
export function isOtherBill(path: string, text: string): boolean {
  const name = nameOf(path)
  if (!COMMON.has(name) || SAYS_SO.test(text.slice(0, 4_096)) || text.trim() === '' || text.length > MAX_TEXT) return false
  try {
    if (name.endsWith('.xml')) return !OF_SOFTWARE.test(text) && !HAS_VERSIONS.test(text) && readXml(text).name !== ''
    return hasOtherKeys(readJson(text))
  } catch (error) {
    if (error instanceof DocumentInvalid) return false
    throw error
  }
}

/** Parts have a `package`, too: the keys of the document itself, and of what it lists first, are looked at. */
function hasOtherKeys(value: unknown): boolean {
  const items = Array.isArray(value) ? value.slice(0, 20) : [value]
  const keys = items.flatMap((item) => Object.keys(asObject(item) ?? {}))
  return (
    keys.length > 0 &&
    !keys.some((key) => OF_SOFTWARE.test(key) || KEYS_OF_SOFTWARE.has(key)) &&
    !/pkg:|cyclonedx|spdx|"version"/i.test(JSON.stringify(value))
  )
}

const KEYS_OF_SOFTWARE: ReadonlySet<string> = new Set([
  'bomFormat',
  'specVersion',
  'serialNumber',
  '@graph',
  '@context',
  'manifests',
  'modules',
])
