import { list, record, records, text } from '../record.ts'
import type { JsonRecord } from '../record.ts'
import { PACKAGE_TAGS } from './tag-fields.ts'

/** Writes a document of `spdx2Document` as tag-value (SPDX 2.3 annex E). */
export function documentToTags(document: JsonRecord): string {
  const lines: string[] = []
  const put = (tag: string, value: unknown): void => {
    if (value !== undefined) lines.push(`${tag}: ${tagText(String(value))}`)
  }
  const info = record(document['creationInfo'])
  put('SPDXVersion', document['spdxVersion'])
  put('DataLicense', document['dataLicense'])
  put('SPDXID', document['SPDXID'])
  put('DocumentName', document['name'])
  put('DocumentNamespace', document['documentNamespace'])
  for (const creator of list(info['creators'])) put('Creator', creator)
  put('Created', info['created'])

  for (const item of records(document['packages'])) {
    lines.push('')
    for (const [tag, [key, form]] of Object.entries(PACKAGE_TAGS)) {
      for (const value of list(item[key])) {
        const object = record(value)
        if (form === 'checksum') put(tag, `${text(object['algorithm'])}: ${text(object['checksumValue'])}`)
        else if (form === 'externalRef')
          put(tag, `${text(object['referenceCategory'])} ${text(object['referenceType'])} ${text(object['referenceLocator'])}`)
        else put(tag, tag === 'PrimaryPackagePurpose' ? text(value).replaceAll('_', '-') : value)
      }
    }
    for (const annotation of records(item['annotations'])) {
      put('Annotator', annotation['annotator'])
      put('AnnotationDate', annotation['annotationDate'])
      put('AnnotationType', annotation['annotationType'])
      put('SPDXREF', item['SPDXID'])
      put('AnnotationComment', annotation['comment'])
    }
  }
  for (const info of records(document['hasExtractedLicensingInfos'])) {
    lines.push('')
    put('LicenseID', info['licenseId'])
    lines.push(`ExtractedText: <text>${closed(text(info['extractedText']))}</text>`)
    put('LicenseName', info['name'])
  }
  lines.push('')
  for (const item of records(document['relationships'])) {
    put('Relationship', `${text(item['spdxElementId'])} ${text(item['relationshipType'])} ${text(item['relatedSpdxElement'])}`)
  }
  return `${lines.join('\n')}\n`
}

/** A value of several lines, or one that would be read as a text mark, stands inside a text mark. */
function tagText(value: string): string {
  const needsMark = /[\r\n]/.test(value) || value !== value.trim() || value.startsWith('<text>')
  return needsMark ? `<text>${closed(value)}</text>` : value
}

/** The closing mark itself cannot stand in a text; there is no escape for it. */
function closed(value: string): string {
  return value.replaceAll('</text>', '< /text>')
}
