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
}

/** Only purls in `wanted`, when it is given, can be asked for. Breadth first from all projects of each graph; cycles end by themselves. A purl no project reaches gives a path of itself only. */
export function dependencyPaths(graphs: readonly DependencyGraph[], wanted?: ReadonlySet<string>): DependencyPaths {
  const places = new Map<string, [graph: number, node: number][]>()
  for (let at = 0; at < graphs.length; at++) {
    const { components, projects } = graphs[at] as DependencyGraph
    components.forEach((purl, position) => {
      if (wanted !== undefined && !wanted.has(purl)) return
      const known = places.get(purl)
      const place: [number, number] = [at, projects.length + position]
      if (known === undefined) places.set(purl, [place])
      else known.push(place)
    })
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
  const queue = new Int32Array(size)
  let length = 0
  for (let node = 0; node < graph.projects.length; node++) {
    parents[node] = -1
    queue[length++] = node
  }
  // A function of its own: V8 compiles what is called often, and leaves a loop that is entered once to its interpreter.
  function visit(from: number): void {
    const end = starts[from + 1] as number
    for (let edge = starts[from] as number; edge < end; edge++) {
      const next = targets[edge] as number
      if (parents[next] !== -2) continue
      parents[next] = from
      queue[length++] = next
    }
  }
  for (let at = 0; at < length; at++) visit(queue[at] as number)
  return { graph, parents }
}

/** Edges as one sorted run of targets per node. Without destructuring, which walks each pair as any list. */
function adjacency({ edges }: DependencyGraph, size: number): { starts: Int32Array; targets: Int32Array } {
  const starts = new Int32Array(size + 2)
  const targets = new Int32Array(edges.length)
  const count = (edge: Edge): void => void (starts[edge[0] + 2] as number)++
  // Each start moves on with what is placed, and ends where the next one began.
  const place = (edge: Edge): void => {
    const at = starts[edge[0] + 1] as number
    targets[at] = edge[1]
    starts[edge[0] + 1] = at + 1
  }
  edges.forEach(count)
  for (let node = 1; node < size; node++) starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number)
  edges.forEach(place)
  return { starts, targets }
}

type Edge = DependencyGraph['edges'][number]

function pathTo({ graph, parents }: Searched, node: number): readonly string[] {
  const path: string[] = []
  for (let at = node; at >= 0; at = parents[at] as number) {
    const project = graph.projects[at]
    path.push(project === undefined ? (graph.components[at - graph.projects.length] as string) : project.name || project.path || '.')
  }
  return path.reverse()
}
