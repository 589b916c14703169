import type { Queryable } from '../store/database.ts'
import type { MatchFacts } from './match-facts.ts'

export interface MatchPair {
  readonly vulnerability: number
  readonly version: number
  /** null: known to all. */
  readonly orgId: number | null
  /** null: as the problem's. */
  readonly facts: MatchFacts | null
}

/** An open match as it stands in the store. */
export interface OpenPair {
  readonly vulnerability_id: number
  readonly version_id: number
  readonly kind: MatchFacts['kind'] | null
  readonly severity: MatchFacts['severity'] | null
  readonly cvss: number | null
}

export async function closePairs(db: Queryable, pairs: readonly MatchPair[], now: Date): Promise<void> {
  if (pairs.length === 0) return
  await db.run(
    `UPDATE match m SET until = $3::timestamptz FROM unnest($1::int4[], $2::int4[]) AS x(vulnerability_id, version_id)
     WHERE m.vulnerability_id = x.vulnerability_id AND m.version_id = x.version_id AND m.until IS NULL`,
    [pairs.map(({ vulnerability }) => vulnerability), pairs.map(({ version }) => version), now],
  )
}

/** Writes what open matches say of their problem now. */
export async function updatePairs(db: Queryable, pairs: readonly MatchPair[]): Promise<void> {
  if (pairs.length === 0) return
  await db.run(
    `UPDATE match m SET kind = x.kind, severity = x.severity, cvss = x.cvss
     FROM unnest($1::int4[], $2::int4[], $3::text[], $4::text[], $5::real[]) AS x(vulnerability_id, version_id, kind, severity, cvss)
     WHERE m.vulnerability_id = x.vulnerability_id AND m.version_id = x.version_id AND m.until IS NULL`,
    columnsOf(pairs),
  )
}

export async function openPairs(db: Queryable, pairs: readonly MatchPair[], now: Date): Promise<void> {
  if (pairs.length === 0) return
  // Within one moment a match may end and begin again: then it never ended.
  await db.run(
    `INSERT INTO match (vulnerability_id, version_id, since, kind, severity, cvss, org_id)
     SELECT x.vulnerability_id, x.version_id, $7::timestamptz, x.kind, x.severity, x.cvss, x.org_id
     FROM unnest($1::int4[], $2::int4[], $3::text[], $4::text[], $5::real[], $6::int4[])
       AS x(vulnerability_id, version_id, kind, severity, cvss, org_id)
     ON CONFLICT (vulnerability_id, version_id, since) DO UPDATE SET until = NULL, kind = excluded.kind, severity = excluded.severity,
       cvss = excluded.cvss`,
    [...columnsOf(pairs), pairs.map(({ orgId }) => orgId), now],
  )
}

function columnsOf(pairs: readonly MatchPair[]): readonly unknown[] {
  return [
    pairs.map(({ vulnerability }) => vulnerability),
    pairs.map(({ version }) => version),
    pairs.map(({ facts }) => facts?.kind ?? null),
    pairs.map(({ facts }) => facts?.severity ?? null),
    pairs.map(({ facts }) => facts?.cvss ?? null),
  ]
}
