import { Type } from 'typebox'
import { AT_QUERY, Id, Nullable, PAGE_QUERY, Page, PolicyOutcome, ProjectRef, Severity, Time } from './common.ts'

/** GET /policies → Page(PolicyPackRow) */
export const PolicyPackRow = Type.Object({
  id: Id,
  organisation: Type.String(),
  pack: Type.String(),
  title: Type.String(),
  version: Type.String(),
  digest: Type.String(),
  origin: Type.String(),
  enabled: Type.Boolean(),
  rules: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), severity: Severity, mappings: Type.Array(Type.String()) })),
  since: Time,
})
export const PolicyPackPage = Page(PolicyPackRow)
/** GET /policies/shipped: packs that come with cupel. POST /policies { shipped | body, overlay }. */
export const ShippedPack = Type.Object({
  id: Type.String(),
  title: Type.String(),
  version: Type.String(),
  rules: Type.Integer(),
  installed: Type.Boolean(),
})
export const ShippedPackList = Type.Object({ items: Type.Array(ShippedPack) })
export const PolicyPackInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  shipped: Type.Optional(Type.String()),
  body: Type.Optional(Type.String({ maxLength: 1_000_000 })),
  overlay: Type.Optional(Type.String({ maxLength: 200_000 })),
  enabled: Type.Optional(Type.Boolean()),
})
/** GET /policy-matrix → projects × rules. */
export const PolicyMatrix = Type.Object({
  rules: Type.Array(Type.Object({ pack: Type.String(), rule: Type.String(), title: Type.String(), severity: Severity })),
  rows: Type.Array(Type.Object({ project: ProjectRef, outcomes: Type.Array(Type.Union([PolicyOutcome, Type.Literal('not-evaluated')])) })),
  totals: Type.Array(Type.Object({ pass: Type.Integer(), fail: Type.Integer(), unknown: Type.Integer(), notApplicable: Type.Integer() })),
  next: Nullable(Type.String()),
  asOf: Time,
})
/** As CSV: a row for each project and rule. */
export const PolicyMatrixRow = Type.Object({
  project: ProjectRef,
  pack: Type.String(),
  rule: Type.String(),
  title: Type.String(),
  severity: Severity,
  outcome: Type.Union([PolicyOutcome, Type.Literal('not-evaluated')]),
})
/** PATCH /policies/:id */
export const PolicyPackPatch = Type.Object({
  enabled: Type.Optional(Type.Boolean()),
  overlay: Type.Optional(Type.String({ maxLength: 200_000 })),
})
/** GET /policy-matrix */
export const PolicyMatrixQuery = Type.Object({
  cursor: PAGE_QUERY.cursor,
  limit: PAGE_QUERY.limit,
  ...AT_QUERY,
  pack: Type.Optional(Type.String({ maxLength: 100 })),
  /** Only projects of which some rule came to this. */
  outcome: Type.Optional(PolicyOutcome),
})
/** POST /policies/what-if { body, at? }: who would break. Each call asks some projects; `next` goes on with the others. */
export const WhatIf = Type.Object({
  /** Projects asked in this call. */
  projects: Type.Integer(),
  newlyFailing: Type.Array(Type.Object({ project: ProjectRef, rules: Type.Array(Type.String()) })),
  newlyPassing: Type.Array(Type.Object({ project: ProjectRef, rules: Type.Array(Type.String()) })),
  /** Rules that could not be answered any more, or could not be answered that nobody asked before: a gate would not pass. */
  newlyUnknown: Type.Array(Type.Object({ project: ProjectRef, rules: Type.Array(Type.String()) })),
  /** There are more projects than this call asked. */
  truncated: Type.Boolean(),
  /** To be sent as `cursor`; null: all were asked. */
  next: Nullable(Type.String()),
  asOf: Time,
})
/** One rule of one project, as CSV. */
export const WhatIfRow = Type.Object({ project: ProjectRef, rule: Type.String(), change: Type.Enum(['fails', 'unknown', 'passes']) })
export const WhatIfInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  body: Type.String({ maxLength: 1_000_000 }),
  overlay: Type.Optional(Type.String({ maxLength: 200_000 })),
  at: Type.Optional(Time),
  cursor: PAGE_QUERY.cursor,
})
export const PolicyException = Type.Object({
  id: Id,
  project: Nullable(ProjectRef),
  pack: Type.String(),
  rule: Type.String(),
  selector: Type.String(),
  owner: Type.String(),
  reason: Type.String(),
  created: Time,
  expires: Time,
})
export const PolicyExceptionPage = Page(PolicyException)
export const PolicyExceptionInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  project: Type.Optional(Nullable(Id)),
  pack: Type.String(),
  rule: Type.String(),
  selector: Type.Optional(Type.String({ maxLength: 2000 })),
  owner: Type.String({ minLength: 1, maxLength: 200 }),
  reason: Type.String({ minLength: 1, maxLength: 10_000 }),
  expires: Time,
})
