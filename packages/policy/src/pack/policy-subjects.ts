import type { IndexState, Problem } from '@cupel/model'
import type { CelResult, CelValue } from '../cel/cel-value.ts'
import { assessmentRecord } from './assessment-record.ts'
import { componentRecord } from './component-record.ts'
import type { ComponentSurroundings } from './component-record.ts'
import { findingRecord } from './finding-record.ts'
import type { PolicyInput, ScannedPart } from './policy-input.ts'
import { policyRecord, unknownFor } from './policy-subject.ts'
import type { PolicyRecord, PolicySubject, PolicySubjects } from './policy-subject.ts'
import { provenanceRecord } from './provenance-record.ts'
import { timeOr } from './record-values.ts'

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
  const ownAssessment = assessed.find(({ report }) => !isOfComponent(report.project, input))?.record
  const whole = projectRecord(input, {
    components: components.map(({ record }) => record),
    findings: findings.map(({ record }) => record),
    provenance: verified.map(({ record }) => record),
    assessment: ownAssessment ?? unknownFor('an assessment of the project'),
    name: input.scan?.target.name ?? assessed[0]?.report.project.name ?? '',
  })
  const name = String(whole['name'])
  return {
    whole,
    project: [{ id: name, name, record: whole }],
    component: input.scan === null ? [absent('components', 'a scan')] : components,
    finding: [...findings, ...unseenFindings(input.scan)],
    assessment:
      assessed.length === 0
        ? [absent('assessment', 'an assessment of the project')]
        : assessed.map(({ report: { project }, record }) => ({ id: project.url || project.name, name: project.name, record })),
    provenance:
      verified.length === 0
        ? [absent('provenance', 'a verification report')]
        : verified.map(({ item, record }) => ({ id: item.subject, name: item.subject, record })),
  }
}

function absent(what: string, missing: string): PolicySubject {
  return { id: what, name: what, record: unknownFor(missing) }
}

interface Evidence {
  readonly assessed: readonly { readonly report: PolicyInput['assessments'][number]['report']; readonly record: PolicyRecord }[]
  readonly provenanceOf: ReadonlyMap<string, readonly { readonly record: PolicyRecord }[]>
}

function componentSubjects({ scan, facts }: PolicyInput, { assessed, provenanceOf }: Evidence): readonly PolicySubject[] {
  if (scan === null) return []
  const findingsOf = groupBy(scan.findings, (one) => one.component)
  const asked = scan.index.kind === 'none' ? unknownFor('advisory data') : null
  const records = new Map<string, PolicyRecord>()
  const around: ComponentSurroundings = {
    facts,
    findings: ({ purl }) =>
      asked ??
      (findingsOf.get(purl) ?? []).map((one) =>
        findingRecord(one, scan.index, () => records.get(purl) ?? unknownFor(`the component ${purl}`)),
      ),
    provenance: ({ purl }) => provenanceOf.get(purl)?.map((one) => one.record) ?? unknownFor(`a verification of ${purl}`),
    refused: ({ purl }) =>
      scan.provenance === undefined
        ? unknownFor('a trust policy for the scan')
        : (findingsOf.get(purl) ?? []).some(({ kind, state }) => kind === 'provenance' && state === 'open'),
    assessment({ purl }) {
      const repository = facts.get(purl)?.repository
      const own = assessed.find(
        ({ report: { project } }) => project.name === purl || (repository !== undefined && sameUrl(project.url, repository)),
      )
      return own?.record ?? unknownFor(`an assessment of the project of ${purl}`)
    },
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

/** Where not everything was asked, there may be findings that nobody has seen. */
function unseenFindings(scan: ScannedPart | null): readonly PolicySubject[] {
  if (scan === null) return [absent('findings', 'a scan')]
  if (isComplete(scan.problems) && scan.index.kind === 'full') return []
  const why = scan.index.kind === 'full' ? 'findings in what was not read or matched' : 'findings that only full advisory data would show'
  return [{ id: 'unseen findings', name: 'findings not looked for', record: unknownFor(why) }]
}

function isComplete(problems: readonly Problem[]): boolean {
  return !problems.some(({ effect }) => effect === 'incomplete')
}

interface ProjectParts {
  readonly components: readonly CelResult[]
  readonly findings: readonly CelResult[]
  readonly provenance: readonly CelResult[]
  readonly assessment: CelResult
  readonly name: string
}

function projectRecord({ scan, verifications }: PolicyInput, parts: ProjectParts): PolicyRecord {
  const unscanned = unknownFor('a scan')
  const licences = [...new Set(scan?.graphs.flatMap(({ projects }) => projects.flatMap((one) => one.licenses)) ?? [])]
  const fields = {
    name: parts.name,
    kind: scan?.target.kind ?? unscanned,
    digest: scan?.target.digest ?? unscanned,
    licences: licences.length === 0 ? unknownFor('the licence of the project') : licences,
    components: scan === null ? unscanned : (parts.components as readonly CelValue[]),
    findings:
      scan === null ? unscanned : scan.index.kind === 'none' ? unknownFor('advisory data') : (parts.findings as readonly CelValue[]),
    problems: scan === null ? unscanned : scan.problems.map(problemRecord),
    complete: scan === null ? unscanned : isComplete(scan.problems),
    data: scan === null ? unscanned : dataRecord(scan.index),
    provenance: verifications.length === 0 ? unknownFor('a verification report') : (parts.provenance as readonly CelValue[]),
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
    ecosystems: ecosystems.map(({ name }) => name),
    has_kev: kev !== '',
    has_epss: epss !== '',
  }
  return policyRecord('data', fields, () => [])
}

function isOfComponent(project: { readonly name: string; readonly url: string }, { scan, facts }: PolicyInput): boolean {
  if (scan?.components.some(({ purl }) => purl === project.name) === true) return true
  return project.url !== '' && [...facts.values()].some(({ repository }) => repository !== undefined && sameUrl(repository, project.url))
}

function sameUrl(a: string, b: string): boolean {
  const plain = (url: string): string =>
    url
      .toLowerCase()
      .replace(/^git\+/, '')
      .replace(/\.git$/, '')
      .replace(/\/$/, '')
  return plain(a) === plain(b)
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
