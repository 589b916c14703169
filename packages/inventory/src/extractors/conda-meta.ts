import { readJson } from '@cupel/formats'
import { hexHash } from '../text/digest.ts'
import { defineExtractor } from '../extractor.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asObject, asString } from '../text/json-value.ts'

/** A package installed in a conda environment: `conda-meta/<name>-<version>-<build>.json`. */
export default defineExtractor({
  id: 'conda-meta',
  title: 'Installed conda packages (conda-meta)',
  type: 'conda',
  kind: 'installed',
  paths: ['conda-meta/'],
  claims: (path) => path.endsWith('.json'),
  extract(input, out) {
    const text = input.text()
    const record = asObject(readJson(text))
    const name = asString(record?.['name'])
    const version = asString(record?.['version'])
    out.entries(1)
    if (record === null || name === '' || version === '') {
      out.problem({ code: 'malformed', line: 1, detail: 'not a record of a package with name and version' })
      if (name === '') {
        out.skip('record without a name')
        return
      }
    }
    const line = jsonPlaces(text, 1).line('name')
    const channel = asString(record?.['channel']).replace(/\/+$/, '').split('/')
    const file = asString(record?.['fn'])
    // The channel is a name, or an address that ends with the subdir.
    const subdir = asString(record?.['subdir'])
    if (channel.at(-1) === subdir) channel.pop()
    out.component({
      name,
      version,
      qualifiers: {
        build: asString(record?.['build']),
        channel: channel.at(-1) ?? '',
        subdir,
        type: file.endsWith('.conda') ? 'conda' : file.endsWith('.tar.bz2') ? 'tar.bz2' : '',
      },
      ...(line === undefined ? {} : { line }),
      licenses: [asString(record?.['license'])].filter((license) => license !== ''),
      hashes: [...hexHash('sha256', asString(record?.['sha256'])), ...hexHash('md5', asString(record?.['md5']))],
    })
  },
})
