/**
 * Who needs whom, over any collection: one graph a source (a distribution index is one graph, each lock file and each SBOM
 * another). Graphs are kept apart, so that no path is made of edges of two lock files; a package counts once over all.
 */
export interface DependenceCorpus {
  /** Every package of the corpus, once; its position is its number. */
  readonly names: readonly string[]
  readonly graphs: readonly DependenceGraph[]
}

export interface DependenceGraph {
  /** Where the graph was read, for explanations. */
  readonly source: string
  /** Number of the package that each node of this graph is; two nodes may be one package. */
  readonly nodes: Int32Array
  /** Pairs of node positions, flat: the first needs the second. */
  readonly edges: Int32Array
}
