import type { Bom, BomComponent, Component, DependencyGraph, Problem, Project, Scope } from '@cupel/model'
import { ecosystemOfPurl, packageNameOf, parsePurl } from '@cupel/model'
import { EMPTY_COMPONENT } from './empty-component.ts'

export interface InventoryParts {
  /** Name and version of the scanned thing. */
  readonly name: string
  readonly version: string
  readonly components: readonly Component[]
  readonly graphs: readonly DependencyGraph[]
  /** Of taking the inventory: what was not read is said in the document, so that its readers do not take it for whole. */
  readonly problems: readonly Problem[]
  /** RFC 3339. */
  readonly created: string
  readonly tool: { readonly name: string; readonly version: string }
}

/** Names of the properties that keep what only an inventory knows; `componentsOfBom` reads them back. */
export const INVENTORY_PROPERTIES = {
  scope: 'cupel:scope',
  evidence: 'cupel:evidence',
  layer: 'cupel:layer',
  ecosystem: 'cupel:ecosystem',
  subject: 'cupel:advisory-subject',
  project: 'cupel:project',
  name: 'cupel:name',
  unread: 'cupel:unread',
} as const

const SUBJECT = 'subject'
const GROUPED: ReadonlySet<string> = new Set(['npm', 'maven', 'composer'])

/**
 * The bill of materials of an inventory. The subject is the scanned thing; a single project in the graphs is the subject
 * itself, several are components below it. Components keep the order of their purls, so equal inventories give equal bytes.
 */
export function bomOfInventory(parts: InventoryParts): Bom {
  const components = [...parts.components].sort((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0))
  const known = new Set(components.map((component) => component.purl))
  const projects = projectRefs(parts.graphs)
  const edges = new EdgeList()
  const stated = new Set<string>([SUBJECT])

  for (const graph of parts.graphs) {
    const refs = [...graph.projects.map((project) => projects.refOf(project)), ...graph.components]
    for (const ref of refs) if (ref === SUBJECT || projects.byRef.has(ref) || known.has(ref)) stated.add(ref)
    for (const [from, to] of graph.edges) {
      const source = refs[from]
      const target = refs[to]
      if (source !== undefined && target !== undefined && stated.has(source) && stated.has(target)) edges.add(source, target)
    }
  }
  for (const ref of projects.byRef.keys()) edges.add(SUBJECT, ref)
  const reached = new Set(edges.list.map(([, to]) => to))
  for (const component of components) if (component.direct === true && !reached.has(component.purl)) edges.add(SUBJECT, component.purl)

  return {
    id: '',
    name: parts.name,
    created: parts.created,
    authors: [],
    suppliers: [],
    tools: [parts.tool],
    dataLicense: '',
    lifecycles: [],
    subject: SUBJECT,
    components: [
      subjectOf(parts, projects.single),
      ...[...projects.byRef].map(([ref, project]) => projectComponent(ref, project)),
      ...components.map(componentOf),
    ],
    edges: edges.list,
    stated: [...stated],
  }
}

class EdgeList {
  readonly list: [string, string][] = []
  readonly #seen = new Map<string, Set<string>>()

  add(from: string, to: string): void {
    let targets = this.#seen.get(from)
    if (!targets) this.#seen.set(from, (targets = new Set()))
    if (targets.has(to) || from === to) return
    targets.add(to)
    this.list.push([from, to])
  }
}

function projectRefs(graphs: readonly DependencyGraph[]): {
  refOf(project: Project): string
  byRef: ReadonlyMap<string, Project>
  single: Project | undefined
} {
  const byRef = new Map<string, Project>()
  for (const project of graphs.flatMap((graph) => graph.projects)) {
    const ref = refOfProject(project)
    if (!byRef.has(ref)) byRef.set(ref, project)
  }
  const [single] = byRef.values()
  if (byRef.size > 1) return { refOf: refOfProject, byRef, single: undefined }
  return { refOf: () => SUBJECT, byRef: new Map(), single }
}

function refOfProject(project: Project): string {
  return `project:${project.path || '.'}:${project.name}`
}

function subjectOf({ name, version, problems }: InventoryParts, project: Project | undefined): BomComponent {
  const properties = problems
    .filter(({ effect }) => effect === 'incomplete')
    .map((one) => [INVENTORY_PROPERTIES.unread, one.path === '' ? one.detail : `${one.path}: ${one.detail}`] as const)
  return { ...EMPTY_COMPONENT, ref: SUBJECT, type: 'application', name, version, licenses: project?.licenses ?? [], properties }
}

function projectComponent(ref: string, project: Project): BomComponent {
  const { name, version, licenses, path } = project
  const properties: [string, string][] = [[INVENTORY_PROPERTIES.project, path || '.']]
  return { ...EMPTY_COMPONENT, ref, type: 'application', name: name || path || '.', version, licenses, properties }
}

function componentOf(component: Component): BomComponent {
  const { group, name, ecosystem, packageName } = naming(component)
  const properties: [string, string][] = []
  for (const scope of component.scopes) properties.push([INVENTORY_PROPERTIES.scope, scope])
  const places = new Set(
    component.evidence.map((evidence) => (evidence.line === undefined ? evidence.path : `${evidence.path}:${evidence.line}`)),
  )
  for (const place of places) properties.push([INVENTORY_PROPERTIES.evidence, place])
  for (const layer of new Set(component.evidence.flatMap((evidence) => evidence.layer ?? [])))
    properties.push([INVENTORY_PROPERTIES.layer, layer])
  if (ecosystem !== component.ecosystem) properties.push([INVENTORY_PROPERTIES.ecosystem, component.ecosystem])
  if (packageName !== component.name) properties.push([INVENTORY_PROPERTIES.name, component.name])
  if (component.subject) properties.push([INVENTORY_PROPERTIES.subject, `${component.subject.name} ${component.subject.version}`])
  return {
    ...EMPTY_COMPONENT,
    ref: component.purl,
    type: 'library',
    group,
    name,
    version: component.version,
    purl: component.purl,
    licenses: component.licenses,
    hashes: component.hashes,
    scope: scopeOf(component.scopes),
    properties,
  }
}

function naming(component: Component): { group: string; name: string; ecosystem: string; packageName: string } {
  try {
    const purl = parsePurl(component.purl)
    const grouped = GROUPED.has(purl.type) && purl.namespace !== ''
    const names = grouped ? { group: purl.namespace, name: purl.name } : { group: '', name: component.name }
    return { ...names, ecosystem: ecosystemOfPurl(purl), packageName: packageNameOf(purl) }
  } catch {
    return { group: '', name: component.name, ecosystem: '', packageName: '' }
  }
}

/** CycloneDX knows three words: what runs is required, what may be left out optional, the tools of making it are excluded. */
function scopeOf(scopes: readonly Scope[]): BomComponent['scope'] {
  if (scopes.length === 0) return ''
  if (scopes.includes('runtime')) return 'required'
  return scopes.includes('optional') || scopes.includes('peer') ? 'optional' : 'excluded'
}
