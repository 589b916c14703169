import { readJson } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'

/**
 * Installed extensions of Visual Studio Code and editors built on it: `extensions/extensions.json`. The file of the same name in a
 * project's `.vscode` folder only recommends and is another.
 */
export default defineExtractor({
  id: 'vscode-extensions',
  title: 'Visual Studio Code: extensions/extensions.json',
  type: 'vscode-extension',
  kind: 'installed',
  paths: ['extensions/extensions.json'],
  extract(input, out) {
    const text = input.text()
    const list = asArray(readJson(text))
    // Other programs keep an extensions.json in a folder of that name.
    if (list === null || (list.length > 0 && !list.some((entry) => asObject(asObject(entry)?.['identifier']) !== null)))
      return out.notMine()
    out.format('')
    const places = jsonPlaces(text, 3)
    out.entries(list.length)
    for (const [at, value] of list.entries()) {
      const entry = asObject(value)
      const id = asString(asObject(entry?.['identifier'])?.['id']).toLowerCase()
      const line = places.line(at, 'identifier', 'id') ?? places.line(at) ?? 1
      const dot = id.indexOf('.')
      if (dot < 1) {
        out.problem({ code: 'name-invalid', line, detail: `the extension "${id}" is not publisher.name` })
        continue
      }
      const version = asString(entry?.['version'])
      if (version === '') out.problem({ code: 'malformed', line, detail: `${id} has no version` })
      const platform = asString(asObject(entry?.['metadata'])?.['targetPlatform'])
      const qualifiers = platform === '' || platform === 'undefined' || platform === 'universal' ? {} : { platform }
      out.component({ namespace: id.slice(0, dot), name: id.slice(dot + 1), version, qualifiers, line, direct: true })
    }
  },
})
