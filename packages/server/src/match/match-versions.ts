import type { Queryable } from '../store/database.ts'
import { writeAsked } from './ask-versions.ts'
import type { CounterChanges } from './counted.ts'
import { codeVersionsAmong, judgeInCode } from './judged-in-code.ts'
import { matchFacts } from './match-facts.ts'
import type { Hit } from './match-facts.ts'
import { SPAN_HOLDS } from './span-holds.ts'
import { withHits } from './wanted-pairs.ts'

/** Puts versions that nobody has in a picture yet to everything that is known of their subjects. */
export async function matchVersions(
  db: Queryable,
  versions: readonly number[],
  { now, counters }: { readonly now: Date; readonly counters: CounterChanges },
): Promise<void> {
  if (versions.length === 0) return
  const found = await db.query<Hit>(
    `SELECT a.vulnerability_id AS vulnerability, pv.id AS version, array_agg(DISTINCT a.id) AS advisories
     FROM package_version pv
     JOIN advisory_range r ON ${SPAN_HOLDS}
     JOIN advisory a ON a.id = r.advisory_id AND a.withdrawn IS NULL
     WHERE pv.id = ANY($1::int4[])
     GROUP BY a.vulnerability_id, pv.id`,
    [versions],
  )
  const inCode = await codeVersionsAmong(db, versions)
  const { hits, unjudged } = await judgeInCode(db, inCode)
  const all = withHits(found, hits)
  const factsOf = await matchFacts(db, all)
  const facts = all.map(factsOf)
  if (all.length > 0) {
    await db.run(
      `INSERT INTO match (vulnerability_id, version_id, since, org_id, kind, severity, cvss)
       SELECT x.vulnerability_id, x.version_id, $3::timestamptz,
         (SELECT min(a.org_id) FROM advisory a WHERE a.vulnerability_id = x.vulnerability_id), x.kind, x.severity, x.cvss
       FROM unnest($1::int4[], $2::int4[], $4::text[], $5::text[], $6::real[]) AS x(vulnerability_id, version_id, kind, severity, cvss)
       WHERE NOT EXISTS (SELECT 1 FROM match m WHERE m.vulnerability_id = x.vulnerability_id AND m.version_id = x.version_id AND m.until IS NULL)
       ON CONFLICT DO NOTHING`,
      [
        all.map(({ vulnerability }) => vulnerability),
        all.map(({ version }) => version),
        now,
        facts.map((one) => one?.kind ?? null),
        facts.map((one) => one?.severity ?? null),
        facts.map((one) => one?.cvss ?? null),
      ],
    )
  }
  await writeAsked(
    db,
    inCode.filter(({ keyless }) => keyless),
    { unjudged, counters },
  )
}
