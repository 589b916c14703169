import { Type } from 'typebox'
import {
  AT_QUERY,
  Counts,
  FindingStateName,
  Id,
  Nullable,
  PackageRef,
  PAGE_QUERY,
  Page,
  ProjectRef,
  Severity,
  Time,
  VersionRef,
  Vulnerability,
} from './common.ts'

/** GET /components → Page(PackageRow): packages somebody here has. */
export const PackageRow = Type.Object({
  package: PackageRef,
  versions: Type.Integer(),
  projects: Type.Integer(),
  counts: Counts,
  /** Versions here about which no advisory data could be asked: with any, no finding is not an all clear. */
  unmatched: Type.Integer(),
  score: Nullable(Type.Number()),
  licences: Type.Array(Type.String()),
})
export const PackagePage = Page(PackageRow)
export const PackageQuery = Type.Object({
  ...PAGE_QUERY,
  ...AT_QUERY,
  q: Type.Optional(Type.String({ maxLength: 200 })),
  ecosystem: Type.Optional(Type.String()),
  sort: Type.Optional(Type.Enum(['name', 'projects'])),
})

/** GET /components/:package */
export const PackageDetail = Type.Object({
  ...PackageRow.properties,
  repository: Type.String(),
  /** Newest version with no known problem here; empty: none known. */
  cleanVersion: Type.String(),
  /** Newest version that an advisory names as mended and of which nothing is known, here or not; empty: none is named. */
  mendedVersion: Type.String(),
  assessment: Nullable(Type.Object({ score: Nullable(Type.Number()), at: Time, repository: Type.String() })),
  asOf: Time,
})
/** GET /components/:package/versions → Page */
export const PackageVersionRow = Type.Object({
  version: VersionRef,
  projects: Type.Integer(),
  counts: Counts,
  licences: Type.Array(Type.String()),
  matched: Type.Boolean(),
  firstSeen: Time,
})
export const PackageVersionPage = Page(PackageVersionRow)
/** GET /components/:package/advisories → Page */
export const PackageAdvisoryRow = Type.Object({
  vulnerability: Vulnerability,
  affected: Type.Array(Type.String()),
  fixedVersions: Type.Array(Type.String()),
  versionsHere: Type.Integer(),
})
export const PackageAdvisoryPage = Page(PackageAdvisoryRow)
/** GET /components/:package/projects → Page: who uses it. */
export const PackageUserRow = Type.Object({
  project: ProjectRef,
  version: VersionRef,
  direct: Nullable(Type.Boolean()),
  counts: Counts,
  matched: Type.Boolean(),
})
export const PackageUserPage = Page(PackageUserRow)

/** GET /compare?package=…&package=… (2 to 4 purls or ids) */
export const ComparedPackage = Type.Object({
  package: PackageRef,
  known: Type.Boolean(),
  projects: Type.Integer(),
  versions: Type.Integer(),
  counts: Counts,
  unmatched: Type.Integer(),
  /** Whether there is advisory data about it, so that its advisories could be counted; that needs nobody here to have the package. */
  asked: Type.Boolean(),
  advisories: Type.Integer(),
  lastAdvisory: Nullable(Time),
  licences: Type.Array(Type.String()),
  score: Nullable(Type.Number()),
  /** The newest version here without a known problem; empty: there is none. */
  cleanVersion: Type.String(),
  /** The newest version that mends a known problem and has none itself, as the advisory data says, here or not; empty: none is known. */
  mendedVersion: Type.String(),
  /** How many components that version, or the newest here, brings along; null: no document here tells. */
  dependencies: Nullable(Type.Integer()),
})
export const Comparison = Type.Object({ asOf: Time, items: Type.Array(ComparedPackage) })
/** POST /impact { project?, sbom | purls }: what would this add to my graph. */
export const ImpactInput = Type.Object({
  project: Type.Optional(Id),
  purls: Type.Array(Type.String({ maxLength: 2000 }), { minItems: 1, maxItems: 1000 }),
})
/** `id` is null for what touches nobody here: it has no page. */
export const ImpactProblem = Type.Object({ ...Vulnerability.properties, id: Nullable(Id) })
export const Impact = Type.Object({
  known: Type.Integer(),
  added: Type.Array(
    Type.Object({
      purl: Type.String(),
      /** The asked version that needs it; null: it was asked for itself. */
      via: Nullable(Type.String()),
      here: Type.Integer(),
      problems: Type.Array(ImpactProblem),
      matched: Type.Boolean(),
    }),
  ),
  /** Of the asked versions that would be new, so many of which no document here tells what they need: that is not counted. */
  unfollowed: Type.Integer(),
  counts: Counts,
  asOf: Time,
})
/** As CSV: a row for each problem, and one for a version without any. */
export const ImpactRow = Type.Object({
  purl: Type.String(),
  via: Nullable(Type.String()),
  here: Type.Integer(),
  matched: Type.Boolean(),
  problem: Nullable(ImpactProblem),
})

/** GET /advisories → Page(AdvisoryRow): problems that touch somebody here first. */
export const AdvisoryRow = Type.Object({ vulnerability: Vulnerability, projects: Type.Integer(), versions: Type.Integer() })
export const AdvisoryPage = Page(AdvisoryRow)
export const AdvisoryQuery = Type.Object({
  ...PAGE_QUERY,
  q: Type.Optional(Type.String({ maxLength: 200 })),
  severity: Type.Optional(Type.Array(Severity)),
  kev: Type.Optional(Type.Boolean()),
  sort: Type.Optional(Type.Enum(['published', 'epss', 'severity', 'projects'])),
})
/** GET /advisories/:id (number or any alias) */
export const AdvisoryDetail = Type.Object({
  vulnerability: Vulnerability,
  details: Type.String(),
  references: Type.Array(Type.String()),
  ratings: Type.Array(Type.Object({ version: Type.String(), vector: Type.String(), score: Nullable(Type.Number()) })),
  cwes: Type.Array(Type.String()),
  records: Type.Array(
    Type.Object({ id: Type.String(), source: Type.String(), modified: Nullable(Time), withdrawn: Nullable(Time), private: Type.Boolean() }),
  ),
  packages: Type.Array(
    Type.Object({
      ecosystem: Type.String(),
      name: Type.String(),
      ranges: Type.Array(Type.String()),
      fixedVersions: Type.Array(Type.String()),
    }),
  ),
  projects: Type.Integer(),
  versions: Type.Integer(),
  changes: Type.Array(Type.Object({ at: Time, kind: Type.String(), text: Type.String() })),
  asOf: Time,
})
/** GET /advisories/:id/affected → Page: am I affected, where and by which path. */
export const AffectedRow = Type.Object({
  project: ProjectRef,
  package: PackageRef,
  version: VersionRef,
  state: FindingStateName,
  paths: Type.Array(Type.Array(Type.String())),
  firstSeen: Time,
})
export const AffectedPage = Page(AffectedRow)
/** POST /advisories: a private OSV record of the organisation. */
export const PrivateAdvisory = Type.Object({
  organisation: Type.Optional(Type.String()),
  record: Type.Record(Type.String(), Type.Unknown()),
})

/** GET /search?q= : purl, CVE, hash, project, package; best first, at most some dozens. */
export const SearchHit = Type.Object({
  kind: Type.Enum(['project', 'package', 'version', 'vulnerability', 'artifact']),
  id: Id,
  title: Type.String(),
  detail: Type.String(),
  /** Path in the web app. */
  href: Type.String(),
})
/** What is known of a problem that no visible project has to do with: nothing found is no answer to whether one is affected. */
export const UnheldId = Type.Object({
  id: Type.String(),
  /** `unknown`: the advisory data does not have it, so that nothing can be said; `elsewhere`: it speaks of packages that nobody has. */
  state: Type.Enum(['unknown', 'elsewhere', 'withdrawn']),
  summary: Type.String(),
  /** Package URLs, or names where there is none. At most 20. */
  packages: Type.Array(Type.String()),
})
/** `more`: of some kind there is more than is told; a longer text finds it. `unheld`: the text is an id of a problem that was not found. */
export const SearchResult = Type.Object({
  query: Type.String(),
  hits: Type.Array(SearchHit),
  more: Type.Boolean(),
  unheld: Nullable(UnheldId),
  asOf: Type.String(),
})

/** PUT /triage, GET /triage → Page(Triage) */
export const TriageStatus = Type.Enum(['affected', 'not-affected', 'fixed', 'under-investigation', 'accepted'])
export const TriageInput = Type.Object({
  project: Type.Optional(Nullable(Id)),
  organisation: Type.Optional(Type.String()),
  vulnerability: Type.Union([Id, Type.String()]),
  package: Type.Optional(Nullable(Id)),
  version: Type.Optional(Nullable(Id)),
  status: TriageStatus,
  /** OpenVEX label; must be given for not-affected unless `statement` says why. */
  justification: Type.Optional(Type.String({ maxLength: 100 })),
  statement: Type.Optional(Type.String({ maxLength: 10_000 })),
  expires: Type.Optional(Nullable(Time)),
})
export const Triage = Type.Object({
  id: Id,
  project: Nullable(ProjectRef),
  vulnerability: Vulnerability,
  package: Nullable(PackageRef),
  componentVersion: Nullable(VersionRef),
  status: TriageStatus,
  justification: Type.String(),
  statement: Type.String(),
  author: Type.String(),
  source: Type.String(),
  since: Time,
  expires: Nullable(Time),
  version: Type.Integer(),
})
export const TriagePage = Page(Triage)

/** POST /graph/query: bounded walk. Refused before it runs when it could cost more than the bound. */
export const GraphQuery = Type.Object({
  start: Type.Object({
    kind: Type.Enum(['project', 'package', 'version', 'vulnerability']),
    ids: Type.Array(Id, { minItems: 1, maxItems: 50 }),
  }),
  edges: Type.Array(Type.Enum(['contains', 'contained-in', 'affected-by', 'affects', 'version-of']), {
    minItems: 1,
  }),
  depth: Type.Integer({ minimum: 1, maximum: 6 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
})
export const GraphAnswer = Type.Object({
  nodes: Type.Array(Type.Object({ kind: Type.String(), id: Id, label: Type.String(), depth: Type.Integer() })),
  edges: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer(), kind: Type.String() })),
  truncated: Type.Boolean(),
})
/** As CSV: a row for each edge, and before them one for each start. */
const GraphPlace = Type.Object({ kind: Type.String(), id: Id, label: Type.String() })
export const GraphRow = Type.Object({ step: Type.Integer(), from: Nullable(GraphPlace), edge: Type.String(), to: GraphPlace })
