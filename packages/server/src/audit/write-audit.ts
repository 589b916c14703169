import type { Queryable } from '../store/database.ts'
import { auditDigest, CHAIN_START } from './audit-entry.ts'
import type { AuditEntry } from './audit-entry.ts'

/** Number of the lock that makes writers of the chain stand in line; it ends with their transaction. */
const AUDIT_LOCK = 7_215_001

/**
 * Appends to the audit log, inside the transaction that makes the change: neither is kept without the other. Call it last, as
 * others wait for the end of the transaction from here on.
 */
export async function writeAudit(transaction: Queryable, now: Date, entry: AuditEntry): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [AUDIT_LOCK])
  const [last] = await transaction.query<{ seq: number; digest: Uint8Array }>('SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1')
  const seq = Number(last?.seq ?? 0) + 1
  const previous = last?.digest ?? CHAIN_START
  const kept = { ...entry, detail: plain(entry.detail) }
  await transaction.run(
    `INSERT INTO audit (seq, at, actor, action, object, org_id, detail, previous, digest)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)`,
    [
      seq,
      now,
      kept.actor,
      kept.action,
      kept.object,
      kept.organisation,
      JSON.stringify(kept.detail),
      previous,
      auditDigest(previous, { ...kept, seq, at: now }),
    ],
  )
}

/** The detail as it will be read back: what jsonb and canonical JSON cannot hold is left out or replaced. */
function plain(detail: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(detail), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\ufffd') : value,
  ) as Record<string, unknown>
}
