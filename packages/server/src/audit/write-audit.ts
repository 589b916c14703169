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
  await writeAudits(transaction, now, [entry])
}

/** The same of several changes of one moment, in their order. */
export async function writeAudits(transaction: Queryable, now: Date, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [AUDIT_LOCK])
  const [last] = await transaction.query<{ seq: number; digest: Uint8Array }>('SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1')
  const first = Number(last?.seq ?? 0) + 1
  const chain = [last?.digest ?? CHAIN_START]
  const kept = entries.map((entry) => ({ ...entry, detail: plain(entry.detail) }))
  for (const [at, entry] of kept.entries()) chain.push(auditDigest(chain[at] as Uint8Array, { ...entry, seq: first + at, at: now }))
  const digests = chain.map((digest) => Buffer.from(digest).toString('hex'))
  await transaction.run(
    `INSERT INTO audit (seq, at, actor, action, object, org_id, detail, previous, digest)
     SELECT seq, $1::timestamptz, actor, action, object, org_id, detail::jsonb, decode(previous, 'hex'), decode(digest, 'hex')
     FROM unnest($2::int8[], $3::text[], $4::text[], $5::text[], $6::int4[], $7::text[], $8::text[], $9::text[])
       AS x(seq, actor, action, object, org_id, detail, previous, digest)`,
    [
      now,
      kept.map((_, at) => first + at),
      kept.map(({ actor }) => actor),
      kept.map(({ action }) => action),
      kept.map(({ object }) => object),
      kept.map(({ organisation }) => organisation),
      kept.map(({ detail }) => JSON.stringify(detail)),
      digests.slice(0, -1),
      digests.slice(1),
    ],
  )
}

/** The detail as it will be read back: what jsonb and canonical JSON cannot hold is left out or replaced. */
function plain(detail: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(detail), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\ufffd') : value,
  ) as Record<string, unknown>
}
