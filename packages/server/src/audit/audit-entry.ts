import { createHash } from 'node:crypto'
import { jcs } from '@cupel/provenance'
import type { JsonValue } from '@cupel/provenance'

/** What was done, by whom, to what. Never holds a secret. */
export interface AuditEntry {
  readonly actor: string
  /** `triage.set`, `token.create` … */
  readonly action: string
  /** `project:7`, `account:3` … */
  readonly object: string
  /** null: of the whole server. */
  readonly organisation: number | null
  readonly detail: Readonly<Record<string, unknown>>
}

export interface AuditRecord extends AuditEntry {
  readonly seq: number
  readonly at: Date
}

/** What stands before the first entry. */
export const CHAIN_START: Uint8Array = new Uint8Array(32)

/** SHA-256 over the digest before it and the entry as canonical JSON (RFC 8785): who changes one entry must change all that follow. */
export function auditDigest(previous: Uint8Array, record: AuditRecord): Uint8Array {
  const { seq, at, actor, action, object, organisation, detail } = record
  const text = jcs({ seq, at: at.toISOString(), actor, action, object, organisation, detail: detail as JsonValue })
  return createHash('sha256').update(previous).update(text).digest()
}
