import { Type } from 'typebox'
import type { Static, TObject, TProperties, TSchema } from 'typebox'

export const Severity = Type.Union([
  Type.Literal('critical'),
  Type.Literal('high'),
  Type.Literal('medium'),
  Type.Literal('low'),
  Type.Literal('none'),
  Type.Literal('unknown'),
])
export const FindingStateName = Type.Union([
  Type.Literal('open'),
  Type.Literal('affected'),
  Type.Literal('accepted'),
  Type.Literal('not-affected'),
  Type.Literal('fixed'),
  Type.Literal('under-investigation'),
])
export const PolicyOutcome = Type.Union([
  Type.Literal('pass'),
  Type.Literal('fail'),
  Type.Literal('unknown'),
  Type.Literal('not-applicable'),
])
export const Id = Type.Integer({ minimum: 1 })
/** RFC 3339 in UTC. */
export const Time = Type.String({ format: 'date-time' })
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Counts are exact up to a bound; beyond it they say so instead of costing a scan. */
export const Total = Type.Object({ count: Type.Integer(), type: Type.Union([Type.Literal('EXACT'), Type.Literal('AT_LEAST')]) })

/** Open findings of a thing, triaged ones left out. */
export const Counts = Type.Object({
  critical: Type.Integer(),
  high: Type.Integer(),
  medium: Type.Integer(),
  low: Type.Integer(),
  unknown: Type.Integer(),
  malware: Type.Integer(),
})

/** A page of a list: keyset cursor, bounded total, the time the picture is of. */
export function Page<P extends TProperties>(item: TObject<P>) {
  return Type.Object({ items: Type.Array(item), next: Nullable(Type.String()), total: Total, asOf: Time })
}

/** What every list takes. `at` asks for the state on a date. */
export const PAGE_QUERY = {
  cursor: Type.Optional(Type.String({ maxLength: 1000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
}
export const AT_QUERY = { at: Type.Optional(Time) }

export const ProjectRef = Type.Object({ id: Id, slug: Type.String(), name: Type.String() })
export const PackageRef = Type.Object({ id: Id, purl: Type.String(), ecosystem: Type.String(), name: Type.String() })
export const VersionRef = Type.Object({ id: Id, purl: Type.String(), version: Type.String() })
export const TeamRef = Type.Object({ id: Id, slug: Type.String(), name: Type.String() })

export const KnownExploitedFacts = Type.Object({ added: Type.String(), due: Type.String(), ransomware: Type.Boolean() })
/** The facts of one problem under all its names. */
export const Vulnerability = Type.Object({
  id: Id,
  shown: Type.String(),
  aliases: Type.Array(Type.String()),
  kind: Type.Union([Type.Literal('vulnerability'), Type.Literal('malware')]),
  summary: Type.String(),
  severity: Severity,
  cvss: Nullable(Type.Number()),
  epss: Nullable(Type.Number()),
  epssPercentile: Nullable(Type.Number()),
  kev: Nullable(KnownExploitedFacts),
  published: Nullable(Time),
  modified: Nullable(Time),
  withdrawn: Type.Boolean(),
})
/** Something that could not be read, matched or verified. */
export const ProblemItem = Type.Object({
  code: Type.String(),
  message: Type.String(),
  path: Type.String(),
  line: Nullable(Type.Integer()),
  incomplete: Type.Boolean(),
})

export type SeverityName = Static<typeof Severity>
export type CountsData = Static<typeof Counts>
export type VulnerabilityData = Static<typeof Vulnerability>
