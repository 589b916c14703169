import type { ElixirTerm } from '../beam/elixir-term.ts'
import { readElixirTerm } from '../beam/elixir-term.ts'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'
import { vcsUrl } from '../text/vcs-url.ts'

/**
 * mix.lock of Elixir's Mix: a map of application → `{:hex, name, version, inner, managers, deps, repo, outer}` or
 * `{:git, url, commit, options}` (Hex.SCM, Mix.SCM.Git). The outer checksum is the SHA-256 of the package file; the inner one
 * is of parts of it and is left out. A package of an organisation (`hexpm:acme`) has the organisation as namespace.
 */
export default defineExtractor({
  id: 'mix-lock',
  title: 'Elixir and Erlang: mix.lock',
  type: 'hex',
  kind: 'lock',
  files: ['mix.lock'],
  extract(input, out) {
    const root = readElixirTerm(input.text())
    if (root.kind !== 'map') return out.problem({ code: 'malformed', line: root.line, detail: 'the file is not a map' })
    out.entries(root.pairs.length)
    const nodes = new Map<string, NodeId>()
    const needs: (readonly [NodeId, ElixirTerm])[] = []
    for (const [key, value] of root.pairs) {
      const found = packageOf(key.text, value)
      if (value.items[0]?.text === 'path') {
        out.skip('local path')
        continue
      }
      if (found === null) {
        out.unknown(key.text, key.line)
        continue
      }
      if (nodes.has(key.text)) out.problem({ code: 'malformed', line: key.line, detail: `${key.text} stands twice` })
      const node = out.component({ ...found, line: key.line })
      nodes.set(key.text, node)
      const deps = value.items[5]
      if (value.items[0]?.text === 'hex' && deps !== undefined) needs.push([node, deps])
      if (found.version === '' && found.qualifiers === undefined)
        out.problem({ code: 'malformed', line: key.line, detail: `${key.text} has no version` })
    }
    // The applications of an umbrella project share its lock (Mix.Project, "apps_path").
    const apps = /\bapps_path:[ \t]*"([^"\n]{1,500})"/.exec(input.read('mix.exs') ?? '')?.[1]
    if (apps !== undefined)
      for (const name of input.list(apps)) if (name.endsWith('/')) out.project({ folder: `${apps}/${name.slice(0, -1)}` })
    for (const [from, deps] of needs) addEdges(from, deps, { nodes, out })
  },
})

function packageOf(application: string, { kind, items }: ElixirTerm): FoundPackage | null {
  const [scm, first, second] = items
  if (kind !== 'tuple' || scm?.kind !== 'atom' || first === undefined || second?.kind !== 'string') return null
  if (scm.text === 'git') return { name: application, version: '', qualifiers: { vcs_url: vcsUrl('git', first.text, second.text) } }
  if (scm.text !== 'hex') return null
  const repository = items[6]?.text ?? ''
  const colon = repository.indexOf(':')
  return {
    name: first.text,
    version: second.text,
    namespace: colon < 0 ? '' : repository.slice(colon + 1),
    hashes: hexHash('sha256', items[7]?.text ?? ''),
  }
}

/** A dependency names its application; an optional one that was not taken is not in the lock. */
function addEdges(
  from: NodeId,
  deps: ElixirTerm,
  { nodes, out }: { readonly nodes: ReadonlyMap<string, NodeId>; readonly out: Collector },
): void {
  for (const dep of deps.items) {
    const target = nodes.get(dep.items[0]?.text ?? '')
    if (target !== undefined) out.edge(from, target)
  }
}
