import type { Bom, BomComponent } from '@cupel/model'
import { INVENTORY_PROPERTIES } from './bom-of-inventory.ts'
import { RefNames } from './ref-names.ts'

/**
 * One bill of materials out of several. A component that several name by the same package URL stands once, with what each
 * of them knows; others keep their refs, made unique. Edges and stated completeness are joined. `subject` is the first
 * document's when it has one; the subjects of the others stay what they are, marked as projects so that a reader does not take them
 * for something that the first one contains. One that another document lists as a component of its own is a component.
 */
export function mergeBoms(boms: readonly Bom[]): Bom {
  const names = new RefNames()
  const components: BomComponent[] = []
  const byPurl = new Map<string, number>()
  const edges = new Map<string, readonly [string, string]>()
  const stated = new Set<string>()
  let subject = ''
  const described = new Set<string>()
  const listed = new Set<string>()

  for (const bom of boms) {
    const refs = new Map<string, string>()
    const added: number[] = []
    for (const component of bom.components) {
      const isSubject = component.ref === bom.subject && bom.components.length > 1
      const note = (ref: string): void => void (isSubject ? described : listed).add(ref)
      const same = component.purl === '' ? undefined : byPurl.get(component.purl)
      const known = same === undefined ? undefined : components[same]
      if (same !== undefined && known) {
        refs.set(component.ref, known.ref)
        note(known.ref)
        components[same] = joined(known, component)
        continue
      }
      const ref = names.take(component.ref)
      refs.set(component.ref, ref)
      note(ref)
      if (component.purl !== '') byPurl.set(component.purl, components.length)
      added.push(components.length)
      components.push({ ...component, ref })
    }
    for (const index of added) {
      const component = components[index] as BomComponent
      const parent = component.parent === undefined ? undefined : refs.get(component.parent)
      const { parent: _, ...rest } = component
      components[index] = parent === undefined || parent === component.ref ? rest : { ...rest, parent }
    }
    for (const [from, to] of bom.edges) {
      const pair = [refs.get(from) ?? '', refs.get(to) ?? ''] as const
      if (pair[0] && pair[1] && pair[0] !== pair[1]) edges.set(JSON.stringify(pair), pair)
    }
    for (const ref of bom.stated) if (refs.has(ref)) stated.add(refs.get(ref) as string)
    subject ||= refs.get(bom.subject) ?? ''
  }

  const contact = boms.find((bom) => bom.contact)?.contact
  return {
    id: '',
    name: boms.find((bom) => bom.name)?.name ?? '',
    created:
      boms
        .map((bom) => bom.created)
        .sort()
        .at(-1) ?? '',
    authors: unique(boms.flatMap((bom) => bom.authors)),
    suppliers: unique(boms.flatMap((bom) => bom.suppliers)),
    tools: [...new Map(boms.flatMap((bom) => bom.tools).map((tool) => [JSON.stringify([tool.name, tool.version]), tool])).values()],
    dataLicense: boms.find((bom) => bom.dataLicense)?.dataLicense ?? '',
    lifecycles: unique(boms.flatMap((bom) => bom.lifecycles)),
    subject,
    components: withoutCircles(
      components.map((one) => (one.ref !== subject && described.has(one.ref) && !listed.has(one.ref) ? asProject(one) : one)),
    ),
    edges: [...edges.values()],
    stated: [...stated],
    ...(contact && { contact }),
  }
}

function asProject(component: BomComponent): BomComponent {
  const { project } = INVENTORY_PROPERTIES
  if (component.properties.some(([name]) => name === project)) return component
  return { ...component, properties: [...component.properties, [project, '.']] }
}

function joined(a: BomComponent, b: BomComponent): BomComponent {
  const contact = a.contact ?? b.contact
  return {
    ...a,
    version: a.version || b.version,
    cpes: unique([...a.cpes, ...b.cpes]),
    licenses: unique([...a.licenses, ...b.licenses]),
    hashes: byText([...a.hashes, ...b.hashes]),
    supplier: a.supplier || b.supplier,
    author: a.author || b.author,
    copyright: a.copyright || b.copyright,
    description: a.description || b.description,
    // What one document needs is needed.
    scope: a.scope === 'required' || b.scope === 'required' ? 'required' : a.scope || b.scope,
    references: byText([...a.references, ...b.references]),
    properties: byText([...a.properties, ...b.properties]),
    ...(contact && { contact }),
  }
}

/** Documents may nest the same two components in opposite ways: such a chain is cut where it closes. */
function withoutCircles(components: readonly BomComponent[]): BomComponent[] {
  const parents = new Map(components.flatMap(({ ref, parent }) => (parent === undefined ? [] : [[ref, parent] as const])))
  const safe = new Set<string>()
  return components.map((component) => {
    const path = new Set<string>()
    let at: string | undefined = component.ref
    while (at !== undefined && !safe.has(at)) {
      if (path.has(at)) {
        parents.delete(component.ref)
        const { parent: _, ...rest } = component
        return rest
      }
      path.add(at)
      at = parents.get(at)
    }
    for (const ref of path) safe.add(ref)
    return component
  })
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}

function byText<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
