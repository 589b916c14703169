import { textPlaces } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { asObject, asText, parseJson } from '../npm/json-value.ts'
import { keyPlaces } from '../npm/key-places.ts'
import { sriHashes } from '../npm/sri-hashes.ts'
import { statedLicenses } from '../npm/stated-licenses.ts'
import { writePackage } from '../npm/write-package.ts'

/** `node_modules/name/package.json` and `node_modules/@scope/name/package.json`, at any depth. */
const INSTALLED = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/

/** The package.json of an installed package: what is really there, with or without a lock file. */
export default defineExtractor({
  id: 'node-modules',
  title: 'package.json of packages installed in node_modules',
  type: 'npm',
  kind: 'installed',
  files: ['package.json'],
  claims: (path) => INSTALLED.test(path),
  extract(input, out) {
    out.format('')
    if (!INSTALLED.test(input.path)) return
    const text = input.text()
    const manifest = asObject(parseJson(text))
    if (manifest === null) throw new SyntaxError('a package.json is a JSON object')
    out.entries(1)
    const name = asText(manifest['name'])
    const version = asText(manifest['version'])
    if (name === '' && version === '') return out.skip('package.json without name and version')
    const { offsets } = keyPlaces(text, (path) => (path.length === 1 ? (path[0] as string) : null))
    const { line, column } = textPlaces(text)(offsets.get('name') ?? 0)
    // npm up to version 6 wrote into the installed file where it came from.
    const hashes = sriHashes(asText(manifest['_integrity']))
    writePackage(out, { name, version, line, column, licenses: statedLicenses(manifest), hashes })
  },
})
