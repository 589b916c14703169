import { Type } from 'typebox'
import type { Static } from 'typebox'
import {
  AT_QUERY,
  Counts,
  FindingStateName,
  Id,
  Nullable,
  PackageRef,
  PAGE_QUERY,
  Page,
  PolicyOutcome,
  ProblemItem,
  ProjectRef,
  Severity,
  TeamRef,
  Time,
  VersionRef,
  Vulnerability,
} from './common.ts'

export const Exposure = Type.Union([Type.Literal('internet'), Type.Literal('internal'), Type.Literal('none'), Type.Literal('unknown')])

/** GET /projects → Page(ProjectRow). Sorted by risk unless told. */
export const ProjectRow = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  organisation: Type.String(),
  team: Nullable(TeamRef),
  exposure: Exposure,
  tags: Type.Array(Type.String()),
  components: Type.Integer(),
  /** Components about which no advisory data could be asked. */
  unmatched: Type.Integer(),
  counts: Counts,
  knownExploited: Type.Integer(),
  /** null: never assessed. */
  score: Nullable(Type.Number()),
  policy: Type.Object({ pass: Type.Integer(), fail: Type.Integer(), unknown: Type.Integer() }),
  /** The last snapshot could not be read whole, or there is none: no count is "all clear". */
  incomplete: Type.Boolean(),
  updated: Nullable(Time),
})
export const ProjectPage = Page(ProjectRow)
export const ProjectQuery = Type.Object({
  ...PAGE_QUERY,
  ...AT_QUERY,
  q: Type.Optional(Type.String({ maxLength: 200 })),
  team: Type.Optional(Id),
  tag: Type.Optional(Type.String()),
  exposure: Type.Optional(Exposure),
  sort: Type.Optional(Type.Enum(['risk', 'name', '-name', 'updated', '-updated', 'components', '-components'])),
})

/** GET /projects/:project */
export const ProjectDetail = Type.Object({
  ...ProjectRow.properties,
  description: Type.String(),
  repository: Type.String(),
  created: Time,
  archived: Nullable(Time),
  /** For If-Match. */
  version: Type.Integer(),
  problems: Type.Array(ProblemItem),
  snapshot: Nullable(Type.Object({ id: Id, since: Time, origin: Type.String(), tool: Type.String(), document: Nullable(Type.String()) })),
  asOf: Time,
  /** What the viewer may do here. */
  permissions: Type.Array(Type.String()),
})
/** POST /projects, PATCH /projects/:project */
export const ProjectInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  slug: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,99}$' }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  description: Type.Optional(Type.String({ maxLength: 10_000 })),
  repository: Type.Optional(Type.String({ maxLength: 2000 })),
  exposure: Type.Optional(Exposure),
  tags: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 })),
  team: Type.Optional(Nullable(Id)),
})
export const ProjectPatch = Type.Partial(ProjectInput)

/** GET /projects/:project/components → Page(ProjectComponent) */
export const ProjectComponent = Type.Object({
  version: VersionRef,
  package: PackageRef,
  licences: Type.Array(Type.String()),
  scopes: Type.Array(Type.String()),
  direct: Nullable(Type.Boolean()),
  counts: Counts,
  /** false: no advisory data could be asked, so no finding is not an all clear. */
  matched: Type.Boolean(),
})
export const ProjectComponentPage = Page(ProjectComponent)

/** One problem in one version in one project. */
export const FindingRow = Type.Object({
  /** `project.vulnerability.version`: stable. */
  id: Type.String(),
  project: ProjectRef,
  vulnerability: Vulnerability,
  package: PackageRef,
  version: VersionRef,
  state: FindingStateName,
  justification: Type.String(),
  direct: Nullable(Type.Boolean()),
  fixedVersions: Type.Array(Type.String()),
  /** greatest(known since, in the project since). */
  firstSeen: Time,
  exposure: Exposure,
  /** BOD 26-04 or the organisation's own rule; null: none applies. */
  due: Nullable(Type.String()),
})
/** GET /findings and GET /projects/:project/findings → Page(FindingRow) */
export const FindingPage = Page(FindingRow)
/** GET /findings/by-vulnerability → Page(VulnerabilityRow): the worklist, one row a problem. */
export const VulnerabilityRow = Type.Object({
  vulnerability: Vulnerability,
  projects: Type.Integer(),
  versions: Type.Integer(),
  packages: Type.Array(PackageRef),
  firstSeen: Time,
})
export const VulnerabilityPage = Page(VulnerabilityRow)
export const FindingQuery = Type.Object({
  ...PAGE_QUERY,
  ...AT_QUERY,
  q: Type.Optional(Type.String({ maxLength: 200 })),
  severity: Type.Optional(Type.Array(Severity)),
  state: Type.Optional(Type.Array(FindingStateName)),
  kev: Type.Optional(Type.Boolean()),
  kind: Type.Optional(Type.Union([Type.Literal('vulnerability'), Type.Literal('malware')])),
  package: Type.Optional(Id),
  vulnerability: Type.Optional(Id),
  sort: Type.Optional(Type.Enum(['severity', 'epss', 'kev', 'first-seen'])),
})

/** GET /projects/:project/paths?version= : why is it here. Shortest first. */
export const DependencyPath = Type.Object({ file: Type.String(), nodes: Type.Array(Type.String()) })
export const DependencyPaths = Type.Object({
  paths: Type.Array(DependencyPath),
  truncated: Type.Boolean(),
  locations: Type.Array(Type.Object({ path: Type.String(), line: Nullable(Type.Integer()) })),
})

/** GET /projects/:project/history → Page(HistoryRow) */
export const HistoryRow = Type.Object({
  at: Time,
  kind: Type.String(),
  text: Type.String(),
  vulnerability: Nullable(Type.Object({ id: Id, shown: Type.String(), severity: Severity })),
  version: Nullable(VersionRef),
})
export const HistoryPage = Page(HistoryRow)

/** GET /overview(?at=): the numbers of the home pages. */
export const Overview = Type.Object({
  asOf: Time,
  projects: Type.Integer(),
  components: Type.Integer(),
  unmatched: Type.Integer(),
  incompleteProjects: Type.Integer(),
  counts: Counts,
  /** Open findings under active exploitation, by exposure of the project. */
  exploited: Type.Object({ findings: Type.Integer(), projects: Type.Integer(), internet: Type.Integer(), overdue: Type.Integer() }),
  policy: Type.Object({ pass: Type.Integer(), fail: Type.Integer(), unknown: Type.Integer() }),
  assessed: Type.Integer(),
  withProvenance: Type.Integer(),
  sinceYesterday: Type.Object({ opened: Type.Integer(), closed: Type.Integer() }),
  /** Days from first seen to closed, of findings closed in the last 90 days; null: none were. */
  timeToUpdate: Nullable(
    Type.Object({
      median: Type.Number(),
      p90: Type.Number(),
      closed: Type.Integer({ description: 'findings of the last 90 days that this is told of: the latest 10,000 at most' }),
    }),
  ),
  exceptionsExpiring: Type.Integer(),
  index: Type.Object({
    kind: Type.Union([Type.Literal('full'), Type.Literal('starter'), Type.Literal('none')]),
    modified: Type.String(),
    ageDays: Nullable(Type.Number()),
    /** Of the catalogue of exploited problems; null: there is none, so that nothing is known to be exploited. */
    kevAgeDays: Nullable(Type.Number()),
  }),
})
/** GET /changes → Page(ChangeRow): opened and closed findings, newest first. */
export const ChangeRow = Type.Object({
  id: Id,
  at: Time,
  kind: Type.String(),
  project: Nullable(ProjectRef),
  vulnerability: Nullable(Vulnerability),
  text: Type.String(),
})
export const ChangePage = Page(ChangeRow)
/** GET /trend?days=&project= : one point a day. */
export const TrendPoint = Type.Object({ day: Type.String(), counts: Counts, projects: Type.Integer() })
export const Trend = Type.Object({ points: Type.Array(TrendPoint) })
/** GET /weak-points → Page(WeakPoint): blast radius × weak posture. */
export const WeakPoint = Type.Object({
  package: PackageRef,
  projects: Type.Integer(),
  score: Nullable(Type.Number()),
  counts: Counts,
  /** Versions here about which no advisory data could be asked. */
  unmatched: Type.Integer(),
  risk: Type.Number(),
  why: Type.String(),
})
export const WeakPointPage = Page(WeakPoint)
/** GET /teams/performance → Page */
export const TeamPerformance = Type.Object({
  team: Nullable(TeamRef),
  projects: Type.Integer(),
  counts: Counts,
  medianDays: Nullable(Type.Number()),
  overdue: Type.Integer(),
})
export const TeamPerformancePage = Page(TeamPerformance)

/** POST /projects/:project/uploads (raw body) → 202; GET /uploads/:upload */
export const Upload = Type.Object({
  id: Id,
  project: ProjectRef,
  kind: Type.String(),
  name: Type.String(),
  state: Type.Union([Type.Literal('queued'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  digest: Type.String(),
  size: Type.Integer(),
  problems: Type.Array(ProblemItem),
  result: Type.Object({
    components: Type.Optional(Type.Integer()),
    findings: Type.Optional(Type.Integer()),
    unmatched: Type.Optional(Type.Integer()),
    snapshot: Type.Optional(Id),
  }),
  created: Time,
  finished: Nullable(Time),
})
export const UploadPage = Page(Upload)
export const UploadQuery = Type.Object({
  /** auto: told from its content. */
  kind: Type.Optional(Type.Enum(['auto', 'sbom', 'scan', 'assessment', 'attestation', 'vex'])),
  name: Type.Optional(Type.String({ maxLength: 300 })),
})

export const AssessmentCheck = Type.Object({
  id: Type.String(),
  title: Type.String(),
  score: Nullable(Type.Number()),
  reason: Type.String(),
  remedy: Type.String(),
  places: Type.Array(Type.String()),
})
/** GET /projects/:project/assessment; as CSV its checks. */
export const AssessmentView = Type.Object({
  score: Nullable(Type.Number()),
  repository: Type.String(),
  commit: Type.String(),
  since: Nullable(Time),
  attempted: Nullable(Time),
  checks: Type.Array(AssessmentCheck),
  standards: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      met: Type.Integer(),
      unmet: Type.Integer(),
      unknown: Type.Integer(),
      notApplicable: Type.Integer(),
    }),
  ),
  history: Type.Array(Type.Object({ at: Time, score: Nullable(Type.Number()) })),
})
/** GET /projects/:project/provenance → Page(AttestationRow) */
export const AttestationRow = Type.Object({
  id: Id,
  subject: Type.String(),
  digest: Type.String(),
  predicateType: Type.String(),
  outcome: Type.Union([Type.Literal('verified'), Type.Literal('unverified'), Type.Literal('refused')]),
  reason: Type.String(),
  signer: Type.String(),
  received: Time,
  /** Since when the verdict holds; null: it was never verified. */
  verified: Nullable(Time),
  /** The trust policy by which the verdict was reached; null: the organisation had none. */
  policy: Nullable(Type.Object({ version: Type.Integer(), digest: Type.String() })),
  /** Whether that is the organisation's policy of the moment: by another nothing counts as verified. */
  present: Type.Boolean(),
})
export const AttestationPage = Page(AttestationRow)
/** GET /projects/:project/policy → Page(PolicyResultRow) */
export const PolicyResultRow = Type.Object({
  pack: Type.String(),
  rule: Type.String(),
  title: Type.String(),
  severity: Severity,
  outcome: PolicyOutcome,
  message: Type.String(),
  remediation: Type.String(),
  subjects: Type.Integer(),
  failing: Type.Integer(),
  unknown: Type.Integer(),
  evidence: Type.Array(Type.Object({ subject: Type.String(), expression: Type.String(), value: Type.String(), source: Type.String() })),
  mappings: Type.Array(Type.String()),
  exception: Nullable(Type.Object({ owner: Type.String(), reason: Type.String(), expires: Time })),
  since: Time,
})
export const PolicyResultPage = Page(PolicyResultRow)

export type OverviewData = Static<typeof Overview>
export type ProjectRowData = Static<typeof ProjectRow>
export type ProjectDetailData = Static<typeof ProjectDetail>
export type FindingRowData = Static<typeof FindingRow>
