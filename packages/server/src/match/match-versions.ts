import type { Queryable } from '../store/database.ts'
import { writeAsked } from './ask-versions.ts'
import type { CounterChanges } from './counted.ts'
import { codeVersionsAmong, judgeInCode } from './judged-in-code.ts'
import { SPAN_HOLDS } from './span-holds.ts'

/** Puts versions that nobody has in a picture yet to everything that is known of their subjects. */
export async function matchVersions(
  db: Queryable,
  versions: readonly number[],
  { now, counters }: { readonly now: Date; readonly counters: CounterChanges },
): Promise<void> {
  if (versions.length === 0) return
  await db.run(
    `INSERT INTO match (vulnerability_id, version_id, since, org_id)
     SELECT DISTINCT a.vulnerability_id, pv.id, $2::timestamptz, a.org_id
     FROM package_version pv
     JOIN advisory_range r ON ${SPAN_HOLDS}
     JOIN advisory a ON a.id = r.advisory_id AND a.withdrawn IS NULL
     WHERE pv.id = ANY($1::int4[])
       AND NOT EXISTS (SELECT 1 FROM match m WHERE m.vulnerability_id = a.vulnerability_id AND m.version_id = pv.id AND m.until IS NULL)
     ON CONFLICT DO NOTHING`,
    [versions, now],
  )
  const inCode = await codeVersionsAmong(db, versions)
  if (inCode.length === 0) return
  const { hits, unjudged } = await judgeInCode(db, inCode)
  await db.run(
    `INSERT INTO match (vulnerability_id, version_id, since, org_id)
     SELECT DISTINCT x.vulnerability_id, x.version_id, $3::timestamptz, (SELECT min(a.org_id) FROM advisory a WHERE a.vulnerability_id = x.vulnerability_id)
     FROM unnest($1::int4[], $2::int4[]) AS x(vulnerability_id, version_id)
     WHERE NOT EXISTS (SELECT 1 FROM match m WHERE m.vulnerability_id = x.vulnerability_id AND m.version_id = x.version_id AND m.until IS NULL)
     ON CONFLICT DO NOTHING`,
    [hits.map(([vulnerability]) => vulnerability), hits.map(([, version]) => version), now],
  )
  await writeAsked(
    db,
    inCode.filter(({ keyless }) => keyless),
    { unjudged, counters },
  )
}
