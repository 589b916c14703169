import { judgeDraft, plain } from '../bom-read.ts'
import type { BomDraft, BomFault, BomRead, BomReadOptions } from '../bom-read.ts'
import { draftSpdx2 } from './read-spdx2-json.ts'
import {
  ANNOTATION_TAGS,
  CREATION_TAGS,
  DOCUMENT_TAGS,
  FILE_TAGS,
  IGNORED_TAGS,
  LICENSE_TAGS,
  PACKAGE_TAGS,
  SNIPPET_TAGS,
} from './tag-fields.ts'
import type { TagForm } from './tag-fields.ts'
import { readTagLines } from './tag-lines.ts'
import type { TagLine } from './tag-lines.ts'

type Shape = Record<string, unknown>

/**
 * Reads SPDX 2.1 to 2.3 tag-value (SPDX 2.3 annex E). Every line that is not understood is a fault with its line; what is
 * then missing or wrong is judged by the same rules as the JSON encoding.
 */
export function readSpdxTagValue(source: string, options: BomReadOptions = {}): BomRead {
  return judgeDraft(draftTagValue(source), options)
}

/** The unjudged read. */
export function draftTagValue(source: string): BomDraft {
  const { tags, faults } = readTagLines(source)
  const own: BomFault[] = faults.map((fault) => ({ ...fault, path: '', rule: 'tag' }))
  const { document, lines } = shapeOf(tags, own)
  const draft = draftSpdx2(document, 'tag-value', (pointers) => new Map(pointers.map((pointer) => [pointer, lineOf(pointer, lines)])))
  return { ...draft, faults: [...own, ...draft.faults], faultCount: own.length + draft.faultCount }
}

/** Line of the element that a pointer leads into, by its first two keys; 1 for the document itself. */
function lineOf(pointer: string, lines: ReadonlyMap<string, number>): number {
  return lines.get(pointer.split('/').slice(0, 3).join('/')) ?? 1
}

function shapeOf(tags: readonly TagLine[], faults: BomFault[]): { document: Shape; lines: ReadonlyMap<string, number> } {
  const lines = new Map<string, number>()
  const info: Shape = {}
  const document: Shape = { creationInfo: info, packages: [], files: [], snippets: [], relationships: [], hasExtractedLicensingInfos: [] }
  let element = document
  let fields = DOCUMENT_TAGS
  let lastPackage: Shape | null = null
  let annotation: Shape | null = null
  const annotations: { shape: Shape; about: string; near: Shape }[] = []

  const begin = (section: string, itsFields: typeof fields, line: number): void => {
    const items = document[section] as Shape[]
    lines.set(`/${section}/${items.length}`, line)
    element = {}
    fields = itsFields
    items.push(element)
  }
  for (const { tag, value, line } of tags) {
    if (tag === 'PackageName') {
      begin('packages', PACKAGE_TAGS, line)
      lastPackage = element
    } else if (tag === 'FileName') {
      begin('files', FILE_TAGS, line)
      element['checksums'] = []
      if (lastPackage) fileOfPackage(lastPackage, element)
    } else if (tag === 'SnippetSPDXID') begin('snippets', SNIPPET_TAGS, line)
    else if (tag === 'LicenseID') begin('hasExtractedLicensingInfos', LICENSE_TAGS, line)

    if (tag === 'Relationship') {
      const [from = '', type = '', to = ''] = value.split(/\s+/)
      const relationships = document['relationships'] as Shape[]
      lines.set(`/relationships/${relationships.length}`, line)
      relationships.push({ spdxElementId: from, relationshipType: type, relatedSpdxElement: to })
    } else if (tag === 'ExternalDocumentRef') addExternalDocument(document, value)
    else if (tag === 'Annotator') {
      annotation = { annotator: value }
      annotations.push({ shape: annotation, about: '', near: element })
    } else if (tag === 'SPDXREF') {
      const last = annotations.at(-1)
      if (last) annotations[annotations.length - 1] = { ...last, about: value }
    } else if (ANNOTATION_TAGS[tag] && annotation) put(annotation, ANNOTATION_TAGS[tag], value)
    else if (CREATION_TAGS[tag]) put(info, CREATION_TAGS[tag], value)
    else if (fields[tag]) put(element, fields[tag], value)
    else if (DOCUMENT_TAGS[tag] && tag !== 'SPDXID') put(document, DOCUMENT_TAGS[tag], value)
    else if (!IGNORED_TAGS.has(tag))
      faults.push({ line, path: '', message: `the tag "${plain(tag).slice(0, 60)}" is not expected here`, rule: 'unknown-key' })
  }
  placeAnnotations(document, annotations)
  return { document, lines }
}

function put(target: Shape, [key, form]: readonly [string, TagForm], value: string): void {
  if (form === 'text') target[key] = value
  else if (form === 'boolean') target[key] = value === 'true' ? true : value === 'false' ? false : value
  else if (form === 'list') append(target, key, key === 'fileTypes' ? value.toUpperCase() : value)
  else if (form === 'checksum') {
    const colon = value.indexOf(':')
    append(target, key, { algorithm: value.slice(0, Math.max(colon, 0)).trim(), checksumValue: value.slice(colon + 1).trim() })
  } else if (form === 'externalRef') {
    const [category = '', type = '', ...locator] = value.split(/\s+/)
    append(target, key, { referenceCategory: category, referenceType: type, referenceLocator: locator.join(' ') })
  } else if (form === 'verificationCode') target[key] = { packageVerificationCodeValue: value.split(/[\s(]/)[0] ?? '' }
  else append(target, key, { startPointer: { reference: '' }, endPointer: { reference: '' } })
}

function append(target: Shape, key: string, value: unknown): void {
  const items = target[key]
  if (Array.isArray(items)) items.push(value)
  else target[key] = [value]
}

/** A file that follows a package belongs to it (SPDX 2.3 §8.1); its identifier comes in a later line. */
function fileOfPackage(owner: Shape, file: Shape): void {
  append(owner, 'hasFiles', file)
}

function addExternalDocument(document: Shape, value: string): void {
  const [id = '', uri = '', ...checksum] = value.split(/\s+/)
  const [algorithm = '', digest = ''] = checksum.join('').split(':')
  append(document, 'externalDocumentRefs', { externalDocumentId: id, spdxDocument: uri, checksum: { algorithm, checksumValue: digest } })
}

/** Annotations name their element by SPDXREF; files of a package are still elements here and become their identifiers. */
function placeAnnotations(document: Shape, annotations: readonly { shape: Shape; about: string; near: Shape }[]): void {
  const byId = new Map<unknown, Shape>([[document['SPDXID'], document]])
  for (const section of ['packages', 'files', 'snippets']) {
    for (const item of document[section] as Shape[]) {
      byId.set(item['SPDXID'], item)
      if (Array.isArray(item['hasFiles'])) item['hasFiles'] = item['hasFiles'].map((file: Shape) => file['SPDXID'] ?? '')
    }
  }
  for (const { shape, about, near } of annotations) append(byId.get(about) ?? near, 'annotations', shape)
}
