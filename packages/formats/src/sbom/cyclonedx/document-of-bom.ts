import type { Bom, BomComponent, BomVulnerability } from '@cupel/model'
import { TEXT_RULES } from '../grammar/text-rule.ts'
import { uuidOf } from '../digest-id.ts'
import type { JsonRecord } from '../record.ts'
import { componentToObject, entityToObject, licensesToObjects } from './component-to-object.ts'
import { vulnerabilityToObject } from './vulnerability-to-object.ts'

const PHASES: ReadonlySet<string> = new Set(['design', 'pre-build', 'build', 'post-build', 'operations', 'discovery', 'decommission'])

/** Components inside each other are written so deep; deeper ones stand at the top, so that every reader can follow. */
const MAX_NESTING = 50

/** A Bom in the shape of CycloneDX 1.minor JSON. Pure: the serial number is the Bom's own, or made from the content. */
export function documentOfBom(bom: Bom, vulnerabilities: readonly BomVulnerability[], minor: number): JsonRecord {
  const { top, subject } = nest(bom, minor)
  const metadata = metadataOf(bom, subject, minor)
  const dependencies = dependenciesOf(bom)
  const body: JsonRecord = {
    version: 1,
    ...(Object.keys(metadata).length > 0 && { metadata }),
    components: top,
    dependencies,
    ...(vulnerabilities.length > 0 && {
      vulnerabilities: vulnerabilities.map((vulnerability) => vulnerabilityToObject(vulnerability, minor)),
    }),
  }
  const specVersion = `1.${minor}`
  const serialNumber = TEXT_RULES['uuid']?.test(bom.id) ? bom.id : `urn:uuid:${uuidOf(JSON.stringify([specVersion, bom.id, body]))}`
  return { bomFormat: 'CycloneDX', specVersion, serialNumber, ...body }
}

function nest(bom: Bom, minor: number): { top: JsonRecord[]; subject: JsonRecord | null } {
  const objects = new Map<string, Record<string, unknown>>()
  const depths = new Map<string, number>()
  const top: JsonRecord[] = []
  let subject: JsonRecord | null = null
  for (const component of bom.components) objects.set(component.ref, componentToObject(component, minor))
  const parents = new Map(bom.components.map((component) => [component.ref, component.parent ?? '']))
  for (const component of bom.components) {
    const object = objects.get(component.ref) as Record<string, unknown>
    // The components of the described thing stand at the top of the list, where every reader looks for them.
    const outer = component.parent === bom.subject ? undefined : objects.get(component.parent ?? '')
    if (component.ref === bom.subject) subject = object
    else if (outer && depthOf(component, parents, depths) <= MAX_NESTING) {
      const inner = (outer['components'] ??= []) as JsonRecord[]
      inner.push(object)
    } else top.push(object)
  }
  return { top, subject }
}

function depthOf(component: BomComponent, parents: ReadonlyMap<string, string>, depths: Map<string, number>): number {
  const path: string[] = []
  const visited = new Set<string>()
  let at = component.ref
  while (at !== '' && !depths.has(at)) {
    // A circle has no outermost component: nothing in it is nested.
    if (visited.has(at)) return Infinity
    visited.add(at)
    path.push(at)
    at = parents.get(at) ?? ''
  }
  let depth = depths.get(at) ?? -1
  for (let index = path.length - 1; index >= 0; index--) depths.set(path[index] as string, ++depth)
  return depths.get(component.ref) ?? 0
}

function metadataOf(bom: Bom, subject: JsonRecord | null, minor: number): JsonRecord {
  const [supplier, manufacturer] = bom.suppliers
  const tools = [...new Map(bom.tools.map((tool) => [JSON.stringify(toolToObject(tool)), toolToObject(tool)])).values()]
  return {
    ...(TEXT_RULES['datetime']?.test(bom.created) && TEXT_RULES['xdatetime']?.test(bom.created) && { timestamp: bom.created }),
    ...(minor >= 5 &&
      bom.lifecycles.length > 0 && { lifecycles: bom.lifecycles.map((name) => (PHASES.has(name) ? { phase: name } : { name })) }),
    ...(tools.length > 0 && { tools: minor >= 5 ? { components: tools.map((tool) => ({ type: 'application', ...tool })) } : tools }),
    ...(bom.authors.length > 0 && { authors: bom.authors.map((name) => ({ name })) }),
    ...(subject && { component: subject }),
    ...(manufacturer && { [minor >= 6 ? 'manufacturer' : 'manufacture']: { name: manufacturer } }),
    ...((supplier || bom.contact) && { supplier: entityToObject(supplier ?? '', bom.contact) }),
    ...(bom.dataLicense && { licenses: licensesToObjects([bom.dataLicense], minor) }),
  }
}

function toolToObject(tool: { readonly name: string; readonly version: string }): JsonRecord {
  return { name: tool.name, ...(tool.version && { version: tool.version.slice(0, 1024) }) }
}

function dependenciesOf(bom: Bom): JsonRecord[] {
  const targets = new Map<string, Set<string>>()
  for (const ref of bom.stated) targets.set(ref, new Set())
  for (const [from, to] of bom.edges) {
    const known = targets.get(from)
    if (known) known.add(to)
    else targets.set(from, new Set([to]))
  }
  // In the order of the components; refs of nothing are left out.
  return bom.components
    .filter((component) => targets.has(component.ref))
    .map((component) => ({ ref: component.ref, dependsOn: [...(targets.get(component.ref) ?? [])] }))
}
