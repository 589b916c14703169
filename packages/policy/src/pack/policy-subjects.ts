import type { Component, Finding, Problem, VerificationItem } from '@cupel/model'
import type { CelResult, CelUnknown } from '../cel/cel-value.ts'
import { assessmentRecord } from './assessment-record.ts'
import { componentRecord } from './component-record.ts'
import type { ComponentSurroundings } from './component-record.ts'
import { dataRecord } from './data-record.ts'
import { findingRecord } from './finding-record.ts'
import { leftOutSubjects } from './left-out-subjects.ts'
import type { LeftOutSubjects } from './left-out-subjects.ts'
import { assessmentOf, ownAssessment, ownAssessments } from './own-assessment.ts'
import type { Assessed } from './own-assessment.ts'
import type { PolicyInput } from './policy-input.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord, PolicySubject, PolicySubjects } from './policy-subject.ts'
import { provenanceRecord } from './provenance-record.ts'
import {
  isComplete,
  unreadStatements,
  unseenComponents,
  unseenFindings,
  unseenOfComponent,
  unseenProvenance,
  withUnseen,
} from './unseen.ts'

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
  const byPurl = new Map<string, PolicyRecord>()
  const findings = findingSubjects(input, byPurl)
  const components = componentSubjects(input, { assessed, provenanceOf, findings, byPurl })
  const unseen = unseenParts(input)
  const { leftOut } = unseen
  const whole = projectRecord(input, {
    components: withUnseen(records(components), unseen.components ?? leftOutOf(leftOut.components)),
    findings: withUnseen(records(findings), unseen.findings ?? leftOutOf(leftOut.findings)),
    provenance: verified.length === 0 ? unknownFor('a verification report') : withUnseen(records(verified), unseen.provenance),
    assessment: ownAssessment(assessed, input),
    leftOut: leftOut.details,
    name: input.scan?.target.name ?? assessed[0]?.report.project.name ?? '',
  })
  const name = String(whole['name'])
  const isScanned = input.scan !== null
  return {
    whole,
    leftOut: leftOut.details,
    project: [{ id: name, name, record: whole }],
    component: isScanned
      ? [...components, ...unseenAs('components', unseen.components), ...leftOut.components]
      : [absent('components', 'a scan')],
    finding: isScanned ? [...findings, ...unseenAs('findings', unseen.findings), ...leftOut.findings] : [absent('findings', 'a scan')],
    assessment: [
      ...assessed.map(({ report: { project }, record }) => ({ id: project.url || project.name, name: project.name, record })),
      // Those of components say nothing about the project.
      ...(ownAssessments(assessed, input).length === 0 ? [absent('assessment', 'an assessment of the project')] : []),
    ],
    provenance:
      verified.length === 0
        ? [absent('provenance', 'a verification report')]
        : [
            ...verified.map(({ item, record }) => ({ id: item.subject, name: item.subject, record })),
            ...unseenAs('provenance', unseen.provenance),
          ],
  }
}

function records(list: readonly { readonly record: CelResult }[]): readonly CelResult[] {
  return list.map(({ record }) => record)
}

/** Why a list is not whole. */
function leftOutOf(subjects: readonly PolicySubject[]): CelUnknown | null {
  return subjects.length === 0 ? null : unknownFor(`what the scan was told to leave out: ${subjects.map(({ name }) => name).join(', ')}`)
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
  readonly leftOut: LeftOutSubjects
}

const NOTHING_LEFT_OUT: LeftOutSubjects = { components: [], findings: [], details: [] }

function unseenParts({ scan, verifications }: PolicyInput): Unseen {
  return {
    leftOut: scan === null ? NOTHING_LEFT_OUT : leftOutSubjects(scan),
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
  readonly findings: readonly FindingSubject[]
  /** Gets the records that are made. */
  readonly byPurl: Map<string, PolicyRecord>
}

function componentSubjects({ scan, facts }: PolicyInput, { assessed, provenanceOf, findings, byPurl }: Evidence): readonly PolicySubject[] {
  if (scan === null) return []
  const findingsOf = groupBy(findings, ({ finding }) => finding.component)
  const asked = scan.index.kind === 'none' ? unknownFor('advisory data') : null
  const unseenOf = unseenOfComponent(scan)
  const around: ComponentSurroundings = {
    facts,
    findings(component) {
      const seen = (findingsOf.get(component.purl) ?? []).map(({ record }) => record)
      return asked ?? withUnseen(seen, unseenOf(component))
    },
    provenance: (component) => provenanceFor(component, provenanceOf.get(component.purl) ?? []),
    refused: ({ purl }) =>
      scan.provenance === undefined
        ? unknownFor('a trust policy for the scan')
        : (findingsOf.get(purl) ?? []).some(({ finding: { kind }, record }) => kind === 'provenance' && record['state'] === 'open'),
    assessment: ({ purl }) => assessmentOf(purl, facts.get(purl)?.repository, assessed),
  }
  return scan.components.map((component): PolicySubject => {
    const { purl, name, version } = component
    const record = componentRecord(component, around)
    byPurl.set(purl, record)
    return { id: purl, name: version === '' ? name : `${name} ${version}`, record }
  })
}

interface FindingSubject extends PolicySubject {
  readonly record: PolicyRecord
  readonly finding: Finding
}

/** One record for each finding, wherever rules meet it; its component is looked up when a rule asks for it. */
function findingSubjects({ scan, today }: PolicyInput, byPurl: ReadonlyMap<string, PolicyRecord>): readonly FindingSubject[] {
  if (scan === null) return []
  return scan.findings.map((finding) => {
    const { advisory, component: purl } = finding
    const component = (): CelResult => byPurl.get(purl) ?? unknownFor(`the component ${purl}`)
    return {
      id: `${advisory.id} ${purl}`,
      name: `${advisory.id} in ${purl}`,
      record: findingRecord(finding, { index: scan.index, today, component }),
      finding,
    }
  })
}

/** A purl names a release; what was verified under it is the component's only when it is of the same bytes. */
function provenanceFor({ purl, hashes }: Component, verified: readonly Verified[]): CelResult {
  const own = verified.filter(({ item: { digests } }) => {
    if (hashes.length === 0 || Object.keys(digests).length === 0) return true
    // A weak algorithm must not stand in for a strong one that says otherwise.
    const both = new Set(hashes.map(({ algorithm }) => algorithm).filter((algorithm) => Object.hasOwn(digests, algorithm)))
    return both.size > 0 && [...both].every((one) => hashes.some(({ algorithm, value }) => algorithm === one && digests[one] === value))
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
  readonly leftOut: readonly string[]
  readonly name: string
}

function projectRecord({ scan }: PolicyInput, parts: ProjectParts): PolicyRecord {
  const unscanned = unknownFor('a scan')
  const licences = [...new Set(scan?.graphs.flatMap(({ projects }) => projects.flatMap((one) => one.licenses)) ?? [])]
  const fields = {
    name: parts.name,
    kind: scan?.target.kind ?? unscanned,
    digest: scan?.target.digest ?? unscanned,
    licences:
      scan === null || licences.length === 0
        ? unknownFor('the licence of the project')
        : withUnseen(licences, unreadStatements(scan, 'licences of the project')),
    components: scan === null ? unscanned : parts.components,
    findings: scan === null ? unscanned : scan.index.kind === 'none' ? unknownFor('advisory data') : parts.findings,
    problems: scan === null ? unscanned : scan.problems.map(problemRecord),
    complete: scan === null ? unscanned : isComplete(scan.problems),
    left_out: scan === null ? unscanned : parts.leftOut,
    data: scan === null ? unscanned : dataRecord(scan),
    provenance: parts.provenance,
    assessment: parts.assessment,
  }
  return policyRecord('project', fields, () => [])
}

function problemRecord({ code, effect, path, detail, line }: Problem): PolicyRecord {
  return policyRecord('problem', { code, effect, path, detail }, () => (path === '' ? [] : [{ path, ...(line !== undefined && { line }) }]))
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
