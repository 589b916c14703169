import { onlyProjects } from '../api/visible-projects.ts'
import { hash } from 'node:crypto'
import { dependencyPaths } from '@cupel/inventory'
import type { AdvisoryFacts, AdvisoryKind, Component, CvssRating, Finding, FindingState, Severity, StateReason } from '@cupel/model'
import { orderFindings, rankFinding } from '@cupel/policy'
import { findingSource } from '../read/finding-source.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import type { Picture } from '../read/picture.ts'
import { triageJoin } from '../read/triage-join.ts'
import { dayOf, rounded } from '../read/vulnerability-facts.ts'
import type { Queryable } from '../store/database.ts'
import type { ProjectPicture } from './project-pictures.ts'
import type { StoredVersion, StoredVersions } from './stored-versions.ts'
import { subjectAdvisories } from './subject-advisories.ts'
import type { ProblemQuestion, ProblemWays } from './subject-advisories.ts'

interface FoundRow {
  readonly project_id: number
  readonly version_id: number
  readonly vulnerability_id: number
  readonly status: 'affected' | 'not-affected' | 'fixed' | 'under-investigation' | 'accepted' | null
  readonly justification: string | null
  readonly statement: string | null
  readonly author: string | null
  readonly triage_source: string | null
  readonly said: Date | null
  readonly expires_at: Date | null
  /** Set where the records that mean the version say something else than all of the problem's. */
  readonly own_kind: AdvisoryKind | null
  readonly own_severity: Severity | null
  readonly own_cvss: number | null
}

interface ProblemRow {
  readonly id: number
  readonly kind: AdvisoryKind
  readonly severity: Severity
  readonly shown: string
  readonly aliases: readonly string[]
  readonly summary: string
  readonly published: Date | null
  readonly modified: Date | null
  readonly ratings: readonly CvssRating[]
  readonly cwes: readonly string[]
  readonly kev_added: string | Date | null
  readonly kev_due: string | Date | null
  readonly kev_ransomware: boolean
  readonly epss: number | null
  readonly epss_percentile: number | null
}

/** A finding with what was decided about it, and when; null: nothing was. */
export interface StoredFinding {
  readonly finding: Finding
  readonly status: FoundRow['status']
  /** The words of whoever decided. */
  readonly statement: string
  readonly said: Date | null
}

/**
 * The findings of projects as a scan tells them: a function from a project's picture to its findings, in the order of reports. `picture`
 * sees these projects and no others.
 */
export async function projectFindings(
  db: Queryable,
  picture: Picture,
  { projects, versions }: { readonly projects: readonly number[]; readonly versions: StoredVersions },
): Promise<(project: ProjectPicture) => readonly StoredFinding[]> {
  const rows = await foundRows(db, picture, projects)
  const problems = await problemRows(db, [...new Set(rows.map(({ vulnerability_id }) => vulnerability_id))])
  const affected = [...new Set(rows.map(({ version_id }) => version_id))]
  const known = await versions.of(affected)
  const waysFor = await subjectAdvisories(
    db,
    affected.flatMap((id) => known.get(id) ?? []),
  )
  const byProject = new Map<number, FoundRow[]>()
  for (const row of rows) {
    const own = byProject.get(row.project_id)
    if (own === undefined) byProject.set(row.project_id, [row])
    else own.push(row)
  }
  return (project) => {
    const own = byProject.get(project.id) ?? []
    const places = placesOf(project, new Set(own.map(({ version_id }) => version_id)))
    const stored = own.flatMap((row) => {
      const place = places.get(row.version_id)
      const problem = problems.get(row.vulnerability_id)
      return place === undefined || problem === undefined
        ? []
        : [findingOf(row, ownProblem(row, problem), { ...place, organisation: project.organisation, waysFor })]
    })
    return inOrder(withPaths(stored, project))
  }
}

async function foundRows(db: Queryable, picture: Picture, projects: readonly number[]): Promise<readonly FoundRow[]> {
  const parameters = newParameters()
  const narrow: Picture = { ...picture, viewer: { ...picture.viewer, projects: onlyProjects(projects) } }
  const source = findingSource(narrow, {}, parameters)
  return db.query<FoundRow>(
    `SELECT f.project_id, f.version_id, f.vulnerability_id, f.own_kind, f.own_severity, f.own_cvss, x.status, x.justification, x.statement, x.author, x.source AS triage_source, x.since AS said, x.expires_at
     FROM ${source} f JOIN package_version pv ON pv.id = f.version_id
     ${triageJoin(picture, parameters)}
     LEFT JOIN triage x ON x.id = t.id`,
    parameters.values,
  )
}

async function problemRows(db: Queryable, ids: readonly number[]): Promise<ReadonlyMap<number, ProblemRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db.query<ProblemRow>(
    `SELECT v.id, v.kind, v.severity, v.shown, v.summary, v.published, v.modified, v.ratings, v.cwes, v.kev_added, v.kev_due, v.kev_ransomware, v.epss, v.epss_percentile,
       ARRAY(SELECT y.alias FROM (
         SELECT a.alias FROM alias a WHERE a.vulnerability_id = v.id
         UNION SELECT x FROM advisory a, jsonb_array_elements_text(coalesce(a.facts->'ids', '[]')
           || CASE WHEN jsonb_array_length(coalesce(a.facts->'upstream', '[]')) = 1 THEN a.facts->'upstream' ELSE '[]' END) x
         WHERE a.vulnerability_id = v.id AND a.org_id IS NULL AND a.withdrawn IS NULL) y WHERE y.alias <> v.shown ORDER BY y.alias) AS aliases
     FROM vulnerability v WHERE v.id = ANY($1::int4[])`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

interface Place {
  readonly component: Component
  readonly version: StoredVersion
}

function placesOf({ content }: ProjectPicture, wanted: ReadonlySet<number>): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>()
  if (content === null || wanted.size === 0) return places
  for (const [at, version] of content.versions.entries()) {
    const component = content.components[at]
    if (component !== undefined && wanted.has(version.id)) places.set(version.id, { version, component })
  }
  return places
}

/** The problem as the records say that mean the version; ratings worse than theirs are those of others. */
function ownProblem({ own_kind, own_severity, own_cvss }: FoundRow, problem: ProblemRow): ProblemRow {
  if (own_severity === null) return problem
  const worst = rounded(own_cvss) ?? -1
  const ratings = problem.ratings.filter(({ score }) => score === null || score <= worst)
  return { ...problem, kind: own_kind ?? problem.kind, severity: own_severity, ratings }
}

interface Placed extends Place {
  readonly organisation: number
  readonly waysFor: (question: ProblemQuestion) => ProblemWays
}

function findingOf(row: FoundRow, problem: ProblemRow, { component, version, organisation, waysFor }: Placed): StoredFinding {
  const { kind, severity, shown } = problem
  const [state, stateReason] = stateOf(row)
  const facts = {
    id: hash('sha256', `${kind}\n${shown}\n${component.purl}`, 'hex').slice(0, 20),
    kind,
    severity,
    advisory: advisoryFacts(problem),
    component: component.purl,
    ...waysFor({ vulnerability: problem.id, shown, malware: kind === 'malware', version, organisation }),
    scopes: component.scopes,
    direct: component.direct,
    paths: [],
    locations: component.evidence,
  }
  return {
    finding: { ...facts, state, stateReason, rank: { score: 0, reasons: [] } },
    status: row.status,
    statement: row.statement ?? '',
    said: row.said === null ? null : new Date(row.said),
  }
}

function advisoryFacts(problem: ProblemRow): AdvisoryFacts {
  const { shown, aliases, summary, published, modified, ratings, cwes, kev_added, kev_due, kev_ransomware, epss, epss_percentile } = problem
  return {
    id: shown,
    aliases,
    summary,
    published: published === null ? '' : new Date(published).toISOString(),
    modified: modified === null ? '' : new Date(modified).toISOString(),
    cvss: ratings,
    cwes,
    kev: kev_added === null ? null : { added: dayOf(kev_added), due: dayOf(kev_due), ransomware: kev_ransomware },
    epss: epss === null ? null : { score: rounded(epss) ?? 0, percentile: rounded(epss_percentile) ?? 0 },
  }
}

/** Accepting a risk is what a waiver does; saying `affected` leaves the finding open. */
function stateOf(row: FoundRow): readonly [FindingState, StateReason | null] {
  const { status, triage_source: source } = row
  if (status === null || status === 'affected') return ['open', null]
  const by = source === 'csaf' || source === 'cyclonedx' || source === 'openvex' ? source : status === 'accepted' ? 'waiver' : 'openvex'
  const reason = {
    by,
    source: source ?? '',
    justification: row.justification ?? '',
    statement: row.statement ?? '',
    author: row.author ?? '',
    expires: row.expires_at === null ? '' : new Date(row.expires_at).toISOString().slice(0, 10),
  } as const
  return [status === 'accepted' ? 'waived' : status, reason]
}

/** Shown for one finding: one a file that holds it, the shortest. */
const MAX_PATHS = 5

function withPaths(stored: readonly StoredFinding[], { content }: ProjectPicture): readonly StoredFinding[] {
  if (stored.length === 0) return []
  const ways = dependencyPaths(content?.graphs ?? [], new Set(stored.map(({ finding }) => finding.component)))
  return stored.map((one) => {
    const finding = { ...one.finding, paths: ways.to(one.finding.component, MAX_PATHS) }
    return { ...one, finding: { ...finding, rank: rankFinding(finding) } }
  })
}

function inOrder(stored: readonly StoredFinding[]): readonly StoredFinding[] {
  const byFinding = new Map(stored.map((one) => [one.finding, one]))
  return orderFindings([...byFinding.keys()]).flatMap((finding) => byFinding.get(finding) ?? [])
}
