import { unzstd } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { chiselSource } from '../os/chisel-sources.ts'
import { findDistribution } from '../os/find-distribution.ts'
import { hexHash } from '../text/digest.ts'
import { asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

const MAX_BYTES = 64 * 1024 * 1024

/**
 * Chiselled Ubuntu images: the packages of `var/lib/chisel/manifest.wall` (Chisel documentation, "manifest": a jsonwall, one record a
 * line, compressed by zstd). It does not state the source packages, which advisories name; where they are not known, that is said.
 */
export default defineExtractor({
  id: 'chisel-manifest',
  title: 'Packages of chiselled Ubuntu images (chisel/manifest.wall)',
  type: 'deb',
  kind: 'installed',
  paths: ['lib/chisel/manifest.wall'],
  extract(input, out) {
    const lines = new TextDecoder()
      .decode(unzstd(input.file, MAX_BYTES))
      .split('\n')
      .filter((line) => line !== '')
    const records = lines.map(parsed)
    const header = records[0]
    out.format(asString(header?.['schema']))
    if (header === undefined || header === null || header['jsonwall'] === undefined)
      return out.problem({ code: 'malformed', line: 1, detail: 'the file does not start as a jsonwall' })
    if (header['schema'] !== '1.0')
      out.problem({ code: 'unsupported-version', line: 1, detail: `schema ${String(header['schema'])} is not known` })
    if (header['count'] !== records.length)
      out.problem({ code: 'malformed', detail: `the file states ${String(header['count'])} records and holds ${records.length}` })
    const { namespace, distro, ecosystem } = findDistribution('deb', input, out)
    const sourceless: string[] = []
    for (const [at, record] of records.entries()) {
      if (record === null) out.unknown('a line that is no record', at + 1)
      if (record?.['kind'] !== 'package') continue
      out.entries(1)
      const [name, version] = [asString(record['name']), asString(record['version'])]
      if (name === '' || version === '') {
        out.problem({ code: 'malformed', line: at + 1, detail: `a package without ${name === '' ? 'name' : 'version'}` })
        continue
      }
      const source = chiselSource(name, version)
      if (source === null) sourceless.push(name)
      out.component({
        ...(namespace === '' ? {} : { namespace }),
        name,
        version,
        ecosystem,
        qualifiers: { arch: asString(record['arch']), distro, ...(source === null || source === name ? {} : { upstream: source }) },
        line: at + 1,
        subject: { name: source ?? name, version },
        hashes: hexHash('sha256', asString(record['sha256'])),
      })
    }
    if (sourceless.length > 0)
      out.problem({
        code: 'unsupported-content',
        detail: `the source packages, which advisories name, are not known of ${sourceless.slice(0, 5).join(', ')}${sourceless.length > 5 ? ` and ${sourceless.length - 5} more` : ''}`,
      })
  },
})

function parsed(line: string): JsonObject | null {
  try {
    return asObject(JSON.parse(line))
  } catch {
    return null
  }
}
