import type { DependencyGraph } from '@cupel/model'
import { PurlInvalid, buildPurl, parsePurl } from '@cupel/model'
import type { DependenceCorpus, DependenceGraph } from './dependence-corpus.ts'

export interface CorpusOptions {
  /** Count each version as a package of its own. Default false: the versions of a package are one. */
  readonly versions?: boolean
}

/**
 * The corpus of a folder of lock files or a collection of SBOMs, from the graphs that the inventory gives. Projects (the first
 * nodes of each graph) are packages of the corpus too, under the name `project <path or name>`: what your own products stand on.
 */
export function corpusOfGraphs(graphs: readonly DependencyGraph[], options: CorpusOptions = {}): DependenceCorpus {
  const numbers = new Map<string, number>()
  const names: string[] = []
  const numberOf = (name: string): number => {
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, names.length)
    return names.push(name) - 1
  }
  const keys = new Map<string, string>()
  const keyOf = (purl: string): string => {
    if (options.versions) return purl
    let key = keys.get(purl)
    if (key === undefined) keys.set(purl, (key = withoutVersion(purl)))
    return key
  }
  const read = graphs.map((graph): DependenceGraph => {
    const projects = graph.projects.map(({ name, path }) => numberOf(`project ${[graph.path, path || name].filter(Boolean).join('#')}`))
    const nodes = Int32Array.from([...projects, ...graph.components.map((purl) => numberOf(keyOf(purl)))])
    const edges: number[] = []
    for (const [from, to] of graph.edges) if (from < nodes.length && to < nodes.length) edges.push(from, to)
    return { source: graph.path, nodes, edges: Int32Array.from(edges) }
  })
  return { names, graphs: read }
}

function withoutVersion(purl: string): string {
  try {
    const { type, namespace, name } = parsePurl(purl)
    return buildPurl({ type, namespace, name })
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    return purl
  }
}
