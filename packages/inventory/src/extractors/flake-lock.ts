import { readJson } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import type { FoundPackage, NodeId } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { repositoryPackage } from '../vcs/repository-package.ts'

const HOSTS: Readonly<Record<string, string>> = { github: 'github.com', gitlab: 'gitlab.com', sourcehut: 'git.sr.ht' }

/**
 * flake.lock of Nix, version 5 to 7 (Nix manual, "Lock files"): the inputs of a flake, each at its commit, with edges. `follows` leads to
 * the input of another. What the inputs hold (all packages of nixpkgs) is chosen by a program, and is not read here.
 */
export default defineExtractor({
  id: 'flake-lock',
  title: 'Nix: flake.lock',
  type: 'github',
  kind: 'lock',
  files: ['flake.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = asObject(readJson(text))
    if (root === null) return out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
    const places = jsonPlaces(text, 2)
    if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
    const version = root['version']
    out.format(String(version ?? ''))
    if (version !== 5 && version !== 6 && version !== 7)
      out.problem({ code: 'unsupported-version', detail: `version ${JSON.stringify(version)} is not known` })
    const all = asObject(root['nodes'])
    if (all === null) return out.problem({ code: 'malformed', detail: 'the file has no nodes' })
    const top = asString(root['root']) || 'root'
    const nodes = new Map<string, NodeId>([[top, out.project({})]])
    for (const [name, node] of Object.entries(all)) {
      if (name === top) continue
      out.entries(1)
      const locked = asObject(asObject(node)?.['locked']) ?? {}
      const found = packageOf(name, locked)
      if (found === null) out.skip(asString(locked['type']) === 'path' ? 'local path' : 'input without an address')
      else nodes.set(name, out.component({ ...found, line: places.line('nodes', name) ?? 1 }))
    }
    for (const [name, node] of Object.entries(all)) {
      const from = nodes.get(name)
      for (const input of Object.values(asObject(asObject(node)?.['inputs']) ?? {})) {
        const to = nodes.get(resolveInput(input, all, top) ?? '')
        if (from !== undefined && to !== undefined && from !== to) out.edge(from, to)
      }
    }
  },
})

function packageOf(name: string, locked: JsonObject): FoundPackage | null {
  const type = asString(locked['type'])
  const revision = asString(locked['rev'])
  const host = asString(locked['host']) || HOSTS[type]
  const url = host === undefined ? asString(locked['url']) : `https://${host}/${asString(locked['owner'])}/${asString(locked['repo'])}`
  if (type === 'path' || url === '') return null
  const plain = url.replace(/^git\+/, '')
  if (type === 'tarball' || type === 'file') return { type: 'generic', name, qualifiers: { download_url: plain } }
  return repositoryPackage(name, { url: plain, version: '', revision, tool: type === 'hg' ? 'hg' : 'git' })
}

/** Name of the node that an input is: named, or found along a path of inputs from the top. */
function resolveInput(input: unknown, nodes: JsonObject, top: string, depth = 0): string | null {
  if (typeof input === 'string') return input
  let at: string | null = top
  for (const step of asArray(input) ?? []) {
    const next: unknown = at === null ? undefined : asObject(asObject(nodes[at])?.['inputs'])?.[asString(step)]
    at = next === undefined || depth > 8 ? null : resolveInput(next, nodes, top, depth + 1)
  }
  return at === top ? null : at
}
