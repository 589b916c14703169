import type { Queryable } from '../store/database.ts'
import type { JudgedVersion } from './judged-in-code.ts'
import { judgeInCode, versionsForCode } from './judged-in-code.ts'
import { SPAN_HOLDS } from './span-holds.ts'

export interface WantedPairs {
  /** Versions by problem. */
  readonly wanted: ReadonlyMap<number, ReadonlySet<number>>
  /** Versions without a key, of the subjects that changed, and those of them that stay open. */
  readonly judged: readonly JudgedVersion[]
  readonly unjudged: ReadonlySet<number>
}

/** All matches that these problems should have, out of what their live records say. */
export async function wantedPairs(db: Queryable, vulnerabilities: readonly number[], subjects: readonly number[]): Promise<WantedPairs> {
  const wanted = new Map<number, Set<number>>()
  const want = (vulnerability: number, version: number): void => {
    const known = wanted.get(vulnerability)
    if (known === undefined) wanted.set(vulnerability, new Set([version]))
    else known.add(version)
  }
  const rows =
    vulnerabilities.length === 0
      ? []
      : await db.query<{ vulnerability_id: number; id: number }>(
          `SELECT DISTINCT a.vulnerability_id, pv.id FROM advisory a
           JOIN advisory_range r ON r.advisory_id = a.id
           JOIN package_version pv ON ${SPAN_HOLDS}
           WHERE a.vulnerability_id = ANY($1::int4[]) AND a.withdrawn IS NULL`,
          [vulnerabilities],
        )
  for (const { vulnerability_id, id } of rows) want(vulnerability_id, id)
  if (vulnerabilities.length === 0 && subjects.length === 0) return { wanted, judged: [], unjudged: new Set() }
  const asked = await db.query<{ subject_id: number }>(
    `SELECT DISTINCT r.subject_id FROM advisory_range r JOIN advisory a ON a.id = r.advisory_id
     WHERE a.vulnerability_id = ANY($1::int4[]) AND a.withdrawn IS NULL`,
    [vulnerabilities],
  )
  const versions = await versionsForCode(db, [...new Set([...subjects, ...asked.map(({ subject_id }) => subject_id)])])
  const { hits, unjudged } = await judgeInCode(db, versions)
  const chosen = new Set(vulnerabilities)
  for (const [vulnerability, version] of hits) if (chosen.has(vulnerability)) want(vulnerability, version)
  return { wanted, judged: versions.filter(({ keyless }) => keyless), unjudged }
}
