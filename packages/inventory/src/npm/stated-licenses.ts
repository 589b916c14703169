import { asObject, asText } from './json-value.ts'

/** Licences as a package.json or lock entry states them: the `license` text, or the old object and list forms (npm before 2). */
export function statedLicenses(entry: Readonly<Record<string, unknown>>): readonly string[] {
  const stated = entry['license'] ?? entry['licenses']
  if (stated === undefined) return []
  if (typeof stated === 'string') return stated === '' ? [] : [stated]
  const list: readonly unknown[] = Array.isArray(stated) ? stated : [stated]
  return list.map((one) => (typeof one === 'string' ? one : asText(asObject(one)?.['type']))).filter((text) => text !== '')
}
