import type { Static } from 'typebox'
import type { AuditRow } from '../api/contract/administration.ts'
import type { Viewer } from '../api/viewer.ts'
import { organisationsWith } from '../administration/administered-organisations.ts'
import type { Parameters } from '../read/parameters.ts'
import { timeOf } from '../read/vulnerability-facts.ts'

export interface StoredAudit {
  readonly seq: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly digest: Uint8Array
}

export const AUDIT_COLUMNS = 'a.seq, a.at, a.actor, a.action, a.object, a.detail, a.digest'

/** Entries that the viewer may read: all, or those of the organisations that they audit. */
export function auditedEntries(viewer: Viewer, parameters: Parameters): readonly string[] {
  const organisations = organisationsWith(viewer, 'audit:read')
  return organisations === null ? [] : [`a.org_id = ANY(${parameters.add(organisations)}::int4[])`]
}

export function auditRow(row: StoredAudit): Static<typeof AuditRow> {
  const { seq, actor, action, object, detail } = row
  return {
    seq: Number(seq),
    at: timeOf(row.at),
    actor,
    action,
    object,
    detail: { ...detail },
    digest: Buffer.from(row.digest).toString('hex'),
  }
}
