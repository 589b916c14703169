import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { FoundPackage } from '../extractor.ts'
import { readSerialized } from '../php/serialized.ts'
import type { Serialized } from '../php/serialized.ts'

const PLACE = /(?:^|\/)\.registry\/(?:\.channel\.([^/]+)\/)?[^/]+\.reg$/
const MAX_BYTES = 32 * 1024 * 1024
const PEAR = 'pear.php.net'
const NAME = /^[A-Za-z][\w.-]{0,200}$/
const VERSION = /^[\w.+~-]*$/
const CHANNEL = /^[\w.-]{1,200}$/

/**
 * A package installed by PEAR or PECL: `.registry/<name>.reg`, of other channels than pear.php.net below `.registry/.channel.<channel>`. What
 * PEAR's own channel has is on Packagist as `pear/<name>`, and advisories name it so.
 */
export default defineExtractor({
  id: 'pear-installed',
  title: 'PHP: packages installed by PEAR and PECL (.registry/*.reg)',
  type: 'composer',
  kind: 'installed',
  suffixes: ['.reg'],
  claims: (path) => PLACE.test(path),
  extract(input, out) {
    out.format('')
    out.entries(1)
    const { file } = input
    if (file.size > MAX_BYTES) out.problem({ code: 'limit-exceeded', detail: `larger than ${MAX_BYTES} bytes` })
    const found = file.size > MAX_BYTES ? null : tableOf(Buffer.from(file.read(0, file.size)).toString('latin1'))
    if (typeof found === 'string') out.problem({ code: 'malformed', line: 1, detail: found })
    const table = typeof found === 'string' ? null : found
    const channel = textAt(table, 'channel') || (PLACE.exec(input.path)?.[1] ?? PEAR)
    const name = textAt(table, 'name') || textAt(table, 'package') || nameOf(input.path).slice(0, -'.reg'.length)
    const version = textAt(table, 'version', 'release') || textAt(table, 'version')
    if (!NAME.test(name) || !CHANNEL.test(channel)) {
      out.problem({ code: 'name-invalid', line: 1, detail: `${channel}/${name} is not a name of a package` })
      return out.skip('record without a name')
    }
    if (version === '' && table !== null) out.problem({ code: 'malformed', line: 1, detail: `${name} has no version` })
    if (!VERSION.test(version)) out.problem({ code: 'malformed', line: 1, detail: `${name} has the version ${version}` })
    const license = textAt(table, 'license') || textAt(table, 'license', '_content')
    out.component({ ...namedBy(channel, name), version, line: 1, licenses: license === '' ? [] : [license] })
  },
})

function namedBy(channel: string, name: string): Pick<FoundPackage, 'type' | 'namespace' | 'name'> {
  if (channel === PEAR) return { namespace: 'pear', name: name.toLowerCase() }
  return { type: 'pear', namespace: channel, name }
}

/** The record, or why it cannot be read. */
function tableOf(bytes: string): ReadonlyMap<string, Serialized> | string {
  try {
    const record = readSerialized(bytes)
    return record === null || typeof record === 'string' ? 'not the record of a package' : record
  } catch (error) {
    if (error instanceof SyntaxError) return error.message
    throw error
  }
}

function textAt(table: ReadonlyMap<string, Serialized> | null, ...keys: readonly string[]): string {
  let value: Serialized | undefined = table
  for (const key of keys) value = value === null || typeof value === 'string' ? undefined : value?.get(key)
  return typeof value === 'string' ? value.trim() : ''
}
