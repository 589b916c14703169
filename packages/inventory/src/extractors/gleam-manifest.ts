import { readToml } from '@cupel/formats'
import type { NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import { vcsUrl } from '../text/vcs-url.ts'

const KEYS = new Set(['packages', 'requirements'])

/** manifest.toml of Gleam's build tool: packages of Hex with the SHA-256 of their files, git and local ones, and the direct requirements. */
export default defineExtractor({
  id: 'gleam-manifest',
  title: 'Gleam: manifest.toml',
  type: 'hex',
  kind: 'lock',
  files: ['manifest.toml'],
  extract(input, out) {
    const text = input.text()
    const root = readToml(text) as JsonObject
    const packages = asArray(root['packages'])
    const requirements = asObject(root['requirements'])
    if (packages === null || requirements === null) {
      const own = packages !== null || requirements !== null || /build_tools|outer_checksum/.test(text) || input.read('gleam.toml') !== null
      // Other tools have a manifest.toml too.
      if (!own && Object.keys(root).length > 0) return out.notMine()
      const effect = own ? 'incomplete' : 'note'
      return out.problem({ code: 'malformed', effect, detail: 'packages or requirements are missing: the file is cut short' })
    }
    for (const key of Object.keys(root)) if (!KEYS.has(key)) out.unknown(key)
    const lines = linesOf(text)
    const nodes = new Map<string, NodeId>()
    const project = out.project({})
    out.entries(packages.length)
    for (const value of packages) {
      const entry = asObject(value) ?? {}
      const [name, version, source] = [asString(entry['name']), asString(entry['version']), asString(entry['source'])]
      const line = lines.get(name) ?? 1
      if (source === 'local') nodes.set(name, out.project({ name, version, folder: asString(entry['path']) }))
      if (source === 'local') out.skip('local path')
      else if (name === '' || version === '')
        out.problem({ code: 'malformed', line, detail: `a package has no name or no version: ${name}` })
      else {
        if (source !== 'hex' && source !== 'git') out.unknown(`source ${source} of ${name}`, line)
        const git = source === 'git' ? { qualifiers: { vcs_url: vcsUrl('git', asString(entry['repo']), asString(entry['commit'])) } } : {}
        nodes.set(name, out.component({ name, version, line, hashes: hexHash('sha256', asString(entry['outer_checksum'])), ...git }))
      }
    }
    const edge = (from: NodeId | undefined, need: string): void => {
      const to = nodes.get(need)
      if (from !== undefined && to !== undefined) out.edge(from, to)
    }
    for (const name of Object.keys(requirements)) edge(project, name)
    for (const value of packages) {
      const entry = asObject(value)
      for (const need of asArray(entry?.['requirements']) ?? []) edge(nodes.get(asString(entry?.['name'])), asString(need))
    }
  },
})

/** Gleam writes one package a line. */
function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^\s*\{\s*name\s*=\s*"([^"]+)"/.exec(line)?.[1]
    if (name !== undefined) lines.set(name, index + 1)
  }
  return lines
}
