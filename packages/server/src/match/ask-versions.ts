import type { Queryable } from '../store/database.ts'
import type { CounterChanges } from './counted.ts'
import type { JudgedVersion } from './judged-in-code.ts'

/** Writes what could be asked about versions that were judged in code, and counts those that changed sides. */
export async function writeAsked(
  db: Queryable,
  versions: readonly JudgedVersion[],
  { unjudged, counters }: { readonly unjudged: ReadonlySet<number>; readonly counters: CounterChanges },
): Promise<void> {
  const changed = versions.flatMap(({ id, asked, subject_version }) => {
    if (asked === 'no-data' || asked === 'no-ecosystem') return []
    const now = !unjudged.has(id) ? 'asked' : subject_version === '' ? 'no-version' : 'not-understood'
    return now === asked ? [] : [{ id, before: asked, now }]
  })
  if (changed.length === 0) return
  for (const { id, before, now } of changed) {
    if (before === 'asked') counters.add(id, 'unmatched', 1)
    else if (now === 'asked') counters.add(id, 'unmatched', -1)
  }
  await db.run('UPDATE package_version v SET asked = x.asked FROM unnest($1::int4[], $2::text[]) AS x(id, asked) WHERE v.id = x.id', [
    changed.map(({ id }) => id),
    changed.map(({ now }) => now),
  ])
}
