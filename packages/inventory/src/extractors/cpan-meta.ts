import { readJson } from '@cupel/formats'
import { folderOf, nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { parseDistribution } from '../perl/distribution.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asObject, asString } from '../text/json-value.ts'

/**
 * A distribution of CPAN that cpanm, Carton or Carmel installed: `.meta/<distribution>-<version>/install.json`. The distribution is named by
 * the path on CPAN or the folder; `name` in the file is its main module.
 */
export default defineExtractor({
  id: 'cpan-meta',
  title: 'Perl: distributions installed by cpanm, Carton and Carmel (.meta/*/install.json)',
  type: 'cpan',
  kind: 'installed',
  files: ['install.json'],
  claims: (path) => /(?:^|\/)\.meta\/[^/]+\/install\.json$/.test(path),
  extract(input, out) {
    const text = input.text()
    const record = asObject(readJson(text))
    out.format('')
    out.entries(1)
    if (record === null) out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
    const folder = parseDistribution(nameOf(folderOf(input.path)))
    const stated = parseDistribution(asString(record?.['dist']))
    const archive = parseDistribution(asString(record?.['pathname']))
    const found = [stated, folder, archive].find((one) => one !== null && one.version !== '') ?? folder
    const name = found?.name ?? ''
    // `1.234` and `v1.234.0` are one version: what the distribution is called by decides, and nobody here compares them.
    const version = found?.version || asString(record?.['version'])
    if (record !== null && stated === null && archive === null)
      out.problem({ code: 'malformed', line: 1, detail: 'the record names no distribution' })
    if (stated !== null && folder !== null && stated.name !== folder.name)
      out.problem({ code: 'malformed', line: 1, detail: `the folder of ${folder.name} holds the record of ${stated.name}` })
    if (name === '') return out.skip('record without a name')
    if (version === '') out.problem({ code: 'malformed', line: 1, detail: `${name} has no version` })
    const line = jsonPlaces(text, 1).line('dist')
    out.component({ namespace: archive?.author ?? '', name, version, ...(line === undefined ? {} : { line }) })
  },
})
