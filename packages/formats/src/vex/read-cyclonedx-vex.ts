import type { Problem } from '@cupel/model'
import { readJson } from '../json.ts'
import { xmlDocumentToObject } from '../sbom/cyclonedx/xml-to-object.ts'
import { elementLines } from './element-lines.ts'
import { isObject, objectsOf, textOf, textsOf } from './json-shape.ts'
import type { JsonObject } from './json-shape.ts'
import type { VexIdentity, VexStatement, VexStatus } from './statement.ts'
import { readXml } from '../xml.ts'
import { MAX_CLAIMS, refuseVex } from './vex-document.ts'
import type { VexDocument } from './vex-document.ts'
import { isWithoutVersion, purlType } from './version-range.ts'
import type { VexRange } from './version-range.ts'
import { vexHash } from './vex-hash.ts'

/** CycloneDX impactAnalysisState; what has been mended, and what never was a problem, keep their difference. */
const STATUS_OF: Readonly<Record<string, VexStatus>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
}

/**
 * Reads the analyses in a CycloneDX 1.4 to 1.7 document, JSON or XML: a VEX beside a BOM, or the BOM itself. References are resolved
 * inside the document; a BOM-Link to another one stays as it is, and gives its purl when its element is named by one. Throws
 * DocumentInvalid for what is not CycloneDX or has no analysis. A vulnerability without analysis, or whose analysis has no state, says nothing and is skipped.
 */
export function readCycloneDxVex(text: string, path: string): VexDocument {
  const { value, lines } = parsed(text)
  if (!isObject(value) || value['bomFormat'] !== 'CycloneDX') return refuseVex('not CycloneDX: "bomFormat" is not "CycloneDX"')
  if (!/^1\.[4-7]$/.test(textOf(value['specVersion']))) refuseVex('this version of CycloneDX has no known VEX', 0, 'unsupported-content')
  const { vulnerabilities } = value
  if (!Array.isArray(vulnerabilities)) return refuseVex('not VEX: the CycloneDX document has no vulnerabilities')
  const components = componentsByRef(value)
  const statements: VexStatement[] = []
  const problems: Problem[] = []
  let analyses = 0
  let claims = 0
  for (const [at, vulnerability] of (vulnerabilities as readonly unknown[]).entries()) {
    if (!isObject(vulnerability) || !isObject(vulnerability['analysis']) || vulnerability['analysis']['state'] === undefined) continue
    analyses++
    const line = lines[at] ?? 0
    const result = readAnalysis(vulnerability, { document: value, components, path, line })
    if (typeof result === 'string') {
      const place = line > 0 ? { line } : {}
      problems.push({
        code: 'malformed',
        effect: 'incomplete',
        path,
        ...place,
        detail: `CycloneDX vulnerability ${at + 1}: ${result}`,
        by: 'cyclonedx-vex',
      })
      continue
    }
    statements.push(result)
    claims += result.products.length
    if (claims > MAX_CLAIMS) refuseVex(`the document names more than ${MAX_CLAIMS} products`, line, 'limit-exceeded')
  }
  if (analyses === 0) refuseVex('not VEX: no vulnerability of the CycloneDX document has an analysis')
  return { format: 'cyclonedx', statements, problems }
}

/** Whether a text is XML, by its first character. */
export function looksLikeXml(text: string): boolean {
  return /^[\ufeff\s]*</.test(text)
}

/** The document in the shape of its JSON encoding, with the lines of its vulnerabilities. */
function parsed(text: string): { readonly value: unknown; readonly lines: readonly number[] } {
  if (!looksLikeXml(text)) return { value: readJson(text, { maxDepth: 300 }), lines: elementLines(text, 'vulnerabilities') }
  const root = readXml(text)
  if (root.name !== 'bom' || !root.uri.startsWith('http://cyclonedx.org/schema/bom/')) return refuseVex('not VEX: XML, but not CycloneDX')
  const list = root.children.find((one) => one.name === 'vulnerabilities' && one.uri === root.uri)
  const lines = (list?.children ?? []).filter((one) => one.uri === root.uri).map((one) => one.line)
  return { value: xmlDocumentToObject(root), lines }
}

interface Context {
  readonly document: JsonObject
  readonly components: ReadonlyMap<string, JsonObject>
  readonly path: string
  readonly line: number
}

function readAnalysis(vulnerability: JsonObject, { document, components, path, line }: Context): VexStatement | string {
  const analysis = vulnerability['analysis'] as JsonObject
  const status = STATUS_OF[textOf(analysis['state'])]
  if (status === undefined) return 'its analysis has an unknown state'
  const ids = [textOf(vulnerability['id']), ...objectsOf(vulnerability['references']).map((one) => textOf(one['id']))].filter(
    (one) => one !== '',
  )
  if (ids.length === 0) return 'it has no id'
  const metadata = isObject(document['metadata']) ? document['metadata'] : {}
  return {
    format: 'cyclonedx',
    vulnerabilities: [...new Set(ids)],
    products: objectsOf(vulnerability['affects'])
      .map((one) => identityOf(one, components, status))
      .filter((one) => one !== null)
      .map((one) => ({ ...one, subcomponents: [] })),
    status,
    justification: textOf(analysis['justification']) || (analysis['state'] === 'false_positive' ? 'false_positive' : ''),
    impact: textOf(analysis['detail']),
    action: textOf(vulnerability['recommendation']) || textsOf(analysis['response']).join(', '),
    author: authorOf(metadata),
    timestamp:
      textOf(analysis['lastUpdated']) ||
      textOf(analysis['firstIssued']) ||
      textOf(vulnerability['updated']) ||
      textOf(metadata['timestamp']),
    documentId: textOf(document['serialNumber']),
    source: path,
    line,
  }
}

function authorOf(metadata: JsonObject): string {
  const author = objectsOf(metadata['authors'])[0]
  const maker = [metadata['manufacturer'], metadata['manufacture'], metadata['supplier']].find(isObject)
  return textOf(author?.['name']) || textOf(maker?.['name'])
}

/** null: versions are listed, and the analysis is about none of them. */
function identityOf(affected: JsonObject, components: ReadonlyMap<string, JsonObject>, status: VexStatus): VexIdentity | null {
  const ref = textOf(affected['ref'])
  const component = components.get(ref)
  const purl = textOf(component?.['purl'])
  const element = bomLinkElement(ref)
  const ids = [purl, element, component === undefined ? ref : ''].filter((one) => one !== '')
  const cpe = textOf(component?.['cpe'])
  // A range or a version matters only when the component itself does not say which one it is.
  const own = textOf(component?.['version'])
  const versions = own === '' ? objectsOf(affected['versions']) : []
  const meant = versions.filter((one) => agrees(textOf(one['status']), status))
  const listed = meant.map((one) => textOf(one['version'])).filter((one) => one !== '')
  const ranges = meant
    .map((one) => textOf(one['range']))
    .filter((one) => one !== '')
    .map((one): VexRange => ({ text: one, type: purlType(ids) }))
  if (versions.length > 0 && listed.length + ranges.length === 0) return null
  return {
    ids: [...new Set(ids)],
    cpes: cpe === '' ? [] : [cpe],
    hashes: objectsOf(component?.['hashes']).flatMap((one) => vexHash(textOf(one['alg']), textOf(one['content'])) ?? []),
    // The version may stand beside a purl that has none, and would then be any.
    versions: own !== '' && isWithoutVersion(purl) ? [own] : listed,
    ...(ranges.length > 0 && { ranges }),
  }
}

/** Whether the status of a listed version lets the analysis speak of it; a version without status is one that it speaks of. */
function agrees(stated: string, status: VexStatus): boolean {
  if (stated === '') return true
  return stated === (status === 'not_affected' || status === 'fixed' ? 'unaffected' : 'affected')
}

/** The element of `urn:cdx:serial/version#bom-ref` (BOM-Link), when it is a purl: cupel and others use purls as bom-ref. */
function bomLinkElement(ref: string): string {
  const hash = ref.startsWith('urn:cdx:') ? ref.indexOf('#') : -1
  if (hash < 0) return ''
  const element = decoded(ref.slice(hash + 1))
  return element.startsWith('pkg:') ? element : ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** All components of the document by bom-ref, nested ones and the subject too; an explicit stack, since input decides the depth. */
function componentsByRef(document: JsonObject): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>()
  const metadata = isObject(document['metadata']) ? document['metadata'] : {}
  const waiting = [...objectsOf(document['components'])]
  if (isObject(metadata['component'])) waiting.push(metadata['component'])
  for (let component = waiting.pop(); component !== undefined; component = waiting.pop()) {
    const ref = textOf(component['bom-ref'])
    if (ref !== '' && !found.has(ref)) found.set(ref, component)
    for (const nested of objectsOf(component['components'])) waiting.push(nested)
  }
  return found
}
