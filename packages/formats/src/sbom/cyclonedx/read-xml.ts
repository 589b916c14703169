import { readXml } from '../../xml.ts'
import type { XmlElement } from '../../xml.ts'
import { judgeDraft, plain } from '../bom-read.ts'
import type { BomDraft, BomFault, BomRead, BomReadOptions } from '../bom-read.ts'
import { FaultList } from '../grammar/fault.ts'
import type { Fault } from '../grammar/fault.ts'
import { bomOfDocument } from './bom-of-document.ts'
import { CYCLONEDX_MINORS, cycloneDxXmlGrammar } from './grammar.ts'
import { isVersion, unknownVersion } from './read-json.ts'
import { checkUniqueXmlRefs } from './unique-refs.ts'
import { xmlDocumentToObject } from './xml-to-object.ts'

export const CYCLONEDX_NAMESPACE = 'http://cyclonedx.org/schema/bom/'

/**
 * Reads CycloneDX 1.0 to 1.7 in XML (ECMA-424). A document that breaks the rules of its own version is refused, see
 * `BomReadOptions`.
 */
export function readCycloneDxXml(source: string, options: BomReadOptions = {}): BomRead {
  return judgeDraft(draftCycloneDxXml(readXml(source)), options)
}

/** The unjudged read of an already parsed document. */
export function draftCycloneDxXml(root: XmlElement): BomDraft {
  const version = root.uri.startsWith(CYCLONEDX_NAMESPACE) ? root.uri.slice(CYCLONEDX_NAMESPACE.length) : ''
  const format = { name: 'CycloneDX', version: plain(version), encoding: 'xml' } as const
  const { bom, problems } = bomOfDocument(xmlDocumentToObject(root))
  const list = new FaultList(100)
  if (root.name !== 'bom') list.add({ parent: null, key: `${root.name}:${root.line}` }, 'root', 'the outermost element is not "bom"')
  const minor = version === '1.0' ? 0 : version === '1.1' ? 1 : CYCLONEDX_MINORS[version]
  if (minor === undefined) {
    if (!isVersion(version))
      list.add({ parent: null, key: `${root.name}:${root.line}` }, 'namespace', 'the namespace is not one of CycloneDX')
    return { bom, format, problems: list.total > 0 ? problems : [unknownVersion(version), ...problems], ...faultsOf(list) }
  }
  cycloneDxXmlGrammar(minor).check(root, 'bom', list)
  checkUniqueXmlRefs(root, list)
  checkVersionRanges(root, list)
  return { bom, format, problems, ...faultsOf(list) }
}

/** CycloneDX 1.7: a version range is for external components only. The published XML Schema cannot say so. */
function checkVersionRanges(root: XmlElement, faults: FaultList): void {
  const waiting = [root]
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    waiting.push(...element.children)
    if (element.name !== 'component' || !element.children.some((child) => child.name === 'versionRange')) continue
    if (/^\s*(?:true|1)\s*$/.test(element.attributes.get('isExternal') ?? '')) continue
    faults.add({ parent: null, key: `component:${element.line}` }, 'keys', 'a version range needs isExternal="true"')
  }
}

/** Trail keys are `name:line`; the innermost line is the place of the fault. */
function faultsOf(list: FaultList): { faults: BomFault[]; faultCount: number } {
  const faults = list.faults.map((fault: Fault): BomFault => {
    const line = Number(/:([0-9]+)$/.exec(fault.path)?.[1] ?? 0)
    const path = plain(fault.path.replace(/:[0-9]+(?=\/|$)/g, ''))
    return line > 0 ? { ...fault, path, line } : { ...fault, path }
  })
  return { faults, faultCount: list.total }
}
