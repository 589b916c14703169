import { records, text } from '../record.ts'
import type { JsonRecord } from '../record.ts'

/** Aggregates that leave out what advisories are about: "first party only" means that of others nothing is listed. */
const LEAVES_OUT = /^incomplete(?:_first_party(?:_proprietary|_opensource)?_only|_third_party_proprietary_only)?$/

/** What the compositions of a CycloneDX document say is missing from its components and dependencies, a sentence for each kind of it. */
export function incompleteCompositions(document: JsonRecord): readonly string[] {
  const about = records(document['compositions']).filter((one) => one['vulnerabilities'] === undefined || one['assemblies'] !== undefined)
  const stated = about.map((one) => text(one['aggregate'])).filter((aggregate) => LEAVES_OUT.test(aggregate))
  return [...new Set(stated)].map((aggregate) => `its composition is ${aggregate.replaceAll('_', ' ')}`)
}
