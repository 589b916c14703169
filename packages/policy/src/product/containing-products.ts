import { buildPurl, parsePurl, PurlInvalid } from '@cupel/model'
import type { DependencyGraph, Project } from '@cupel/model'
import type { UndecidedFinding } from '../undecided.ts'
import { graphDominators } from './graph-dominators.ts'

/**
 * What VEX may call the product of a finding: purls of the projects in which every one of its occurrences lies, and of the
 * components that every dependency path to it goes through, in every file that states it. A finding with a place that no graph
 * is known for has no product, so that a statement never reaches further than it was meant.
 */
export function containingProducts(
  graphs: readonly DependencyGraph[],
): (finding: Pick<UndecidedFinding, 'component' | 'locations'>) => readonly string[] {
  const byPath = new Map(graphs.map((graph) => [graph.path, lazily(() => containersIn(graph))]))
  return ({ component, locations }) => {
    const [first, ...others] = [...new Set(locations.map((place) => place.path))].map((path) => byPath.get(path)?.()(component) ?? [])
    return (first ?? []).filter((purl) => others.every((list) => list.includes(purl)))
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** For one file: what all its nodes of a purl are in. */
function containersIn(graph: DependencyGraph): (purl: string) => readonly string[] {
  const own = projectPurl(graph)
  const dominators = graphDominators(graph)
  const places = new Map<string, number[]>()
  for (const [at, purl] of graph.components.entries()) {
    const known = places.get(purl)
    if (known === undefined) places.set(purl, [at])
    else known.push(at)
  }
  const count = graph.projects.length
  return (purl) => {
    const lists = (places.get(purl) ?? []).map((at) => new Set(dominators(count + at).map((node) => graph.components[node - count] ?? '')))
    const [first] = lists
    const shared = first === undefined ? [] : [...first].filter((one) => one !== '' && lists.every((list) => list.has(one)))
    return own === '' ? shared : [...shared, own]
  }
}

/** Empty when the graph has no one named project, or nothing tells its ecosystem. Of several the one in the file's own folder counts. */
function projectPurl(graph: DependencyGraph): string {
  const folder = graph.path.includes('/') ? graph.path.slice(0, graph.path.lastIndexOf('/')) : ''
  const own = graph.projects.length === 1 ? graph.projects : graph.projects.filter((project) => project.path === folder)
  const [project] = own
  const [component] = graph.components
  if (own.length !== 1 || project === undefined || project.name === '' || component === undefined) return ''
  try {
    return purlOf(project, parsePurl(component).type)
  } catch (error) {
    if (error instanceof PurlInvalid) return ''
    throw error
  }
}

function purlOf({ name, version }: Project, type: string): string {
  const cut = type === 'maven' ? name.indexOf(':') : name.lastIndexOf('/')
  return buildPurl({ type, namespace: cut < 0 ? '' : name.slice(0, cut), name: name.slice(cut + 1), version })
}
