import type { Component, IndexState, Problem, VerificationItem } from '@cupel/model'
import type { CelResult, CelUnknown } from '../cel/cel-value.ts'
import { isFault } from '../cel/cel-value.ts'
import { assessmentRecord } from './assessment-record.ts'
import { componentRecord } from './component-record.ts'
import type { ComponentSurroundings } from './component-record.ts'
import { findingRecord } from './finding-record.ts'
import { assessmentOf, ownAssessment } from './own-assessment.ts'
import type { Assessed } from './own-assessment.ts'
import type { PolicyInput, ScannedPart } from './policy-input.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord, PolicySubject, PolicySubjects } from './policy-subject.ts'
import { provenanceRecord } from './provenance-record.ts'
import { mapOfTexts, timeOr } from './record-values.ts'
import { isComplete, unseenComponents, unseenFindings, unseenOfComponent, unseenProvenance, withUnseen } from './unseen.ts'

/**
 * What the rules of packs are asked about, out of reports. Where evidence of a kind is missing as a whole, one unknown subject stands for
 * it, so that a rule about it is unknown rather than not applicable.
 */
export function policySubjects(input: PolicyInput): PolicySubjects {
  const assessed = input.assessments.map(({ report, source }) => ({ report, record: assessmentRecord(report, source) }))
  const verified = input.verifications.flatMap(({ report, source }) =>
    report.items.map((item) => ({ item, record: provenanceRecord(item, source) })),
  )
  const provenanceOf = groupBy(verified, ({ item }) => item.subject)
  const components = componentSubjects(input, { assessed, provenanceOf })
  const findings = findingSubjects(input.scan, components)
  const unseen = unseenParts(input)
  const whole = projectRecord(input, {
    components: withUnseen(
      components.map(({ record }) => record),
      unseen.components,
    ),
    findings: withUnseen(
      findings.map(({ record }) => record),
      unseen.findings,
    ),
    provenance:
      verified.length === 0
        ? unknownFor('a verification report')
        : withUnseen(
            verified.map(({ record }) => record),
            unseen.provenance,
          ),
    assessment: ownAssessment(assessed, input),
    name: input.scan?.target.name ?? assessed[0]?.report.project.name ?? '',
  })
  const name = String(whole['name'])
  return {
    whole,
    project: [{ id: name, name, record: whole }],
    component: input.scan === null ? [absent('components', 'a scan')] : [...components, ...unseenAs('components', unseen.components)],
    finding: input.scan === null ? [absent('findings', 'a scan')] : [...findings, ...unseenAs('findings', unseen.findings)],
    assessment:
      assessed.length === 0
        ? [absent('assessment', 'an assessment of the project')]
        : assessed.map(({ report: { project }, record }) => ({ id: project.url || project.name, name: project.name, record })),
    provenance:
      verified.length === 0
        ? [absent('provenance', 'a verification report')]
        : [
            ...verified.map(({ item, record }) => ({ id: item.subject, name: item.subject, record })),
            ...unseenAs('provenance', unseen.provenance),
          ],
  }
}

function absent(what: string, missing: string): PolicySubject {
  return { id: what, name: what, record: unknownFor(missing), unseen: true }
}

/** Stands for what may be there beside what was seen. */
function unseenAs(what: string, why: CelUnknown | null): readonly PolicySubject[] {
  return why === null ? [] : [{ id: `unseen ${what}`, name: `${what} not looked for`, record: why, unseen: true }]
}

interface Unseen {
  readonly components: CelUnknown | null
  readonly findings: CelUnknown | null
  readonly provenance: CelUnknown | null
}

function unseenParts({ scan, verifications }: PolicyInput): Unseen {
  return {
    components: scan === null ? null : unseenComponents(scan),
    findings: scan === null ? null : unseenFindings(scan),
    provenance: unseenProvenance(verifications),
  }
}

interface Verified {
  readonly item: VerificationItem
  readonly record: PolicyRecord
}

interface Evidence {
  readonly assessed: readonly Assessed[]
  readonly provenanceOf: ReadonlyMap<string, readonly Verified[]>
}

function componentSubjects({ scan, facts }: PolicyInput, { assessed, provenanceOf }: Evidence): readonly PolicySubject[] {
  if (scan === null) return []
  const findingsOf = groupBy(scan.findings, (one) => one.component)
  const asked = scan.index.kind === 'none' ? unknownFor('advisory data') : null
  const unseenOf = unseenOfComponent(scan)
  const records = new Map<string, PolicyRecord>()
  const around: ComponentSurroundings = {
    facts,
    findings(component) {
      const { purl } = component
      const record = (): CelResult => records.get(purl) ?? unknownFor(`the component ${purl}`)
      const seen = (findingsOf.get(purl) ?? []).map((one) => findingRecord(one, scan.index, record))
      return asked ?? withUnseen(seen, unseenOf(component))
    },
    provenance: (component) => provenanceFor(component, provenanceOf.get(component.purl) ?? []),
    refused: ({ purl }) =>
      scan.provenance === undefined
        ? unknownFor('a trust policy for the scan')
        : (findingsOf.get(purl) ?? []).some(({ kind, state }) => kind === 'provenance' && state === 'open'),
    assessment: ({ purl }) => assessmentOf(purl, facts.get(purl)?.repository, assessed),
  }
  return scan.components.map((component): PolicySubject => {
    const { purl, name, version } = component
    const record = componentRecord(component, around)
    records.set(purl, record)
    return { id: purl, name: version === '' ? name : `${name} ${version}`, record }
  })
}

function findingSubjects(scan: ScannedPart | null, components: readonly PolicySubject[]): readonly PolicySubject[] {
  if (scan === null) return []
  const byPurl = new Map(components.map(({ id, record }) => [id, record]))
  return scan.findings.map((finding) => {
    const component = byPurl.get(finding.component) ?? unknownFor(`the component ${finding.component}`)
    return {
      id: `${finding.advisory.id} ${finding.component}`,
      name: `${finding.advisory.id} in ${finding.component}`,
      record: findingRecord(finding, scan.index, () => component),
    }
  })
}

/** A purl names a release; what was verified under it is the component's only when it is of the same bytes. */
function provenanceFor({ purl, hashes }: Component, verified: readonly Verified[]): CelResult {
  const own = verified.filter(({ item: { digests } }) => {
    if (hashes.length === 0 || Object.keys(digests).length === 0) return true
    return hashes.some(({ algorithm, value }) => Object.hasOwn(digests, algorithm) && digests[algorithm] === value)
  })
  if (own.length > 0) return own.map(({ record }) => record)
  if (verified.length === 0) return unknownFor(`a verification of ${purl}`)
  return unknownFor(`a verification of the bytes of ${purl} that are used here; there is one that is not shown to be of them`)
}

interface ProjectParts {
  readonly components: CelResult
  readonly findings: CelResult
  readonly provenance: CelResult
  readonly assessment: CelResult
  readonly name: string
}

function projectRecord({ scan }: PolicyInput, parts: ProjectParts): PolicyRecord {
  const unscanned = unknownFor('a scan')
  const licences = [...new Set(scan?.graphs.flatMap(({ projects }) => projects.flatMap((one) => one.licenses)) ?? [])]
  const fields = {
    name: parts.name,
    kind: scan?.target.kind ?? unscanned,
    digest: scan?.target.digest ?? unscanned,
    licences: licences.length === 0 ? unknownFor('the licence of the project') : licences,
    components: scan === null ? unscanned : parts.components,
    findings: scan === null ? unscanned : scan.index.kind === 'none' ? unknownFor('advisory data') : parts.findings,
    problems: scan === null ? unscanned : scan.problems.map(problemRecord),
    complete: scan === null ? unscanned : isComplete(scan.problems),
    data: scan === null ? unscanned : dataRecord(scan.index),
    provenance: parts.provenance,
    assessment: parts.assessment,
  }
  return policyRecord('project', fields, () => [])
}

function problemRecord({ code, effect, path, detail, line }: Problem): PolicyRecord {
  return policyRecord('problem', { code, effect, path, detail }, () => (path === '' ? [] : [{ path, ...(line !== undefined && { line }) }]))
}

function dataRecord({ kind, records, modified, ecosystems, kev, epss }: IndexState): PolicyRecord {
  const fields = {
    kind,
    records: BigInt(records),
    modified: timeOr(modified, 'how old the advisory data is'),
    newest: mapOfTexts(
      ecosystems.flatMap((one) => {
        const newest = timeOr(one.modified, '')
        return isFault(newest) ? [] : [[one.name, newest] as const]
      }),
    ),
    ecosystems: ecosystems.map(({ name }) => name),
    has_kev: kev !== '',
    has_epss: epss !== '',
  }
  return policyRecord('data', fields, () => [])
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}
