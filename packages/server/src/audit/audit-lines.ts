import type { Viewer } from '../api/viewer.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { timeOf } from '../read/vulnerability-facts.ts'
import type { Database } from '../store/database.ts'
import { AUDIT_COLUMNS, auditedEntries, auditRow } from './audit-rows.ts'
import type { StoredAudit } from './audit-rows.ts'

const PAGE = 1000

interface Row extends StoredAudit {
  readonly org_id: number | null
  readonly previous: Uint8Array
}

/**
 * The entries that the viewer may read as JSON lines, page by page. `previous` and `digest` let anybody compute the chain anew: a digest is
 * SHA-256 over `previous` and the canonical JSON (RFC 8785) of seq, at, actor, action, object, organisation and detail.
 */
export async function* auditLines(db: Database, viewer: Viewer, signal: AbortSignal): AsyncGenerator<string> {
  for (let after = 0; !signal.aborted;) {
    const parameters = newParameters()
    const terms = [...auditedEntries(viewer, parameters), `a.seq > ${parameters.add(after)}`]
    const rows = await db.query<Row>(
      `SELECT ${AUDIT_COLUMNS}, a.org_id, a.previous FROM audit a WHERE ${terms.join(' AND ')} ORDER BY a.seq LIMIT ${PAGE}`,
      parameters.values,
    )
    for (const row of rows)
      yield `${JSON.stringify({ ...auditRow(row), at: timeOf(row.at), organisation: row.org_id, previous: hex(row.previous) })}\n`
    if (rows.length < PAGE) return
    after = Number(rows.at(-1)?.seq)
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
