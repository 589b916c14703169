import type { PolicyRecord } from './policy-subject.ts'
import { policyRecord } from './policy-subject.ts'
import type { ScannedPart } from './policy-input.ts'
import { mapOfTexts, timeOr } from './record-values.ts'
import { unseenComponents, withUnseen } from './unseen.ts'

/** The advisory data that answered, as rules see it. */
export function dataRecord(scan: ScannedPart): PolicyRecord {
  const { index, components } = scan
  const { kind, records, modified, ecosystems, kev, epss } = index
  const families = new Set(components.map(({ ecosystem }) => ecosystem.split(':')[0]))
  const fields = {
    kind,
    records: BigInt(records),
    modified: timeOr(modified, 'how old the advisory data is'),
    newest: mapOfTexts(ecosystems.map((one) => [one.name, timeOr(one.modified, `how old the advisory data of ${one.name} is`)])),
    synced: mapOfTexts(ecosystems.map(({ name, synced = '' }) => [name, timeOr(synced, `when the advisory data of ${name} was fetched`)])),
    ecosystems: ecosystems.map(({ name }) => name),
    used: withUnseen(
      ecosystems.map(({ name }) => name).filter((name) => families.has(name)),
      unseenComponents(scan),
    ),
    has_kev: kev !== '',
    has_epss: epss !== '',
    kev_date: timeOr(kev, 'how old the catalogue of known exploited vulnerabilities is'),
    epss_date: timeOr(epss, 'how old the EPSS scores are'),
  }
  return policyRecord('data', fields, () => [])
}
