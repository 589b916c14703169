import type { Queryable } from '../store/database.ts'
import { auditDigest, CHAIN_START } from './audit-entry.ts'

interface AuditRow {
  readonly seq: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly object: string
  readonly org_id: number | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly previous: Uint8Array
  readonly digest: Uint8Array
}

export interface AuditVerification {
  readonly entries: number
  readonly whole: boolean
  /** The first entry that does not follow from those before it. */
  readonly brokenAt: number | null
  /** Hexadecimal digest of the last entry; keep it elsewhere to notice a log that was cut short. */
  readonly head: string
}

const PAGE = 1000

/** Computes the chain anew from the start: a changed, added or removed entry is found, and where. */
export async function verifyAudit(db: Queryable): Promise<AuditVerification> {
  let previous = CHAIN_START
  let seq = 0
  for (;;) {
    const rows = await db.query<AuditRow>('SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2', [seq, PAGE])
    for (const row of rows) {
      const digest = auditDigest(previous, { ...row, seq: seq + 1, at: new Date(row.at), organisation: row.org_id })
      const whole = Number(row.seq) === seq + 1 && equal(row.previous, previous) && equal(row.digest, digest)
      if (!whole) return { entries: seq, whole: false, brokenAt: Number(row.seq), head: hex(previous) }
      previous = digest
      seq += 1
    }
    if (rows.length < PAGE) return { entries: seq, whole: true, brokenAt: null, head: hex(previous) }
  }
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
