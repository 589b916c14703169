import type { XmlElement } from '../../xml.ts'
import type { JsonRecord } from '../record.ts'

/** Elements that only hold a list, whatever the list's items are called. */
const LISTS: ReadonlySet<string> = new Set([
  'components',
  'services',
  'hashes',
  'externalReferences',
  'properties',
  'lifecycles',
  'authors',
  'compositions',
  'vulnerabilities',
  'references',
  'ratings',
  'cwes',
  'advisories',
  'affects',
  'versions',
  'occurrences',
  'annotations',
  'formulation',
  'citations',
  'organizations',
  'individuals',
  'supportingMaterial',
  'tags',
  'endpoints',
])

/** Elements that may stand several times in their parent and are a list in JSON. */
const REPEATED: ReadonlySet<string> = new Set(['contact', 'omniborId', 'swhid', 'identity'])

/** Elements whose text is a number in JSON. */
const NUMBERS: ReadonlySet<string> = new Set(['score', 'cwe', 'line', 'offset', 'confidence'])

/** The key that the element's text has in JSON where the element has attributes beside it. */
const TEXT_KEYS: Readonly<Record<string, string>> = { property: 'value', classification: 'classification' }

/**
 * A CycloneDX XML document in the shape of its JSON encoding: what the readers of components, dependencies and
 * vulnerabilities look at. Sections they do not look at keep their elements but not every name.
 */
export function xmlDocumentToObject(root: XmlElement): JsonRecord {
  const version = /\/bom\/([0-9.]+)$/.exec(root.uri)?.[1] ?? ''
  return { bomFormat: 'CycloneDX', specVersion: version, ...objectOf(root) }
}

function objectOf(element: XmlElement): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [name, value] of element.attributes) object[name === 'content-type' ? 'contentType' : name] = value
  for (const child of element.children) {
    if (child.uri !== element.uri) continue
    const key = child.name === 'responses' ? 'response' : child.name
    if (REPEATED.has(key)) ((object[key] ??= []) as unknown[]).push(valueOf(child))
    else object[key] = valueOf(child)
  }
  return object
}

function valueOf(element: XmlElement): unknown {
  const { name } = element
  if (name === 'dependencies') return element.children.map(dependencyOf)
  if (name === 'licenses') return element.children.map(licenseOf)
  if (name === 'tools') return toolsOf(element)
  if (name === 'responses' || LISTS.has(name)) return sameNamespace(element).map(valueOf)
  if (name === 'hash') return { alg: element.attributes.get('alg') ?? '', content: element.text.trim() }
  if (element.children.length > 0) return objectOf(element)
  const text = NUMBERS.has(name) ? numberOf(element.text) : name === 'property' ? element.text : element.text.trim()
  if (element.attributes.size === 0) return isObjectName(name) ? {} : text
  return { ...objectOf(element), [TEXT_KEYS[name] ?? 'content']: text }
}

/** Elements that are objects even when they are empty. */
function isObjectName(name: string): boolean {
  return name === 'component' || name === 'service' || name === 'metadata' || name === 'vulnerability'
}

function numberOf(text: string): unknown {
  const number = Number(text.trim())
  return Number.isFinite(number) && text.trim() !== '' ? number : text.trim()
}

function sameNamespace(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child.uri === element.uri)
}

function dependencyOf(element: XmlElement): JsonRecord {
  const refs = (name: string): string[] =>
    element.children.filter((child) => child.name === name).map((child) => child.attributes.get('ref')?.trim() ?? '')
  return { ref: element.attributes.get('ref')?.trim() ?? '', dependsOn: refs('dependency'), provides: refs('provides') }
}

function licenseOf(element: XmlElement): JsonRecord {
  if (element.name === 'license') return { license: objectOf(element) }
  if (element.name === 'expression-detailed') return { ...objectOf(element) }
  return { ...Object.fromEntries(element.attributes), expression: element.text.trim() }
}

function toolsOf(element: XmlElement): unknown {
  const children = sameNamespace(element)
  return children.some((child) => child.name === 'tool') || children.length === 0 ? children.map(objectOf) : objectOf(element)
}
