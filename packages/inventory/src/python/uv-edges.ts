import type { Scope } from '@cupel/model'
import type { Collector, NodeId } from '../extractor.ts'
import type { ScopedEdge } from '../spread-scopes.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { groupScope } from './group-scope.ts'
import { pypiName } from './pypi-name.ts'

export interface UvPackage {
  readonly node: NodeId
  readonly table: JsonObject
}

/** The packages of a uv.lock as nodes. */
export interface UvGraph {
  readonly packages: readonly UvPackage[]
  /** Nodes of the packages that are built from the tree. */
  readonly projects: ReadonlySet<NodeId>
  readonly byName: ReadonlyMap<string, readonly UvPackage[]>
}

export interface UvEdges {
  readonly edges: (readonly [from: NodeId, to: NodeId])[]
  /** The same with purposes, and with a node of its own (below zero) for each extra: it is needed only where it is asked for. */
  readonly scoped: ScopedEdge[]
}

/** Edges between the packages of a uv.lock, and from `script`, whose requirements and groups stand in the manifest. */
export function uvEdges(graph: UvGraph, out: Collector, script: { readonly node: NodeId; readonly manifest: JsonObject } | null): UvEdges {
  const result: UvEdges = { edges: [], scoped: [] }
  const extras = new Map<string, NodeId>()
  const missing = new Set<string>()

  function extraNode(node: NodeId, extra: string): NodeId {
    const key = `${node} ${pypiName(extra)}`
    const known = extras.get(key) ?? -1 - extras.size
    extras.set(key, known)
    return known
  }
  function add(list: unknown, node: NodeId, { from = node, scope = 'runtime' }: { from?: NodeId; scope?: Scope } = {}): void {
    for (const wanted of (asArray(list) ?? []).map(asObject)) {
      const targets = targetsOf(wanted, graph)
      if (targets.length === 0) missing.add(asString(wanted?.['name']))
      for (const to of targets) {
        result.edges.push([node, to])
        result.scoped.push([from, to, scope])
        for (const extra of asArray(wanted?.['extra']) ?? []) result.scoped.push([from, extraNode(to, asString(extra)), scope])
      }
    }
  }

  function addGroups(groups: unknown, node: NodeId): void {
    for (const [group, list] of Object.entries(asObject(groups) ?? {})) add(list, node, { scope: groupScope(group) })
  }

  for (const { node, table } of graph.packages) {
    add(table['dependencies'], node)
    for (const [extra, list] of Object.entries(asObject(table['optional-dependencies']) ?? {})) {
      const from = extraNode(node, extra)
      if (graph.projects.has(node)) result.scoped.push([node, from, 'optional'])
      add(list, node, { from })
    }
    addGroups(table['dev-dependencies'], node)
  }
  if (script !== null) {
    add(script.manifest['requirements'], script.node)
    addGroups(script.manifest['dependency-groups'], script.node)
  }
  reportMissing([...missing], out)
  return result
}

/** uv locks every package that it names: what is not there was cut off. */
function reportMissing(missing: readonly string[], out: Collector): void {
  if (missing.length === 0) return
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : ''
  out.problem({ code: 'malformed', detail: `needed and not in the lock: ${missing.slice(0, 5).join(', ')}${more}` })
}

/** A dependency states version and source only where its name is locked more than once. */
function targetsOf(wanted: JsonObject | null, graph: UvGraph): readonly NodeId[] {
  const candidates = graph.byName.get(pypiName(asString(wanted?.['name']))) ?? []
  const version = asString(wanted?.['version'])
  const source = wanted?.['source'] === undefined ? '' : JSON.stringify(wanted['source'])
  const fitting = candidates.filter(
    ({ table }) =>
      (version === '' || asString(table['version']) === version) && (source === '' || JSON.stringify(table['source']) === source),
  )
  return (fitting.length > 0 ? fitting : candidates).map(({ node }) => node)
}
