import { readToml } from '@cupel/formats'
import { nameOf } from '@cupel/source'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { readBeside } from '../text/read-beside.ts'

const HEADER = /^\s*\[\[\s*(?:deps\s*\.\s*)?(?:"([^"]+)"|([^\]".\s]+))\s*\]\]/

/**
 * Manifest.toml of Julia's Pkg (Pkg documentation, "Manifest.toml"): format 1 (a table a package) and 2 (tables under `deps`).
 * Standard libraries without a version come with Julia itself. Project.toml beside it tells what is direct.
 */
export default defineExtractor({
  id: 'julia-manifest',
  title: 'Julia: Manifest.toml, JuliaManifest.toml, Manifest-v*.toml',
  type: 'julia',
  kind: 'lock',
  files: ['Manifest.toml', 'JuliaManifest.toml'],
  affixes: [['Manifest-v', '.toml']],
  extract(input, out) {
    const text = input.text()
    const root = readToml(text) as JsonObject
    if (!isOfJulia(input, text)) return out.notMine()
    const format = asString(root['manifest_format']) || '1.0'
    out.format(format)
    if (!/^[12]\./.test(format)) out.problem({ code: 'unsupported-version', detail: `manifest format ${format} of Julia is not known` })
    const deps = format.startsWith('1.') ? root : asObject(root['deps'])
    const lines = linesOf(text)
    const reading: Reading = { out, nodes: new Map(), needs: [] }
    for (const [name, value] of Object.entries(deps ?? {})) {
      for (const [index, entry] of (asArray(value) ?? []).entries()) {
        readEntry(name, asObject(entry) ?? {}, lines.get(name)?.[index] ?? 1, reading)
      }
    }
    if (deps === null) out.problem({ code: 'malformed', detail: 'the manifest has no table deps: the file is cut short' })
    else if (Object.keys(root).length === 0) out.problem({ code: 'malformed', effect: 'note', detail: 'the manifest has no packages' })
    for (const [from, names] of reading.needs) for (const name of names) link(from, name, reading)
    const project = readBeside(input, out, { name: 'Project.toml', read: readToml }) as JsonObject | null
    if (project === null) return
    const self = out.project({ name: asString(project['name']), version: asString(project['version']) })
    for (const name of Object.keys(asObject(project['deps']) ?? {})) link(self, name, reading)
    // Pkg, "Workspaces": they share the manifest.
    for (const folder of asArray(asObject(project['workspace'])?.['projects']) ?? []) out.project({ folder: asString(folder) })
  },
})

/** Other tools have a Manifest.toml too. */
function isOfJulia(input: ExtractInput, text: string): boolean {
  if (nameOf(input.path) !== 'Manifest.toml' || text.trim() === '') return true
  return (
    /machine-generated|manifest_format|julia_version|git-tree-sha1|^[ \t]*uuid[ \t]*=/m.test(text) || input.read('Project.toml') !== null
  )
}

interface Reading {
  readonly out: Collector
  readonly nodes: Map<string, NodeId>
  readonly needs: (readonly [NodeId, readonly string[]])[]
}

function readEntry(name: string, entry: JsonObject, line: number, { out, nodes, needs }: Reading): void {
  const [uuid, version, path] = [asString(entry['uuid']), asString(entry['version']), asString(entry['path'])]
  out.entries(1)
  if (path !== '') {
    out.skip('local path')
    return void out.project({ name, version, folder: path })
  }
  if (version === '' && entry['git-tree-sha1'] === undefined) return out.skip('standard library')
  if (uuid === '') return out.problem({ code: 'name-invalid', line, detail: `${name} has no uuid` })
  const url = asString(entry['repo-url'])
  const git: Record<string, string> = url === '' ? {} : { vcs_url: vcsUrl('git', url, asString(entry['repo-rev'])) }
  const node = out.component({ name, version, line, qualifiers: { uuid, ...git } })
  nodes.set(name, node)
  const deps = entry['deps']
  needs.push([node, asArray(deps)?.map(asString) ?? Object.keys(asObject(deps) ?? {})])
}

function link(from: NodeId, name: string, { out, nodes }: Reading): void {
  const to = nodes.get(name)
  if (to !== undefined) out.edge(from, to)
}

function linesOf(text: string): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>()
  for (const [index, line] of text.split('\n').entries()) {
    const match = HEADER.exec(line)
    const name = match?.[1] ?? match?.[2]
    if (name !== undefined) lines.set(name, [...(lines.get(name) ?? []), index + 1])
  }
  return lines
}
