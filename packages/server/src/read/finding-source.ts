import type { VisibleProjects } from '../api/visible-projects.ts'
import { matchedMembers, setsOf } from './containing-sets.ts'
import { holdingSnapshots } from './holding-snapshots.ts'
import type { Parameters } from './parameters.ts'
import { holds, visible } from './picture.ts'
import type { Picture } from './picture.ts'

/** SQL: severity_rank of a finding `f` of the vulnerability `v`, as the records say that mean its version. */
export const RANK = 'coalesce(f.own_rank, v.severity_rank)'

export interface FindingsOf {
  readonly projects: readonly number[]
  readonly versions: readonly number[]
  readonly vulnerabilities: readonly number[]
}

export interface FindingSelection {
  readonly project?: number
  readonly vulnerability?: number
  /** Only findings of these vulnerabilities. */
  readonly problems?: readonly number[]
  readonly version?: number
  readonly package?: number
  readonly packages?: readonly number[]
  /** Only what a private advisory tells (true), or only what all may know (false). */
  readonly private?: boolean
  /** Only findings of which some of the problem's records say something else than all do (true), or only the others (false). */
  readonly odd?: boolean
  /** Only findings in one of these projects, of one of these versions or of one of these vulnerabilities; of few. */
  readonly anyOf?: FindingsOf
  /** SQL over `v`, a vulnerability. */
  readonly vulnerabilities?: string
}

/** Beyond so many it is never done. */
const FORWARD_PROJECTS = 1000

/** Whether what projects have, found or not, is read from the projects' side: for each of them one set is unpacked, and no more. */
export function readsForward({ viewer }: Picture): boolean {
  return viewer.projects !== null && viewer.projects.count <= FORWARD_PROJECTS
}

/**
 * Up to how many projects are walked forward, from their sets; of more, what is found is met from the matches. Both give the same rows.
 * As measured, forward costs 1.5 ms a project, and the other way 18 ms a page, times what share of all a viewer sees turned over: they
 * cost the same where the square of the viewer's number is twelve times that of all.
 */
function mostForward({ of = Infinity }: VisibleProjects): number {
  return Math.min(FORWARD_PROJECTS, Math.sqrt(12 * of))
}

/** Whether the findings are met from the projects' side. */
export function walksForward({ viewer }: Picture, selection: FindingSelection): boolean {
  const { vulnerability, problems, vulnerabilities, version } = selection
  const narrow = [
    vulnerability,
    problems,
    vulnerabilities,
    version,
    selection.package,
    selection.packages,
    selection.private,
    selection.odd,
  ].some((value) => value !== undefined)
  return !narrow && (selection.project !== undefined || (viewer.projects !== null && viewer.projects.count <= mostForward(viewer.projects)))
}

/**
 * Of up to how many projects all findings are met for a page of them, however many these are; of more, problems are walked until the page is
 * full, and findings are only counted from the projects' side. The walk takes as long as what the viewer sees is a small share of all.
 */
function mostMet({ of = Infinity }: VisibleProjects): number {
  return Math.min(FORWARD_PROJECTS, Math.sqrt(of))
}

/** Whether all findings are met for a page, from the projects' side. */
export function meetsAllForward(picture: Picture, selection: FindingSelection): boolean {
  const { projects } = picture.viewer
  const isFew = selection.project !== undefined || (projects !== null && projects.count <= mostMet(projects))
  return isFew && walksForward(picture, selection)
}

/**
 * The findings that the viewer may see at the picture's moment, as a subquery with project_id, org_id, exposure, version_id,
 * vulnerability_id, known_since, snapshot_since, and the own_ columns: what only some of the vulnerability's records say, which counts
 * before what the vulnerability's row says (`RANK`). Nothing of it is stored. From few projects it goes forward through their
 * sets' members; otherwise from the matches through the inverted index to the sets, at a cost of what is found. `per` is SQL of
 * one vulnerability id, for a lateral walk.
 */
export function findingSource(picture: Picture, selection: FindingSelection, parameters: Parameters, per = ''): string {
  const { anyOf, ...rest } = selection
  if (anyOf === undefined) return met(picture, rest, parameters, { per, forward: per === '' && walksForward(picture, rest), and: 'true' })
  const own = `p.id = ANY(${parameters.add(anyOf.projects)}::int4[])`
  const named = `(m.version_id = ANY(${parameters.add(anyOf.versions)}::int4[]) OR m.vulnerability_id = ANY(${parameters.add(anyOf.vulnerabilities)}::int4[]))`
  return `(SELECT * FROM ${met(picture, rest, parameters, { per, forward: true, and: own })} own
    UNION ALL SELECT * FROM ${met(picture, rest, parameters, { per, forward: false, and: `NOT (${own}) AND ${named}` })} other)`
}

/** The same from the projects' side, however many the viewer sees: what is known of problems is hashed once. */
export function ownFindings(picture: Picture, selection: Pick<FindingSelection, 'problems'>, parameters: Parameters): string {
  const among = selection.problems === undefined ? 'true' : `m.vulnerability_id = ANY(${parameters.add(selection.problems)}::int4[])`
  const known = `(SELECT * FROM match m WHERE ${holds('m', picture, parameters)} AND ${among} OFFSET 0)`
  return met(picture, {}, parameters, { per: '', forward: true, and: 'true', known })
}

function met(
  picture: Picture,
  selection: FindingSelection,
  parameters: Parameters,
  {
    per,
    forward,
    and,
    known = 'match',
  }: { readonly per: string; readonly forward: boolean; readonly and: string; readonly known?: string },
): string {
  const columns = `p.id AS project_id, p.org_id, p.exposure, m.version_id, m.vulnerability_id, m.since AS known_since, s.since AS snapshot_since,
    m.kind AS own_kind, m.severity AS own_severity, m.cvss AS own_cvss, m.severity_rank AS own_rank`
  const snapshotHolds = holds('s', picture, parameters)
  const matchHolds = holds('m', picture, parameters)
  const where = `${conditions(picture, selection, parameters, { per, isMet: !forward })} AND ${and}`
  if (forward) {
    return `(SELECT ${columns} FROM project p
      JOIN snapshot s ON s.project_id = p.id AND ${snapshotHolds}
      JOIN component_set c ON c.id = s.set_id
      CROSS JOIN LATERAL unnest(${matchedMembers(setsOf(picture))}) AS member(version_id)
      JOIN ${known} m ON m.version_id = member.version_id AND ${matchHolds}
      WHERE ${where})`
  }
  return `(SELECT ${columns} FROM match m
    ${holdingSnapshots('m.version_id', setsOf(picture), snapshotHolds)}
    JOIN project p ON p.id = s.project_id
    WHERE ${matchHolds} AND ${where})`
}

function conditions(
  picture: Picture,
  selection: FindingSelection,
  parameters: Parameters,
  { per, isMet }: { readonly per: string; readonly isMet: boolean },
): string {
  const { project, vulnerability, problems, version, vulnerabilities } = selection
  return [
    visible('p', picture, parameters, isMet),
    '(m.org_id IS NULL OR m.org_id = p.org_id)',
    ...(per === '' ? [] : [`m.vulnerability_id = ${per}`]),
    ...(project === undefined ? [] : [`p.id = ${parameters.add(project)}`]),
    ...(vulnerability === undefined ? [] : [`m.vulnerability_id = ${parameters.add(vulnerability)}`]),
    ...(problems === undefined ? [] : [`m.vulnerability_id = ANY(${parameters.add(problems)}::int4[])`]),
    ...(version === undefined ? [] : [`m.version_id = ${parameters.add(version)}`]),
    ...(selection.package === undefined
      ? []
      : [`m.version_id IN (SELECT id FROM package_version WHERE package_id = ${parameters.add(selection.package)})`]),
    ...(selection.packages === undefined
      ? []
      : [`m.version_id IN (SELECT id FROM package_version WHERE package_id = ANY(${parameters.add(selection.packages)}::int4[]))`]),
    ...(selection.private === undefined ? [] : [`m.org_id IS ${selection.private ? 'NOT ' : ''}NULL`]),
    ...(selection.odd === undefined ? [] : [`m.severity IS ${selection.odd ? 'NOT ' : ''}NULL`]),
    ...(vulnerabilities === undefined ? [] : [`m.vulnerability_id IN (SELECT v.id FROM vulnerability v WHERE ${vulnerabilities})`]),
  ].join(' AND ')
}
