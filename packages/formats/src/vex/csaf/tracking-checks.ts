import { isObject, objectsOf, textOf } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { CsafCheck } from './check.ts'

/** Tests of the document's version, history and language. */
export const TRACKING_CHECKS: readonly CsafCheck[] = [
  { id: '6.1.14', title: 'sorted revision history', broken: (csaf) => !sorted(historyOf(csaf).map((one) => textOf(one['number']))) },
  { id: '6.1.15', title: 'translator', broken: ({ document }) => isTranslatorWithoutSource(document as JsonObject) },
  { id: '6.1.16', title: 'latest document version', broken: latestDiffers },
  { id: '6.1.17', title: 'document status draft', broken: (csaf) => statusOf(csaf) !== 'draft' && isUnreleased(versionOf(csaf)) },
  { id: '6.1.18', title: 'released revision history', broken: (csaf) => statusOf(csaf) !== 'draft' && numbersOf(csaf).some(isZero) },
  { id: '6.1.19', title: 'revision history entries for pre-release versions', broken: (csaf) => numbersOf(csaf).some(isPreRelease) },
  { id: '6.1.20', title: 'non-draft document version', broken: (csaf) => statusOf(csaf) !== 'draft' && isPreRelease(versionOf(csaf)) },
  { id: '6.1.21', title: 'missing item in revision history', broken: (csaf) => hasGap(numbersOf(csaf)) },
  { id: '6.1.22', title: 'multiple definition in revision history', broken: (csaf) => repeats(numbersOf(csaf).map(withoutBuild)) },
  { id: '6.1.37', title: 'date and time', only: '2.1', broken: hasWrongTime },
  { id: '6.1.28', title: 'translation', broken: ({ document }) => sameLanguages(document as JsonObject) },
  {
    id: '6.1.30',
    title: 'mixed integer and semantic versioning',
    broken: (csaf) => new Set([versionOf(csaf), ...numbersOf(csaf)].map(isSemantic)).size > 1,
  },
]

function trackingOf(csaf: JsonObject): JsonObject {
  const { document } = csaf
  return isObject(document) && isObject(document['tracking']) ? document['tracking'] : {}
}

function statusOf(csaf: JsonObject): string {
  return textOf(trackingOf(csaf)['status'])
}

function versionOf(csaf: JsonObject): string {
  return textOf(trackingOf(csaf)['version'])
}

/** History by date; entries of one moment by their number. */
function historyOf(csaf: JsonObject): readonly JsonObject[] {
  return objectsOf(trackingOf(csaf)['revision_history']).toSorted(
    (a, b) => Date.parse(textOf(a['date'])) - Date.parse(textOf(b['date'])) || compareVersions(textOf(a['number']), textOf(b['number'])),
  )
}

function numbersOf(csaf: JsonObject): readonly string[] {
  return objectsOf(trackingOf(csaf)['revision_history']).map((one) => textOf(one['number']))
}

function sorted(numbers: readonly string[]): boolean {
  return numbers.every((number, at) => at === 0 || compareVersions(numbers[at - 1] ?? '', number) <= 0)
}

function latestDiffers(csaf: JsonObject): boolean {
  const latest = textOf(historyOf(csaf).at(-1)?.['number'])
  const version = versionOf(csaf)
  // A draft's version may run ahead of its history by a pre-release part.
  const compared = statusOf(csaf) === 'draft' ? withoutBuild(version).split('-')[0] : withoutBuild(version)
  return withoutBuild(latest) !== compared
}

function isTranslatorWithoutSource({ publisher, source_lang: source }: JsonObject): boolean {
  return isObject(publisher) && publisher['category'] === 'translator' && textOf(source) === ''
}

function sameLanguages({ lang, source_lang: source }: JsonObject): boolean {
  return textOf(lang) !== '' && textOf(lang).toLowerCase() === textOf(source).toLowerCase()
}

/** RFC 3339 as §2.2 of CSAF 2.1 narrows it: upper case, and a day and a second that exist. */
function hasWrongTime(csaf: JsonObject): boolean {
  const waiting: unknown[] = [csaf]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) for (const one of value as readonly unknown[]) waiting.push(one)
    if (!isObject(value)) continue
    for (const [key, below] of Object.entries(value)) {
      if (typeof below === 'string' && /(?:^|_)date$/.test(key) && !isMoment(below)) return true
      if (typeof below === 'object' && below !== null && !key.startsWith('x_')) waiting.push(below)
    }
  }
  return false
}

function isMoment(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:([0-5]\d)(?:\.\d{1,12})?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(text)
  if (!match || Number.isNaN(Date.parse(text))) return false
  return new Date(`${match[1] ?? ''}T00:00:00Z`).toISOString().startsWith(match[1] ?? '')
}

function withoutBuild(version: string): string {
  return version.split('+')[0] ?? ''
}

function isPreRelease(version: string): boolean {
  return withoutBuild(version).includes('-')
}

function isZero(version: string): boolean {
  return majorOf(version) === 0
}

function isUnreleased(version: string): boolean {
  return isZero(version) || isPreRelease(version)
}

function isSemantic(version: string): boolean {
  return version.includes('.')
}

function majorOf(version: string): number {
  return Number(/^\d+/.exec(version)?.[0] ?? Number.NaN)
}

/** Majors run from 0 or 1 without a gap. */
function hasGap(numbers: readonly string[]): boolean {
  const majors = [...new Set(numbers.map(majorOf))].sort((a, b) => a - b)
  return (majors[0] ?? 0) > 1 || majors.some((major, at) => at > 0 && major - (majors[at - 1] ?? 0) > 1)
}

function repeats(values: readonly string[]): boolean {
  return new Set(values).size < values.length
}

/** Integers and semantic versions 2.0 §11, build parts left out. */
function compareVersions(a: string, b: string): number {
  const [coreA = '', ...preA] = withoutBuild(a).split('-')
  const [coreB = '', ...preB] = withoutBuild(b).split('-')
  const core = compareLists(coreA.split('.'), coreB.split('.'))
  if (core !== 0) return core
  if (preA.length === 0 || preB.length === 0) return preB.length - preA.length
  return compareLists(preA.join('-').split('.'), preB.join('-').split('.'))
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [one = '', other = ''] = [a[at], b[at]]
    const numeric = /^\d+$/.test(one) && /^\d+$/.test(other)
    const difference = numeric ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
