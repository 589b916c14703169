import { SCOPES } from '@cupel/model'
import type { Component, DependencyGraph, Project, Scope } from '@cupel/model'
import type { NodeId } from './extractor.ts'

/** The nodes and edges of one extraction. Components are those of the report: nothing is made of them anew. */
export interface NodeList {
  project(project: Project): NodeId
  /** null: an entry that cannot be a package; it keeps its number and is left out in the end. */
  component(component: Component | null, scopes: readonly Scope[] | undefined, direct: boolean | undefined): NodeId
  edge(from: NodeId, to: NodeId): void
  scope(node: NodeId, scope: Scope): void
  /** Puts projects first and fills in directness, which only the whole file tells. Ends the list. */
  numbered(path: string): { readonly components: readonly Component[]; readonly graph: DependencyGraph }
}

type Edge = readonly [from: number, to: number]
type Unfinished = { -readonly [K in keyof Component]: Component[K] }

export function nodeList(extractorId: string): NodeList {
  const projects: Project[] = []
  /** By node; null for a project, and for an entry that is neither. */
  const components: (Unfinished | null)[] = []
  const projectNodes = new Set<NodeId>()
  const edges: Edge[] = []
  /** Ends of edges that start at projects. */
  const needed: NodeId[] = []
  let lastProject = -1
  let lost = 0

  function check(node: NodeId): void {
    if (node < 0 || node >= components.length) throw new Error(`extractor ${extractorId} used node ${node}, which it never made`)
  }

  function numbered(path: string): { components: readonly Component[]; graph: DependencyGraph } {
    const kept: Component[] = []
    const purls: string[] = []
    const otherwise = needed.length > 0 ? false : null

    // A function of its own: V8 compiles what is called often, and leaves a loop that is entered once to its interpreter.
    function finish(component: Unfinished | null): void {
      if (component === null) return
      component.direct ??= otherwise
      kept.push(component)
      purls.push(component.purl)
    }
    for (const node of needed) {
      const component = components[node]
      if (component) component.direct ??= true
    }
    components.forEach(finish)
    const isInOrder = lost === 0 && lastProject < projects.length
    return {
      components: kept,
      graph: { path, projects, components: purls, edges: isInOrder ? edges : renumbered(edges, components, projectNodes) },
    }
  }

  return {
    project(project) {
      lastProject = components.push(null) - 1
      projects.push(project)
      projectNodes.add(lastProject)
      return lastProject
    },
    component(component: Unfinished | null, scopes, direct) {
      if (component === null) lost++
      else {
        component.scopes = scopes === undefined ? RUNTIME : inOrder(scopes)
        component.direct = direct ?? null
      }
      return components.push(component) - 1
    },
    edge(from, to) {
      if (from < 0 || from >= components.length) check(from)
      if (to < 0 || to >= components.length) check(to)
      edges.push([from, to])
      if (from <= lastProject && projectNodes.has(from)) needed.push(to)
    },
    scope(node, scope) {
      check(node)
      const component = components[node]
      if (component) component.scopes = inOrder([...component.scopes, scope])
    },
    numbered,
  }
}

/** Edges by new numbers: projects first, then components. Those of an entry that is neither are left out. */
function renumbered(edges: readonly Edge[], components: readonly (Component | null)[], projectNodes: ReadonlySet<NodeId>): readonly Edge[] {
  const numbers = new Int32Array(components.length).fill(-1)
  let number = 0
  for (const node of projectNodes) numbers[node] = number++
  for (let node = 0; node < components.length; node++) if (components[node] !== null) numbers[node] = number++
  const known: Edge[] = []
  for (const edge of edges) {
    const from = numbers[edge[0]] as number
    const to = numbers[edge[1]] as number
    if (from >= 0 && to >= 0) known.push([from, to])
  }
  return known
}

/** Scope lists, each made once: of one scope by its name, of several by the bits of their places in SCOPES. */
const ALONE: ReadonlyMap<Scope, readonly Scope[]> = new Map(SCOPES.map((scope) => [scope, [scope]]))
const TOGETHER: (readonly Scope[] | undefined)[] = []
const RUNTIME = inOrder(['runtime'])

function inOrder(scopes: readonly Scope[]): readonly Scope[] {
  const alone = scopes.length === 1 ? ALONE.get(scopes[0] as Scope) : undefined
  if (alone !== undefined) return alone
  let bits = 0
  for (const scope of scopes) if (SCOPES.includes(scope)) bits |= 1 << SCOPES.indexOf(scope)
  return (TOGETHER[bits] ??= SCOPES.filter((_, at) => (bits & (1 << at)) !== 0))
}
