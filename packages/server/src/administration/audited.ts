import type { RouteCall } from '../api/route.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Queryable } from '../store/database.ts'

export interface Audited<T> {
  readonly action: string
  readonly object: string
  readonly organisation: number | null
  readonly detail?: Readonly<Record<string, unknown>>
  readonly result: T
}

/** Runs a change in a transaction that also writes what the change says of itself into the audit log. */
export async function audited<T>(
  { services, viewer, now }: Pick<RouteCall<unknown, unknown, unknown>, 'services' | 'viewer' | 'now'>,
  change: (transaction: Queryable) => Promise<Audited<T>>,
): Promise<T> {
  return services.db.transaction(async (transaction) => {
    const { result, action, object, organisation, detail = {} } = await change(transaction)
    await writeAudit(transaction, now, { actor: viewer.actor, action, object, organisation, detail })
    return result
  })
}
