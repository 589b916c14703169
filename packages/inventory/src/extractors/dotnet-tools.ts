import { readJson } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asObject, asString } from '../text/json-value.ts'

const KEYS = new Set(['$schema', 'version', 'isRoot', 'tools'])

/** dotnet-tools.json (.NET documentation, "Local tools"): tools of the project, each at the version it is installed at. */
export default defineExtractor({
  id: 'dotnet-tools',
  title: '.NET local tools: dotnet-tools.json',
  type: 'nuget',
  kind: 'manifest',
  files: ['dotnet-tools.json'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = asObject(readJson(text))
    if (root === null) return out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
    const places = jsonPlaces(text, 2)
    if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
    out.format(String(root['version'] ?? ''))
    if (root['version'] !== 1)
      out.problem({ code: 'unsupported-version', detail: `version ${JSON.stringify(root['version'])} is not known` })
    for (const key of Object.keys(root)) if (!KEYS.has(key)) out.unknown(key, places.line(key))
    const tools = Object.entries(asObject(root['tools']) ?? {})
    if (asObject(root['tools']) === null) out.problem({ code: 'malformed', detail: 'the file has no tools' })
    out.entries(tools.length)
    for (const [name, tool] of tools) {
      const version = asString(asObject(tool)?.['version'])
      out.component({
        name,
        version: /[[\](),*]/.test(version) ? '' : version,
        line: places.line('tools', name) ?? 1,
        scopes: ['build'],
        direct: true,
      })
    }
  },
})
