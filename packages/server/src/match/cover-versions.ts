import type { Queryable } from '../store/database.ts'
import { changeCounters } from './count-sets.ts'
import { CounterChanges } from './counted.ts'

/** Says of the versions of subjects whether there is data to ask at all, now that this has changed. */
export async function coverVersions(db: Queryable, subjects: readonly { readonly id: number; readonly covered: boolean }[]): Promise<void> {
  if (subjects.length === 0) return
  const rows = await db.query<{ id: number; now: string; before: string }>(
    `UPDATE package_version v SET asked = CASE WHEN x.covered THEN 'asked' ELSE 'no-data' END
     FROM unnest($1::int4[], $2::boolean[]) AS x(id, covered), package_version o
     WHERE v.subject_id = x.id AND o.id = v.id AND (v.asked = 'no-data') = x.covered
     RETURNING v.id, v.asked AS now, o.asked AS before`,
    [subjects.map(({ id }) => id), subjects.map(({ covered }) => covered)],
  )
  const counters = new CounterChanges()
  for (const { id, now, before } of rows) counters.add(id, 'unmatched', Number(now !== 'asked') - Number(before !== 'asked'))
  await changeCounters(db, counters)
}
