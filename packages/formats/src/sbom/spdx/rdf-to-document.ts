import type { XmlElement } from '../../xml.ts'
import type { JsonRecord } from '../record.ts'
import { fragmentOf, rdfGraph } from './rdf-graph.ts'
import type { RdfNode } from './rdf-graph.ts'
import { rdfLicences } from './rdf-licence.ts'

/** An SPDX 2 document of RDF in the shape of its JSON encoding, with the places of its elements. */
export interface RdfDocument {
  readonly document: JsonRecord
  /** Line of each element of these lists of the document. */
  readonly lines: Readonly<Record<'packages' | 'files' | 'relationships', readonly number[]>>
  readonly snippets: number
}

const ALGORITHMS =
  'SHA1 SHA224 SHA256 SHA384 SHA512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512 BLAKE3 MD2 MD4 MD5 MD6 ADLER32'.split(
    ' ',
  )

/** Takes an RDF/XML document of SPDX 2 (clauses 6 to 12, "RDF" of each field) apart; null when no node of it is an SpdxDocument. */
export function rdfToDocument(root: XmlElement): RdfDocument | null {
  const nodes = rdfGraph(root)
  const licence = rdfLicences(nodes)
  const all = [...nodes.values()]
  const top = all.find(({ types }) => types.has('SpdxDocument'))
  if (top === undefined) return null
  const packages = all.filter(({ types }) => types.has('Package'))
  const files = all.filter(({ types }) => types.has('File'))
  const namespace = top.id.slice(0, Math.max(0, top.id.lastIndexOf('#')))

  const texts = (node: RdfNode, name: string): readonly string[] =>
    (node.properties.get(name) ?? []).map((value) => ('text' in value ? value.text : wordOf(value.node))).filter((one) => one !== '')
  const text = (node: RdfNode, name: string): string | undefined => texts(node, name)[0]
  const inner = (node: RdfNode, name: string): readonly RdfNode[] =>
    (node.properties.get(name) ?? []).flatMap((value) => ('node' in value ? (nodes.get(value.node) ?? []) : []))
  const licences = (node: RdfNode, name: string): readonly string[] =>
    (node.properties.get(name) ?? []).map((value) => ('node' in value ? licence(value.node) : value.text)).filter((one) => one !== '')
  const word = (node: RdfNode, name: string): string | undefined => {
    const stated = text(node, name)
    return stated === undefined ? undefined : upperSnake(fragmentOf(stated).replace(/^[a-zA-Z]+_/, ''))
  }
  const documents = inner(top, 'externalDocumentRef')
  /** How other elements name the element: by its id alone, or with the name of its document. */
  const idOf = (iri: string): string => {
    const name = fragmentOf(iri)
    if (/^no(?:assertion|ne)$/i.test(name)) return name.toUpperCase()
    const home = iri.slice(0, Math.max(0, iri.lastIndexOf('#')))
    const other = home === '' || home === namespace ? undefined : documents.find((one) => text(one, 'spdxDocument') === home)
    return other === undefined ? name : `${text(other, 'externalDocumentId') ?? ''}:${name}`
  }
  const checksums = (node: RdfNode): readonly JsonRecord[] =>
    inner(node, 'checksum').map((one) => {
      const name = fragmentOf(text(one, 'algorithm') ?? '').replace(/^checksumAlgorithm_/, '')
      const algorithm = ALGORITHMS.find((known) => bare(known) === bare(name)) ?? name
      return { algorithm, checksumValue: text(one, 'checksumValue') ?? '' }
    })
  const annotations = (node: RdfNode): readonly JsonRecord[] =>
    inner(node, 'annotation').map((one) =>
      filled({
        annotationDate: text(one, 'annotationDate'),
        annotationType: word(one, 'annotationType'),
        annotator: text(one, 'annotator'),
        comment: text(one, 'comment'),
      }),
    )
  const common = (node: RdfNode): JsonRecord => ({
    SPDXID: idOf(node.id),
    checksums: checksums(node),
    annotations: annotations(node),
    attributionTexts: texts(node, 'attributionText'),
    comment: text(node, 'comment'),
    copyrightText: text(node, 'copyrightText'),
    licenseComments: text(node, 'licenseComments'),
    licenseConcluded: licences(node, 'licenseConcluded')[0],
  })
  const packageOf = (node: RdfNode): JsonRecord => {
    const [code] = inner(node, 'packageVerificationCode')
    const same = Object.fromEntries(PACKAGE_TEXTS.map((name) => [name, text(node, name)]))
    return filled({
      ...common(node),
      ...same,
      filesAnalyzed: { true: true, false: false }[text(node, 'filesAnalyzed') ?? ''],
      licenseDeclared: licences(node, 'licenseDeclared')[0],
      licenseInfoFromFiles: licences(node, 'licenseInfoFromFiles'),
      primaryPackagePurpose: word(node, 'primaryPackagePurpose'),
      hasFiles: (node.properties.get('hasFile') ?? []).flatMap((value) => ('node' in value ? idOf(value.node) : [])),
      externalRefs: inner(node, 'externalRef').map((one) =>
        filled({
          comment: text(one, 'comment'),
          referenceCategory: word(one, 'referenceCategory'),
          referenceLocator: text(one, 'referenceLocator'),
          referenceType: (text(one, 'referenceType') ?? '').replace(/^https?:\/\/spdx\.org\/rdf\/references\//, ''),
        }),
      ),
      packageVerificationCode:
        code &&
        filled({
          packageVerificationCodeValue: text(code, 'packageVerificationCodeValue'),
          packageVerificationCodeExcludedFiles: texts(code, 'packageVerificationCodeExcludedFile'),
        }),
    })
  }
  const fileOf = (node: RdfNode): JsonRecord =>
    filled({
      ...common(node),
      fileName: text(node, 'fileName'),
      fileTypes: (node.properties.get('fileType') ?? []).flatMap((value) =>
        upperSnake(fragmentOf('node' in value ? value.node : value.text).replace(/^fileType_/, '')),
      ),
      fileContributors: texts(node, 'fileContributor'),
      licenseInfoInFiles: licences(node, 'licenseInfoInFile'),
      noticeText: text(node, 'noticeText'),
    })
  const targetOf = (relation: RdfNode): string | undefined => {
    const target = relation.properties.get('relatedSpdxElement')?.[0]
    return target === undefined ? undefined : 'node' in target ? target.node : target.text
  }
  const isPackage = (relation: RdfNode): boolean => nodes.get(targetOf(relation) ?? '')?.types.has('Package') === true
  const related = [top, ...packages, ...files].flatMap((node) =>
    // RDF has no order; of what a document describes packages come before files.
    inner(node, 'relationship')
      .toSorted((a, b) => Number(isPackage(b)) - Number(isPackage(a)))
      .map((one) => {
        const target = targetOf(one)
        const value = {
          spdxElementId: idOf(node.id),
          relatedSpdxElement: target === undefined ? undefined : idOf(target),
          relationshipType: word(one, 'relationshipType'),
          comment: text(one, 'comment'),
        }
        return { line: one.line, value: filled(value) }
      }),
  )
  const [info] = inner(top, 'creationInfo')
  const document = filled({
    SPDXID: fragmentOf(top.id),
    documentNamespace: namespace === '' ? undefined : namespace,
    spdxVersion: text(top, 'specVersion'),
    name: text(top, 'name'),
    dataLicense: licences(top, 'dataLicense')[0],
    comment: text(top, 'comment'),
    annotations: annotations(top),
    creationInfo:
      info &&
      filled({
        created: text(info, 'created'),
        creators: texts(info, 'creator'),
        comment: text(info, 'comment'),
        licenseListVersion: text(info, 'licenseListVersion'),
      }),
    documentDescribes: (top.properties.get('describesPackage') ?? []).flatMap((value) => ('node' in value ? idOf(value.node) : [])),
    externalDocumentRefs: documents.map((one) =>
      filled({ checksum: checksums(one)[0], externalDocumentId: text(one, 'externalDocumentId'), spdxDocument: text(one, 'spdxDocument') }),
    ),
    hasExtractedLicensingInfos: inner(top, 'hasExtractedLicensingInfo').map((one) =>
      filled({
        licenseId: text(one, 'licenseId'),
        extractedText: text(one, 'extractedText'),
        name: text(one, 'name'),
        comment: text(one, 'comment'),
        seeAlsos: texts(one, 'seeAlso'),
      }),
    ),
    packages: packages.map(packageOf),
    files: files.map(fileOf),
    relationships: related.map(({ value }) => value),
  })
  const lines = {
    packages: packages.map(({ line }) => line),
    files: files.map(({ line }) => line),
    relationships: related.map(({ line }) => line),
  }
  return { document, lines, snippets: all.filter(({ types }) => types.has('Snippet')).length }
}

/** Texts with the same name in both encodings. */
const PACKAGE_TEXTS = [
  'builtDate',
  'description',
  'downloadLocation',
  'homepage',
  'name',
  'originator',
  'packageFileName',
  'releaseDate',
  'sourceInfo',
  'summary',
  'supplier',
  'validUntilDate',
  'versionInfo',
]

function wordOf(iri: string): string {
  const name = fragmentOf(iri)
  return /^no(?:assertion|ne)$/i.test(name) ? name.toUpperCase() : iri.startsWith('_:') ? '' : iri
}

/** `dependsOn` → `DEPENDS_ON`. */
function upperSnake(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '')
}

/** Without what is not stated: absent texts and empty lists. */
function filled(value: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0)))
}
