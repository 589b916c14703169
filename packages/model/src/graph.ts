/** The project a file describes: the first-party start of dependency paths. It is not a component. */
export interface Project {
  readonly name: string
  readonly version: string
  readonly licenses: readonly string[]
  /** Folder of the project relative to the target; `` for the target itself. */
  readonly path: string
}

/**
 * Dependency graph of one file. Nodes are projects first, then components; an edge is a pair of node numbers.
 * Graphs of different files are kept apart so that no path is made of edges from two lock files.
 */
export interface DependencyGraph {
  /** The file that states the graph. */
  readonly path: string
  readonly projects: readonly Project[]
  /** purls; node number = projects.length + position. A purl can stand here more than once (two places in a tree). */
  readonly components: readonly string[]
  readonly edges: readonly (readonly [from: number, to: number])[]
}
