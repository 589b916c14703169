import type { Bom, BomComponent, Problem } from '@cupel/model'
import { sbomProblem } from '../bom-read.ts'
import { LossCount } from '../loss-count.ts'
import { notWhole, unlistedElements } from '../not-whole.ts'
import { eachRecord, list, record, records, text, texts } from '../record.ts'
import type { JsonRecord } from '../record.ts'
import { RefNames } from '../ref-names.ts'
import { componentOfObject, contactOf, licensesOf } from './component-of-object.ts'
import { foreignAncestors } from './foreign-ancestors.ts'
import { incompleteCompositions } from './incomplete-compositions.ts'

/** Sections of a document that the model has no place for. `vulnerabilities` are read elsewhere. */
const LOST: readonly string[] = ['services', 'compositions', 'annotations', 'formulation', 'citations', 'externalReferences', 'properties']
const LOST_OBJECTS: readonly string[] = ['declarations', 'definitions', 'signature']

/** The Bom of a CycloneDX document in the shape of its JSON encoding. Never throws: what is wrong is left out. */
export function bomOfDocument(document: JsonRecord): { bom: Bom; problems: readonly Problem[] } {
  const lost = new LossCount()
  for (const key of LOST) lost.add(key, list(document[key]).length)
  for (const key of LOST_OBJECTS) if (Object.hasOwn(document, key)) lost.add(key)

  const metadata = record(document['metadata'])
  const names = new RefNames()
  const reading: Reading = { names, lost, ancestors: new Set() }
  const subjectObject = metadata['component'] === undefined ? null : record(metadata['component'])
  const components: BomComponent[] = []
  if (subjectObject) addTree(subjectObject, components, reading)
  const subject = components[0]?.ref ?? ''
  for (const object of eachRecord(document['components'])) {
    // Some tools list the described component among the components again.
    const again = subject !== '' && text(object['bom-ref']) === subject && text(object['name']) === components[0]?.name
    if (!again) addTree(object, components, reading)
  }

  const { edges, stated, dangling, unlisted } = edgesOf(document, names.taken, lost)
  const unread = [...incompleteCompositions(document), ...madeFrom(reading.ancestors), ...unlistedElements(unlisted)]
  const problems = lost.problems()
  if (dangling > 0) {
    problems.push(sbomProblem('unsupported-content', `${dangling} dependency edges name something that is not a component of the document`))
  }
  if (components.length === 0) problems.push(sbomProblem('entries-lost', 'the document lists no components', 'incomplete'))
  const bom: Bom = {
    id: text(document['serialNumber']),
    name: components.find((component) => component.ref === subject)?.name ?? '',
    created: text(metadata['timestamp']),
    authors: records(metadata['authors'])
      .map((author) => text(author['name']) || text(author['email']))
      .filter(Boolean),
    suppliers: ['supplier', 'manufacturer', 'manufacture']
      .flatMap((key) => records(metadata[key]).map((entity) => text(entity['name'])))
      .filter(Boolean),
    tools: toolsOf(metadata['tools']),
    dataLicense: licensesOf(metadata['licenses']).join(' AND '),
    lifecycles: records(metadata['lifecycles'])
      .map((cycle) => text(cycle['phase']) || text(cycle['name']))
      .filter(Boolean),
    subject,
    components: notWhole(components, unread),
    edges,
    stated,
    ...contactOf([metadata['manufacturer'], metadata['manufacture'], metadata['authors'], metadata['supplier']]),
  }
  return { bom, problems }
}

interface Reading {
  readonly names: RefNames
  readonly lost: LossCount
  /** Package URLs of what components were made from, under a name of their own. */
  readonly ancestors: Set<string>
}

function madeFrom(ancestors: ReadonlySet<string>): readonly string[] {
  const [first] = ancestors
  if (first === undefined) return []
  return [
    `some components were made from others, which are not matched: ${first}${ancestors.size === 1 ? '' : ` and ${ancestors.size - 1} more`}`,
  ]
}

/** Adds a component and all components inside it, outermost first, in document order. */
function addTree(root: JsonRecord, components: BomComponent[], { names, lost, ancestors }: Reading): void {
  const waiting: { object: JsonRecord; parent: string }[] = [{ object: root, parent: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { object, parent } = next
    const ref = names.take(text(object['bom-ref']) || text(object['purl']) || `${text(object['name'])}@${text(object['version'])}`)
    const component = componentOfObject(object, ref, lost)
    if (Object.hasOwn(object, 'pedigree')) for (const purl of foreignAncestors(object)) ancestors.add(purl)
    components.push(parent ? { ...component, parent } : component)
    const inner = records(object['components'])
    for (let at = inner.length - 1; at >= 0; at--) waiting.push({ object: inner[at] as JsonRecord, parent: ref })
  }
}

function edgesOf(
  document: JsonRecord,
  known: ReadonlyMap<string, string>,
  lost: LossCount,
): { edges: [string, string][]; stated: string[]; dangling: number; unlisted: ReadonlySet<string> } {
  const edges: [string, string][] = []
  const stated = new Set<string>()
  const seen = targetsOfRepeated(document['dependencies'])
  const unlisted = new Set<string>()
  let dangling = 0
  for (const dependency of eachRecord(document['dependencies'])) {
    lost.add('provided specifications', list(dependency['provides']).length)
    const targets = texts(dependency['dependsOn'])
    const from = known.get(text(dependency['ref']))
    if (from === undefined) {
      dangling += targets.length
      if (targets.length > 0) unlisted.add(text(dependency['ref']))
      for (const to of targets) if (!known.has(to)) unlisted.add(to)
      continue
    }
    stated.add(from)
    const before = seen.get(from) ?? new Set<string>()
    for (const to of targets) {
      if (before.has(to)) continue
      before.add(to)
      const target = known.get(to)
      if (target !== undefined) edges.push([from, target])
      else {
        dangling++
        unlisted.add(to)
      }
    }
  }
  if (unlisted.size > 0) for (const ref of serviceRefs(document)) unlisted.delete(ref)
  return { edges, stated: [...stated], dangling, unlisted }
}

/** Services have places among the dependencies and are no components. */
function serviceRefs(document: JsonRecord): readonly string[] {
  const refs: string[] = []
  const waiting = records(document['services'])
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    refs.push(text(next['bom-ref']))
    waiting.push(...records(next['services']))
  }
  return refs
}

/** Room for the targets of what is stated in several places: to keep those of all would take more memory than the edges. */
function targetsOfRepeated(dependencies: unknown): ReadonlyMap<string, Set<string>> {
  const once = new Set<string>()
  const repeated = new Map<string, Set<string>>()
  for (const dependency of eachRecord(dependencies)) {
    const from = text(dependency['ref'])
    if (once.has(from)) repeated.set(from, new Set())
    once.add(from)
  }
  return repeated
}

function toolsOf(value: unknown): { name: string; version: string }[] {
  const objects = Array.isArray(value) ? records(value) : [...records(record(value)['components']), ...records(record(value)['services'])]
  return objects.map((tool) => ({ name: text(tool['name']), version: text(tool['version']) })).filter((tool) => tool.name !== '')
}
