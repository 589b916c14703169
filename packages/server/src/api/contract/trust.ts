import { Type } from 'typebox'
import { Id, Nullable, Page, PAGE_QUERY, ProjectRef, Time, Total } from './common.ts'

/** Something about the text of a trust policy; an error keeps it from being used. */
export const TrustNote = Type.Object({
  level: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  /** 0: the whole text. */
  line: Type.Integer(),
  message: Type.String(),
  remedy: Type.String(),
})
/** GET and PUT /trust-policy */
export const TrustPolicy = Type.Object({
  organisation: Type.String(),
  /** For If-Match; 0: there never was one. */
  version: Type.Integer(),
  /** null: nobody is trusted. */
  text: Nullable(Type.String()),
  digest: Type.String(),
  by: Type.String(),
  since: Nullable(Time),
  notes: Type.Array(TrustNote),
  /** Kept attestations of the projects that the caller sees. Those that wait count as unverified. */
  attestations: Type.Object({ verified: Type.Integer(), unverified: Type.Integer(), refused: Type.Integer(), waiting: Type.Integer() }),
  asOf: Time,
})
export const TrustPolicyInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  text: Type.String({ minLength: 1, maxLength: 262_144 }),
})
/** GET /trust-policies → Page(TrustPolicyVersion): what was trusted when, the newest first. */
export const TrustPolicyVersion = Type.Object({
  id: Id,
  organisation: Type.String(),
  version: Type.Integer(),
  /** Nobody was trusted from then on. */
  removed: Type.Boolean(),
  digest: Type.String(),
  by: Type.String(),
  since: Time,
  until: Nullable(Time),
})
export const TrustPolicyVersionPage = Page(TrustPolicyVersion)
/** POST /trust-policy/preview: what a text would change. Each call verifies some documents; `next` goes on with the others. */
export const TrustPreviewInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  text: Type.String({ maxLength: 262_144 }),
  cursor: PAGE_QUERY.cursor,
})
/** An attestation whose outcome would be another. */
export const TrustChange = Type.Object({
  project: ProjectRef,
  subject: Type.String(),
  digest: Type.String(),
  before: Type.String(),
  after: Type.String(),
  reason: Type.String(),
  signer: Type.String(),
})
export const TrustPreview = Type.Object({
  /** Whether it can be used: it has no error. */
  usable: Type.Boolean(),
  notes: Type.Array(TrustNote),
  /** Attestations that are kept. */
  kept: Total,
  /** Of them, asked in this call; verified by the text, and verified now. */
  asked: Type.Integer(),
  verified: Type.Integer(),
  verifiedNow: Type.Integer(),
  /** Of them, those whose outcome would be another. */
  changes: Type.Array(TrustChange),
  /** To be sent as `cursor`; null: all were asked. */
  next: Nullable(Type.String()),
  asOf: Time,
})
