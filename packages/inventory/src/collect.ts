import { buildPurl, ecosystemOfPurl, packageNameOf, PurlInvalid, SCOPES } from '@cupel/model'
import type { Component, Coverage, DependencyGraph, Evidence, Problem, Project, Scope } from '@cupel/model'
import { folderOf, resolvePath } from '@cupel/source'
import type { Collector, Extractor, FoundPackage, NodeId } from './extractor.ts'
import { brief } from './brief.ts'

/** What one file gave. Components are in file order and not merged; node numbers of the graph are projects, then components. */
export interface Extraction {
  readonly coverage: Coverage
  readonly components: readonly Component[]
  readonly graph: DependencyGraph
  readonly problems: readonly Problem[]
  /** The extractor found that the file is not its own: the extraction is as if it had never been. */
  readonly foreign?: boolean
}

export interface Collection {
  readonly out: Collector
  /** Ends the extraction; `failed` when the extractor threw. */
  finish(failed: boolean): Extraction
}

interface Node {
  readonly component: Component | null
  readonly project: Project | null
  readonly scopes: Set<Scope>
  readonly stated: boolean | undefined
}

/** Control characters as a purl encodes them: no package has one, a damaged file does. */
const CONTROL = /%[01][0-9A-F]|%7F/

const NO_QUALIFIERS: Readonly<Record<string, string>> = {}

/** The collector behind one extraction of the file at `path`. */
export function collect(extractor: Extractor, path: string, problems: Problem[]): Collection {
  const nodes: Node[] = []
  const edges: (readonly [NodeId, NodeId])[] = []
  const skipped = new Map<string, number>()
  const unknown: string[] = []
  let format = extractor.id
  let formatVersion = ''
  let entries: number | null = null
  let componentCount = 0
  let foreign = false

  function checked(node: NodeId): Node {
    const found = nodes[node]
    if (found === undefined) throw new Error(`extractor ${extractor.id} used node ${node}, which it never made`)
    return found
  }

  /** A name that cannot be a package costs that entry, not the file. */
  function valid(found: FoundPackage): Component | null {
    try {
      return componentOf(extractor, path, found)
    } catch (error) {
      if (!(error instanceof PurlInvalid)) throw error
      const line = found.line === undefined ? {} : { line: found.line }
      const detail = `${brief(found.name)}: ${brief(error.message)}`
      problems.push({ code: 'name-invalid', effect: 'incomplete', path, ...line, detail, by: extractor.id })
      return null
    }
  }

  const out: Collector = {
    format(version, name) {
      formatVersion = brief(version)
      if (name !== undefined) format = name
    },
    project({ name = '', version = '', licenses = [], folder = '' }) {
      const at = resolvePath(folderOf(path), folder) ?? ''
      nodes.push({
        component: null,
        project: { name: brief(name), version: brief(version), licenses, path: at },
        scopes: new Set(),
        stated: undefined,
      })
      return nodes.length - 1
    },
    component(found) {
      componentCount++
      const scopes = new Set<Scope>(found.scopes ?? ['runtime'])
      nodes.push({ component: valid(found), project: null, scopes, stated: found.direct })
      return nodes.length - 1
    },
    listed(component) {
      componentCount++
      const evidence: Evidence = { path, by: extractor.id, kind: extractor.kind }
      nodes.push({
        component: { ...component, evidence: [evidence] },
        project: null,
        scopes: new Set(component.scopes),
        stated: component.direct ?? undefined,
      })
      return nodes.length - 1
    },
    edge(from, to) {
      checked(from)
      checked(to)
      edges.push([from, to])
    },
    scope: (node, scope) => void checked(node).scopes.add(scope),
    entries: (count) => void (entries = (entries ?? 0) + count),
    skip: (what, count = 1) => void skipped.set(what, (skipped.get(what) ?? 0) + count),
    unknown(what, line) {
      unknown.push(brief(what))
      problems.push({
        code: 'unsupported-content',
        effect: 'incomplete',
        path,
        ...(line === undefined ? {} : { line }),
        detail: `not understood: ${brief(what)}`,
        by: extractor.id,
      })
    },
    notMine: () => void (foreign = true),
    problem(problem) {
      problems.push({ effect: 'incomplete', path, by: extractor.id, ...problem, detail: brief(problem.detail) })
    },
  }

  function finish(failed: boolean): Extraction {
    const lost = entries === null ? 0 : entries - componentCount - [...skipped.values()].reduce((sum, count) => sum + count, 0)
    if (!failed && lost > 0) {
      problems.push({
        code: 'entries-lost',
        effect: 'incomplete',
        path,
        detail: `${lost} of ${entries} entries gave no component`,
        by: extractor.id,
      })
    }
    const partial = problems.some((problem) => problem.effect === 'incomplete')
    const { components, graph } = numbered(path, nodes, edges)
    return {
      coverage: {
        path,
        by: extractor.id,
        format,
        formatVersion,
        state: failed ? 'failed' : partial ? 'partial' : 'read',
        packages: components.length,
        skipped: [...skipped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => ({ what, count })),
        unknown,
      },
      components,
      graph,
      problems,
      ...(foreign && !failed ? { foreign } : {}),
    }
  }
  return { out, finish }
}

function componentOf(extractor: Extractor, path: string, found: FoundPackage): Component {
  const parts = {
    type: found.type ?? extractor.type,
    namespace: found.namespace ?? '',
    name: found.name,
    version: found.version ?? '',
    qualifiers: found.qualifiers ?? NO_QUALIFIERS,
    subpath: found.subpath ?? '',
  }
  const evidence: Evidence = {
    path: found.path ?? path,
    ...(found.line === undefined ? {} : { line: found.line }),
    ...(found.column === undefined ? {} : { column: found.column }),
    by: extractor.id,
    kind: found.evidence ?? extractor.kind,
    ...(found.layer === undefined ? {} : { layer: found.layer }),
  }
  const purl = buildPurl(parts)
  if (purl.includes('%') && CONTROL.test(purl)) throw new PurlInvalid('there is a control character in it')
  return {
    purl,
    name: packageNameOf(parts),
    version: parts.version,
    ecosystem: found.ecosystem ?? ecosystemOfPurl(parts),
    scopes: [],
    direct: null,
    evidence: [evidence],
    licenses: found.licenses ?? [],
    hashes: found.hashes ?? [],
    ...(found.subject === undefined ? {} : { subject: found.subject }),
  }
}

/** Puts projects first and fills in what only the whole file tells: scopes in order, directness. */
function numbered(path: string, nodes: readonly Node[], edges: readonly (readonly [NodeId, NodeId])[]) {
  const projects: Project[] = []
  const number: number[] = new Array(nodes.length)
  for (const [id, node] of nodes.entries()) if (node.project !== null) number[id] = projects.push(node.project) - 1
  const direct = new Set<NodeId>()
  let fromProject = false
  for (const [from, to] of edges) {
    if (nodes[from]?.project === null) continue
    fromProject = true
    direct.add(to)
  }
  const components: Component[] = []
  for (const [id, node] of nodes.entries()) {
    if (node.component === null) continue
    number[id] = projects.length + components.length
    const isDirect = node.stated ?? (fromProject ? direct.has(id) : null)
    components.push({ ...node.component, scopes: SCOPES.filter((scope) => node.scopes.has(scope)), direct: isDirect })
  }
  const graph: DependencyGraph = {
    path,
    projects,
    components: components.map((component) => component.purl),
    edges: edges.flatMap(([from, to]) => {
      const [start, end] = [number[from], number[to]]
      return start === undefined || end === undefined ? [] : [[start, end] as const]
    }),
  }
  return { components, graph }
}
