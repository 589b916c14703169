import type { Queryable } from '../store/database.ts'
import type { JudgedVersion } from './judged-in-code.ts'
import { judgeInCode, versionsForCode } from './judged-in-code.ts'
import type { Hit } from './match-facts.ts'
import { SPAN_HOLDS } from './span-holds.ts'
import { pairKey } from './touched-vulnerability.ts'

export interface WantedPairs {
  readonly wanted: readonly Hit[]
  /** Versions without a key, of the subjects that changed, and those of them that stay open. */
  readonly judged: readonly JudgedVersion[]
  readonly unjudged: ReadonlySet<number>
}

/** All matches that these problems should have, out of what their live records say. */
export async function wantedPairs(db: Queryable, vulnerabilities: readonly number[], subjects: readonly number[]): Promise<WantedPairs> {
  const rows =
    vulnerabilities.length === 0
      ? []
      : await db.query<Hit>(
          `SELECT a.vulnerability_id AS vulnerability, pv.id AS version, array_agg(DISTINCT a.id) AS advisories FROM advisory a
           JOIN advisory_range r ON r.advisory_id = a.id
           JOIN package_version pv ON ${SPAN_HOLDS}
           WHERE a.vulnerability_id = ANY($1::int4[]) AND a.withdrawn IS NULL
           GROUP BY a.vulnerability_id, pv.id`,
          [vulnerabilities],
        )
  if (vulnerabilities.length === 0 && subjects.length === 0) return { wanted: [], judged: [], unjudged: new Set() }
  const asked = await db.query<{ subject_id: number }>(
    `SELECT DISTINCT r.subject_id FROM advisory_range r JOIN advisory a ON a.id = r.advisory_id
     WHERE a.vulnerability_id = ANY($1::int4[]) AND a.withdrawn IS NULL`,
    [vulnerabilities],
  )
  const versions = await versionsForCode(db, [...new Set([...subjects, ...asked.map(({ subject_id }) => subject_id)])])
  const { hits, unjudged } = await judgeInCode(db, versions)
  const chosen = new Set(vulnerabilities)
  const wanted = withHits(
    rows,
    hits.filter(([vulnerability]) => chosen.has(vulnerability)),
  )
  return { wanted, judged: versions.filter(({ keyless }) => keyless), unjudged }
}

/** What the store found by spans and what was judged in code, as one. */
export function withHits(
  found: readonly Hit[],
  judged: readonly (readonly [vulnerability: number, version: number, advisory: number])[],
): readonly Hit[] {
  if (judged.length === 0) return found
  const byPair = new Map(found.map((hit) => [pairKey(hit.vulnerability, hit.version), hit]))
  for (const [vulnerability, version, advisory] of judged) {
    const key = pairKey(vulnerability, version)
    byPair.set(key, { vulnerability, version, advisories: [...new Set([...(byPair.get(key)?.advisories ?? []), advisory])] })
  }
  return [...byPair.values()]
}
