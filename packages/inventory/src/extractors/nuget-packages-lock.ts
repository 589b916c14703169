import { readJson } from '@cupel/formats'
import type { Collector, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { base64Hash } from '../text/digest.ts'
import type { JsonPlaces } from '../text/json-places.ts'
import { jsonPlaces } from '../text/json-places.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asObject, asString } from '../text/json-value.ts'

const TYPES = new Set(['Direct', 'Transitive', 'CentralTransitive'])

/**
 * packages.lock.json of NuGet, version 1 and 2 (central package management): one graph a target framework. Package ids are
 * not case-sensitive. contentHash is the SHA-512 of the package file.
 */
export default defineExtractor({
  id: 'nuget-packages-lock',
  title: 'NuGet: packages.lock.json, packages.<project>.lock.json',
  type: 'nuget',
  kind: 'lock',
  files: ['packages.lock.json'],
  affixes: [['packages.', '.lock.json']],
  extract(input, out) {
    const text = input.text()
    const root = asObject(readJson(text))
    const version = root?.['version']
    if (typeof version === 'number') out.format(String(version))
    if (version !== 1 && version !== 2) {
      const code = typeof version === 'number' ? 'unsupported-version' : 'malformed'
      out.problem({
        code,
        detail: typeof version === 'number' ? `lock version ${version} of NuGet is not known` : 'the file states no lock version',
      })
    }
    const targets = asObject(root?.['dependencies'])
    if (root === null || targets === null) return out.problem({ code: 'malformed', detail: 'the file has no object dependencies' })
    const places = jsonPlaces(text, 3)
    if (places.duplicate !== undefined)
      out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice in one object' })
    for (const key of Object.keys(root)) if (key !== 'version' && key !== 'dependencies') out.unknown(key, places.line(key))
    const project = out.project({})
    for (const [target, value] of Object.entries(targets)) {
      const packages = asObject(value)
      if (packages === null)
        out.problem({ code: 'malformed', line: places.line('dependencies', target) ?? 1, detail: `target ${target} is not an object` })
      else readTarget(packages, target, { project, places, out })
    }
  },
})

interface Reading {
  readonly project: NodeId
  readonly places: JsonPlaces
  readonly out: Collector
}

function readTarget(packages: JsonObject, target: string, { project, places, out }: Reading): void {
  const nodes = new Map<string, NodeId>()
  const entries = Object.entries(packages)
  out.entries(entries.length)
  for (const [name, value] of entries) {
    const line = places.line('dependencies', target, name) ?? 1
    const entry = asObject(value)
    const type = asString(entry?.['type'])
    const version = asString(entry?.['resolved'])
    if (type.toLowerCase() === 'project') {
      nodes.set(name.toLowerCase(), out.project({ name }))
      out.skip('project')
      continue
    }
    if (!TYPES.has(type)) out.unknown(`type ${type} of ${name}`, line)
    if (version === '') out.problem({ code: 'malformed', line, detail: `${name} has no resolved version` })
    const hashes = base64Hash('sha512', asString(entry?.['contentHash']))
    const node = out.component({ name, version, line, direct: type === 'Direct', hashes })
    nodes.set(name.toLowerCase(), node)
    if (type === 'Direct') out.edge(project, node)
  }
  for (const [name, value] of entries) {
    const from = nodes.get(name.toLowerCase())
    const needs = asObject(asObject(value)?.['dependencies'])
    if (from === undefined || needs === null) continue
    for (const need of Object.keys(needs)) {
      const to = nodes.get(need.toLowerCase())
      if (to !== undefined) out.edge(from, to)
    }
  }
}
