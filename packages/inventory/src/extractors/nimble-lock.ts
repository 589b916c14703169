import { readJson } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import type { NodeId } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import { repositoryPackage } from '../vcs/repository-package.ts'

const KEYS = new Set(['version', 'packages', 'tasks'])

/**
 * nimble.lock of Nim's package manager, version 1 and 2: repositories with version, commit and edges; `tasks` holds what single tasks
 * need besides. The checksum is of the checked out files, so it is no artifact's hash and left out.
 */
export default defineExtractor({
  id: 'nimble-lock',
  title: 'Nim: nimble.lock',
  type: 'github',
  kind: 'lock',
  files: ['nimble.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = asObject(readJson(text))
    if (root === null) return out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
    const places = jsonPlaces(text, 4)
    if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
    const version = root['version']
    out.format(String(version ?? ''))
    if (version !== 1 && version !== 2)
      out.problem({ code: 'unsupported-version', detail: `version ${JSON.stringify(version)} is not known` })
    for (const key of Object.keys(root)) if (!KEYS.has(key)) out.unknown(key, places.line(key))
    if (asObject(root['packages']) === null) return out.problem({ code: 'malformed', detail: 'the file has no packages' })
    const sections: [path: string[], packages: unknown, task: boolean][] = [[['packages'], root['packages'], false]]
    for (const [task, packages] of Object.entries(asObject(root['tasks']) ?? {})) sections.push([['tasks', task], packages, true])
    for (const [path, packages, task] of sections) {
      const nodes = new Map<string, NodeId>()
      const entries = Object.entries(asObject(packages) ?? {})
      out.entries(entries.length)
      for (const [name, value] of entries) {
        const entry = asObject(value) ?? {}
        const line = places.line(...path, name) ?? 1
        const pinned = asString(entry['version']).replace(/^#.*$/, '')
        const revision = asString(entry['vcsRevision'])
        const tool = asString(entry['downloadMethod']) === 'hg' ? 'hg' : 'git'
        const found = repositoryPackage(name, { url: asString(entry['url']), version: pinned, revision, tool })
        if (found === null) out.skip(asString(entry['url']) === '' ? 'package of the compiler' : 'local path')
        else nodes.set(name, out.component({ ...found, line, ...(task ? { scopes: ['dev'] } : {}) }))
      }
      for (const [name, value] of entries) {
        for (const needed of asArray(asObject(value)?.['dependencies']) ?? []) {
          const [from, to] = [nodes.get(name), nodes.get(asString(needed))]
          if (from !== undefined && to !== undefined) out.edge(from, to)
        }
      }
    }
  },
})
