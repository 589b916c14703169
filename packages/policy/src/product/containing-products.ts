import { buildPurl, parsePurl, PurlInvalid } from '@cupel/model'
import type { DependencyGraph, Project } from '@cupel/model'
import type { UndecidedFinding } from '../undecided.ts'

/**
 * What VEX may call the product of a finding: purls of the projects in which every one of its occurrences lies, by the graphs
 * of the files that state them. A file with several projects counts by the one in its own folder. A finding with a place that
 * no project is known for has no product, so that a statement never reaches further than it was meant.
 */
export function containingProducts(
  graphs: readonly DependencyGraph[],
): (finding: Pick<UndecidedFinding, 'locations'>) => readonly string[] {
  const byPath = new Map(graphs.map((graph) => [graph.path, projectPurl(graph)]))
  return ({ locations }) => {
    const products = new Set(locations.map((place) => byPath.get(place.path) ?? ''))
    return products.size === 1 && !products.has('') ? [...products] : []
  }
}

/** Empty when the graph has no one named project, or nothing tells its ecosystem. */
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
