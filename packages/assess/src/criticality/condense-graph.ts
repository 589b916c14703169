/** The strongly connected components of a directed graph. */
export interface Condensation {
  /** Component of each node. Numbers are topological: an edge never leads to a component with a higher number. */
  readonly componentOf: Int32Array
  readonly count: number
}

/** Edges in compressed form: those of node `n` are `targets[starts[n] … starts[n + 1]]`. */
export interface Adjacency {
  readonly starts: Int32Array
  readonly targets: Int32Array
}

/** Sorts flat edge pairs by their source, in linear time. */
export function adjacency(nodes: number, edges: Int32Array): Adjacency {
  const starts = new Int32Array(nodes + 1)
  for (let at = 0; at < edges.length; at += 2) starts[(edges[at] ?? 0) + 1]!++
  for (let node = 0; node < nodes; node++) starts[node + 1]! += starts[node] ?? 0
  const next = starts.slice(0, nodes)
  const targets = new Int32Array(edges.length >> 1)
  for (let at = 0; at < edges.length; at += 2) targets[next[edges[at] ?? 0]!++] = edges[at + 1] ?? 0
  return { starts, targets }
}

/** Tarjan's algorithm without recursion: a chain of a million packages does not exhaust the stack. */
export function condense(nodes: number, { starts, targets }: Adjacency): Condensation {
  const componentOf = new Int32Array(nodes).fill(-1)
  const index = new Int32Array(nodes)
  const low = new Int32Array(nodes)
  const cursor = starts.slice(0, nodes)
  const open: number[] = []
  const path: number[] = []
  let visited = 0
  let count = 0

  for (let root = 0; root < nodes; root++) {
    if (index[root] !== 0) continue
    path.push(root)
    while (path.length > 0) {
      const node = path[path.length - 1] ?? 0
      if (index[node] === 0) {
        index[node] = low[node] = ++visited
        open.push(node)
      }
      const at = cursor[node] ?? 0
      if (at < (starts[node + 1] ?? 0)) {
        cursor[node] = at + 1
        const target = targets[at] ?? 0
        if (index[target] === 0) path.push(target)
        else if (componentOf[target] === -1) low[node] = Math.min(low[node] ?? 0, index[target] ?? 0)
        continue
      }
      path.pop()
      const parent = path[path.length - 1]
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0)
      if (low[node] !== index[node]) continue
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        componentOf[member] = count
        if (member === node) break
      }
      count++
    }
  }
  return { componentOf, count }
}
