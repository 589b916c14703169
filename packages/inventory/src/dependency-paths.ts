import type { DependencyGraph } from '@cupel/model'

/** Where dependency paths come from: asked for single purls, it searches a graph once and remembers the shortest way to each node. */
export interface DependencyPaths {
  /** At most `limit` shortest paths, one a graph, each from a project (by name) to the purl itself. Same input, same paths. */
  to(purl: string, limit: number): readonly (readonly string[])[]
}

interface Searched {
  readonly graph: DependencyGraph
  /** Parent node on a shortest path from a project; -1 for a start, -2 for a node not reached. */
  readonly parents: Int32Array
  readonly depths: Int32Array
}

/** Only purls in `wanted`, when it is given, can be asked for. Breadth first from all projects of each graph; cycles end by themselves. A purl no project reaches gives a path of itself only. */
export function dependencyPaths(graphs: readonly DependencyGraph[], wanted?: ReadonlySet<string>): DependencyPaths {
  const places = new Map<string, [graph: number, node: number][]>()
  for (const [at, graph] of graphs.entries()) {
    for (let position = 0; position < graph.components.length; position++) {
      const purl = graph.components[position] as string
      if (wanted !== undefined && !wanted.has(purl)) continue
      const known = places.get(purl)
      const place: [number, number] = [at, graph.projects.length + position]
      if (known === undefined) places.set(purl, [place])
      else known.push(place)
    }
  }
  const searched: (Searched | undefined)[] = []

  function to(purl: string, limit: number): readonly (readonly string[])[] {
    const nearest = new Map<number, readonly string[]>()
    for (const [at, node] of places.get(purl) ?? []) {
      const search = (searched[at] ??= searchGraph(graphs[at] as DependencyGraph))
      if (search.parents[node] === -2) continue
      const path = pathTo(search, node)
      const known = nearest.get(at)
      if (known === undefined || path.length < known.length) nearest.set(at, path)
    }
    return [...nearest.entries()]
      .sort(([a, one], [b, two]) => one.length - two.length || a - b)
      .slice(0, limit)
      .map(([, path]) => path)
  }
  return { to }
}

function searchGraph(graph: DependencyGraph): Searched {
  const size = graph.projects.length + graph.components.length
  const { starts, targets } = adjacency(graph, size)
  const parents = new Int32Array(size).fill(-2)
  const depths = new Int32Array(size)
  const queue = new Int32Array(size)
  let length = 0
  for (let node = 0; node < graph.projects.length; node++) {
    parents[node] = -1
    queue[length++] = node
  }
  for (let at = 0; at < length; at++) {
    const from = queue[at] as number
    for (let edge = starts[from] as number; edge < (starts[from + 1] as number); edge++) {
      const next = targets[edge] as number
      if (parents[next] !== -2) continue
      parents[next] = from
      depths[next] = (depths[from] as number) + 1
      queue[length++] = next
    }
  }
  return { graph, parents, depths }
}

/** Edges as one sorted run of targets per node. */
function adjacency(graph: DependencyGraph, size: number): { starts: Int32Array; targets: Int32Array } {
  const starts = new Int32Array(size + 1)
  for (const [from] of graph.edges) starts[from + 1] = (starts[from + 1] as number) + 1
  for (let node = 0; node < size; node++) starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number)
  const filled = starts.slice()
  const targets = new Int32Array(graph.edges.length)
  for (const [from, target] of graph.edges) {
    const place = filled[from] as number
    targets[place] = target
    filled[from] = place + 1
  }
  return { starts, targets }
}

function pathTo({ graph, parents }: Searched, node: number): readonly string[] {
  const path: string[] = []
  for (let at = node; at >= 0; at = parents[at] as number) {
    const project = graph.projects[at]
    path.push(project === undefined ? (graph.components[at - graph.projects.length] as string) : project.name || project.path || '.')
  }
  return path.reverse()
}
