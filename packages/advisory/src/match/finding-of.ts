import { hash } from 'node:crypto'
import type { Component, VersionScheme } from '@cupel/model'
import { fixedVersionsFor } from '@cupel/model'
import type { HitGroup } from './group-hits.ts'
import type { MatchedFinding } from './matched-finding.ts'
import type { PackageAdvisories } from './package-advisories.ts'
import type { RecordCache } from './record-cache.ts'

export interface FindingInput {
  readonly component: Component
  readonly version: string
  readonly scheme: VersionScheme
  readonly advisories: PackageAdvisories
  readonly records: RecordCache
}

/** One finding out of all advisories of one problem that affect a component. */
export function findingOf(group: HitGroup, { component, version, scheme, advisories, records }: FindingInput): MatchedFinding {
  const { members } = group
  const merged = records.merged(
    group,
    members.map((member) => member.record),
  )
  const { kind, severity, facts } = merged
  const shown = members.find((member) => member.record.id === facts.id) ?? members[0]!
  const fixed = members.flatMap(({ hit }) => hit.parts.flatMap((part) => fixedVersionsFor(scheme, part, version)))
  // Of malware that is not told by its versions none is known to be good.
  const hopeless = kind === 'malware' && members.some((member) => member.hit.reason.by !== 'version-list')
  return {
    id: fingerprint(`${kind}\n${facts.id}\n${component.purl}`),
    kind,
    severity,
    advisory: facts,
    component: component.purl,
    match: shown.hit.reason,
    fixedVersions: fixed.length < 2 ? fixed : [...new Set(fixed)].toSorted((a, b) => scheme.compare(a, b)),
    upgrade: hopeless ? null : advisories.upgradeFrom(version),
    scopes: component.scopes,
    direct: component.direct,
    locations: component.evidence,
  }
}

/** 80 bits of SHA-256 in hexadecimal: the same problem in the same component has the same fingerprint in every run. */
function fingerprint(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 20)
}
