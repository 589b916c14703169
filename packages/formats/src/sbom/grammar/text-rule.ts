import { SPDX_EXCEPTIONS, SPDX_LICENCES } from '@cupel/model'

export interface TextRule {
  /** What is wanted, for messages: `an RFC 3339 date and time`. */
  readonly wanted: string
  test(text: string): boolean
}

const DIGEST = /^(?:[a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128})$/
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/
const RFC3339 = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|[+-]([0-9]{2}):?([0-9]{2})?)$/
const XML_TIME = /^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:Z|[+-]([0-9]{2}):([0-9]{2}))?$/
const XML_DAY = /^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?$/
const CPE_22 = /^[cC][pP][eE]:\/[AHOaho]?(?::[A-Za-z0-9._~%-]*){0,6}$/

/** Named text rules of the grammars, shared by JSON, XML and text encodings. `x…` are the XML Schema forms. */
export const TEXT_RULES: Readonly<Record<string, TextRule>> = {
  str: { wanted: 'a text', test: () => true },
  // Real documents hold addresses such as git@host:path here; neither form is refused.
  iri: { wanted: 'a text', test: () => true },
  uri: { wanted: 'a text', test: () => true },
  email: { wanted: 'a text', test: () => true },
  str1: { wanted: 'a text that is not empty', test: (text) => text !== '' },
  uuid: matching('urn:uuid: with a lower-case UUID', new RegExp(`^urn:uuid:${UUID}$`)),
  xmluuid: matching('urn:uuid: with a lower-case UUID', new RegExp(`^(?:urn:uuid:${UUID}|\\{${UUID}\\})$`)),
  bomlink: matching('a BOM-Link', new RegExp(`^urn:cdx:${UUID}/[1-9][0-9]*$`)),
  bomlinkel: matching('a BOM-Link to an element', new RegExp(`^urn:cdx:${UUID}/[1-9][0-9]*#.+$`)),
  mime: matching('a media type', /^[-+a-z0-9.]+\/[-+a-z0-9.]+$/),
  digest: matching('a hexadecimal digest of 32, 40, 64, 96 or 128 digits', DIGEST),
  locale: matching('a locale such as en or en-US', /^[a-z]{2}(?:-[A-Z]{2})?$/),
  cre: matching('an OpenCRE identifier', /^CRE:[0-9]+-[0-9]+$/),
  patentnr: matching('a patent number', /^[A-Za-z0-9][A-Za-z0-9\-/.()\s]{0,28}[A-Za-z0-9]$/),
  country: matching('a two-letter country code', /^[A-Z]{2}$/),
  spdxid: { wanted: 'an identifier of the SPDX licence list', test: (text) => SPDX_LICENCES.has(text) || SPDX_EXCEPTIONS.has(text) },
  date: { wanted: 'a date', test: (text) => text.length === 10 && isDay(text) },
  datetime: { wanted: 'an RFC 3339 date and time', test: (text) => isTime(RFC3339.exec(text)) && isDay(text) },
  xdate: { wanted: 'a date', test: (text) => XML_DAY.test(text) && isDay(text) },
  xdatetime: { wanted: 'an XML Schema date and time', test: (text) => isTime(XML_TIME.exec(text)) && isDay(text) },
  absuri: matching('an absolute URI', /^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$/),
  iri3: { wanted: 'an IRI', test: (text) => !text.startsWith('_:') && /.:./.test(text) },
  ref3: { wanted: 'an IRI or a blank node', test: (text) => /^_:./.test(text) || /.:./.test(text) },
  spdxtime: {
    wanted: 'a time such as 2024-05-06T07:08:09Z',
    test: (text) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(text) && isDay(text),
  },
  semver: matching('a version such as 3.0.1', /^[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/),
  mediatype: matching('a media type', /^[^/]+\/[^/]+$/),
  decimal: matching('a decimal number as text', /^-?[0-9]+(?:\.[0-9]*)?$/),
  cpe: { wanted: 'a CPE name', test: (text) => CPE_22.test(text) || isCpe23(text) },
}

function matching(wanted: string, pattern: RegExp): TextRule {
  return { wanted, test: (text) => pattern.test(text) }
}

function isDay(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = DAY.exec(text)?.map(Number) ?? []
  if (month < 1 || day < 1 || month > 12) return false
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}

function isTime(match: RegExpExecArray | null): boolean {
  if (!match) return false
  const [hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = match.slice(1).map((part) => Number(part ?? 0))
  if (hour > 23 || minute > 59 || zoneHour > 23 || zoneMinute > 59) return false
  return second < 60 || (second === 60 && hour === 23 && minute === 59)
}

/** CPE 2.3 formatted string (NISTIR 7695 §6.2): thirteen parts, `\` escapes the next character. */
function isCpe23(text: string): boolean {
  if (!text.startsWith('cpe:2.3:') || text.length > 10_000) return false
  const parts = ['']
  for (let at = 8; at < text.length; at++) {
    if (text[at] === ':') parts.push('')
    else parts.push(`${parts.pop() ?? ''}${text[at] === '\\' ? text.slice(at, ++at + 1) : text[at]}`)
  }
  if (parts.length !== 11 || !/^[aho*-]$/.test(parts[0] ?? '')) return false
  return parts.every((part, index) => (index === 6 ? CPE_LANGUAGE : index === 0 ? CPE_ANY : CPE_PART).test(part))
}

const CPE_ANY = /^./
const CPE_LANGUAGE = /^(?:[a-zA-Z]{2,3}(?:-(?:[a-zA-Z]{2}|[0-9]{3}))?|[*-])$/
const CPE_PART = /^(?:[*-]|[*?]*(?:[a-zA-Z0-9\-._]|\\[\\*?!"#$%&'()+,/:;<=>@[\]^`{|}~])+[*?]*)$/
