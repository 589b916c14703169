import type { AssessmentReport } from '@cupel/model'
import type { CelResult } from '../cel/cel-value.ts'
import type { PolicyInput } from './policy-input.ts'
import { unknownFor } from './policy-subject.ts'
import type { PolicyRecord } from './policy-subject.ts'

/** An assessment, and the same as rules see it. */
export interface Assessed {
  readonly report: AssessmentReport
  readonly record: PolicyRecord
}

/**
 * The assessment of the scanned project: those that are of no component, the newest of them. Unknown without one, and where they are of
 * several projects: nothing tells then which is the scanned one.
 */
export function ownAssessment(assessed: readonly Assessed[], input: PolicyInput): CelResult {
  const own = ownAssessments(assessed, input)
  const [first, ...more] = own.toSorted((a, b) => (Date.parse(b.report.asOf) || 0) - (Date.parse(a.report.asOf) || 0))
  if (first === undefined) return unknownFor('an assessment of the project')
  const of = plainUrl(first.report.project)
  if (more.some(({ report }) => plainUrl(report.project) !== of)) return unknownFor('which of several assessments is of the project')
  return first.record
}

/** Assessments that are of no component: of the scanned project, as far as anything tells. */
export function ownAssessments(assessed: readonly Assessed[], input: PolicyInput): readonly Assessed[] {
  return assessed.filter(({ report }) => !isOfComponent(report.project, input))
}

/** The assessment of a component's project, the newest: named by the component's purl, or of its repository. */
export function assessmentOf(purl: string, repository: string | undefined, assessed: readonly Assessed[]): CelResult {
  const own = assessed
    .filter(({ report: { project } }) => project.name === purl || (repository !== undefined && sameUrl(project.url, repository)))
    .toSorted((a, b) => (Date.parse(b.report.asOf) || 0) - (Date.parse(a.report.asOf) || 0))
  return own[0]?.record ?? unknownFor(`an assessment of the project of ${purl}`)
}

type Project = AssessmentReport['project']

function isOfComponent(project: Project, { scan, facts }: PolicyInput): boolean {
  if (scan?.components.some(({ purl }) => purl === project.name) === true) return true
  return project.url !== '' && [...facts.values()].some(({ repository }) => repository !== undefined && sameUrl(repository, project.url))
}

function sameUrl(a: string, b: string): boolean {
  return a !== '' && plain(a) === plain(b)
}

/** Two reports are of one project when their addresses are one, or their names where there is none. */
function plainUrl({ url, name }: Project): string {
  return url === '' ? name : plain(url)
}

function plain(url: string): string {
  return url
    .toLowerCase()
    .replace(/^git\+/, '')
    .replace(/\.git$/, '')
    .replace(/\/$/, '')
}
