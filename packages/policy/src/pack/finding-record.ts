import { SEVERITIES } from '@cupel/model'
import type { Finding, IndexState } from '@cupel/model'
import type { CelResult } from '../cel/cel-value.ts'
import { CelOptional, isFault, NONE } from '../cel/cel-value.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord } from './policy-subject.ts'
import { timeOr } from './record-values.ts'

const KINDS: readonly string[] = ['vulnerability', 'malware', 'provenance']
const HARMLESS: readonly string[] = ['waived', 'not-affected', 'fixed']

const NO_KEV = unknownFor('a catalogue of known exploited vulnerabilities in the advisory data')

export interface FindingSurroundings {
  readonly index: IndexState
  /** `YYYY-MM-DD`; absent: the finding is of now. */
  readonly today: string | undefined
  component(): CelResult
}

/** A finding as rules see it. */
export function findingRecord(finding: Finding, { index, today, component }: FindingSurroundings): PolicyRecord {
  const { advisory, severity, direct, upgrade } = finding
  const state = today !== undefined && hasEnded(finding, today) ? 'open' : finding.state
  const { kev } = advisory
  const scores = advisory.cvss.flatMap(({ score }) => (score === null ? [] : [score]))
  const ofAdvisory = finding.kind !== 'provenance'
  const fields = {
    id: finding.id,
    kind: KINDS.includes(finding.kind) ? finding.kind : unknownFor(`what kind of finding ${finding.id} is`),
    advisory: advisory.id,
    ids: [advisory.id, ...advisory.aliases],
    summary: advisory.summary,
    severity: severity === 'unknown' || !SEVERITIES.includes(severity) ? unknownFor(`the severity of ${advisory.id}`) : severity,
    score: scores.length === 0 ? unknownFor(`a CVSS score of ${advisory.id}`) : Math.max(...scores),
    cwes: advisory.cwes,
    exploited: ofAdvisory && kev === null && index.kev === '' ? NO_KEV : kev !== null,
    ransomware: ofAdvisory && kev === null && index.kev === '' ? NO_KEV : (kev?.ransomware ?? false),
    due: () => {
      if (ofAdvisory && kev === null && index.kev === '') return NO_KEV
      const due = kev === null ? NONE : timeOr(kev.due, `the due date of ${advisory.id}`)
      return due === NONE || isFault(due) ? due : new CelOptional(due)
    },
    epss: advisory.epss === null ? unknownFor(`an EPSS score of ${advisory.id}`) : advisory.epss.score,
    published: () => timeOr(advisory.published, `when ${advisory.id} was published`),
    fixed_versions: finding.fixedVersions,
    upgrade: upgrade === null ? NONE : new CelOptional(upgrade),
    state,
    counts: !HARMLESS.includes(state),
    scopes: finding.scopes,
    direct: direct ?? unknownFor('whether the component is direct'),
    rank: finding.rank.score,
    component,
  }
  return policyRecord('finding', fields, () => finding.locations.map(({ path, line }) => ({ path, ...(line !== undefined && { line }) })))
}

/** A waiver of a report that was written before its end. */
function hasEnded({ state, stateReason }: Finding, today: string): boolean {
  const expires = stateReason?.expires ?? ''
  return state === 'waived' && expires !== '' && expires < today
}
