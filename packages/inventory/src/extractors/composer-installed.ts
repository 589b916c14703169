import { readJson } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { readComposerManifest, writeComposerEdges } from '../php/composer-edges.ts'
import { addComposerPackage } from '../php/composer-package.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'

/** What Composer installed: a list (Composer 1), or an object that also names the development packages (Composer 2). */
export default defineExtractor({
  id: 'composer-installed',
  title: 'Composer installed packages (vendor/composer/installed.json)',
  type: 'composer',
  kind: 'installed',
  files: ['installed.json'],
  extract(input, out) {
    const text = input.text()
    const root = readJson(text)
    const list = asArray(root)
    const object = asObject(root)
    const entries = list ?? asArray(object?.['packages'])
    if (!input.path.endsWith('composer/installed.json') && !isOfComposer(entries)) return out.notMine()
    out.format(list === null ? '2' : '1')
    if (entries === null) {
      out.problem({ code: 'malformed', line: 1, detail: 'no list of packages' })
      return
    }
    const places = jsonPlaces(text, 3)
    const path = list === null ? ['packages'] : []
    const dev = new Set((asArray(object?.['dev-package-names']) ?? []).map(asString))
    out.entries(entries.length)
    const packages = []
    for (const [at, entry] of entries.entries()) {
      const table = asObject(entry) ?? {}
      const line = places.line(...path, at, 'name') ?? places.line(...path, at)
      const added = addComposerPackage(out, { table, line, scope: dev.has(asString(table['name'])) ? 'dev' : 'runtime', top: '../../' })
      if (added !== null) packages.push(added)
    }
    const manifest = readComposerManifest(input, out, '../../composer.json')
    writeComposerEdges(out, packages, { manifest, folder: '../..' })
  },
})

/** Elsewhere the name alone tells nothing. */
function isOfComposer(entries: readonly unknown[] | null): boolean {
  const first = asObject(entries?.[0])
  return asString(first?.['name']).includes('/') && asString(first?.['version']) !== ''
}
