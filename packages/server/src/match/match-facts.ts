import { mergeAdvisories } from '@cupel/advisory'
import type { AdvisoryIndex, AdvisoryRecord } from '@cupel/advisory'
import type { CvssRating, Severity } from '@cupel/model'
import type { StoredFacts } from '../feed/statement.ts'
import type { Queryable } from '../store/database.ts'

/** What a match says of its problem, where the records that mean the version say something else than all of the problem's together. */
export interface MatchFacts {
  readonly kind: 'vulnerability' | 'malware'
  readonly severity: Severity
  readonly cvss: number | null
}

/** A version that a problem means, with the ids of the advisories that say so. */
export interface Hit {
  readonly vulnerability: number
  readonly version: number
  readonly advisories: readonly number[]
}

interface LiveRow {
  readonly id: number
  readonly vulnerability_id: number
  readonly osv_id: string
  readonly facts: Omit<StoredFacts, 'affected'>
}

/**
 * The facts of hits as the scan tells them: merged from the records that mean the version, and not from all that the problem has. null:
 * these say the same. Most problems have one record, or all of theirs mean the version; nothing is read for them.
 */
export async function matchFacts(db: Queryable, hits: readonly Hit[]): Promise<(hit: Hit) => MatchFacts | null> {
  const rows = await db.query<{ vulnerability_id: number; n: number }>(
    `SELECT vulnerability_id, count(*)::int4 AS n FROM advisory WHERE vulnerability_id = ANY($1::int4[]) AND withdrawn IS NULL
     GROUP BY vulnerability_id HAVING count(*) > 1`,
    [[...new Set(hits.map(({ vulnerability }) => vulnerability))]],
  )
  const many = new Map(rows.map(({ vulnerability_id, n }) => [vulnerability_id, n]))
  const isPart = ({ vulnerability, advisories }: Hit): boolean => advisories.length < (many.get(vulnerability) ?? 1)
  const live = await liveRecords(db, new Set(hits.filter(isPart).map(({ vulnerability }) => vulnerability)))
  const merged = new Map<string, MatchFacts | null>()
  return (hit) => {
    if (!isPart(hit)) return null
    const ids = new Set(hit.advisories)
    const key = `${hit.vulnerability} ${[...ids].sort((a, b) => a - b).join(' ')}`
    const known = merged.get(key)
    if (known !== undefined) return known
    const all = live.get(hit.vulnerability) ?? []
    const told = mergedFacts(all, all)
    const part = mergedFacts(
      all.filter(({ id }) => ids.has(id)),
      all,
    )
    const same = told.kind === part.kind && told.severity === part.severity && told.cvss === part.cvss
    const facts = same ? null : part
    merged.set(key, facts)
    return facts
  }
}

async function liveRecords(db: Queryable, vulnerabilities: ReadonlySet<number>): Promise<ReadonlyMap<number, readonly LiveRow[]>> {
  if (vulnerabilities.size === 0) return new Map()
  const rows = await db.query<LiveRow>(
    `SELECT id, vulnerability_id, osv_id, facts - 'affected' AS facts FROM advisory
     WHERE vulnerability_id = ANY($1::int4[]) AND withdrawn IS NULL ORDER BY osv_id`,
    [[...vulnerabilities]],
  )
  const byVulnerability = new Map<number, LiveRow[]>()
  for (const row of rows) {
    const known = byVulnerability.get(row.vulnerability_id)
    if (known === undefined) byVulnerability.set(row.vulnerability_id, [row])
    else known.push(row)
  }
  return byVulnerability
}

/** Only kind and ratings are looked at, which no catalogue of signals decides. */
const SILENT = { isWithdrawn: () => false, signals: () => ({ kev: null, epss: null }) } as unknown as AdvisoryIndex

function mergedFacts(part: readonly LiveRow[], all: readonly LiveRow[]): MatchFacts {
  const records = (part.length === 0 ? all : part).map(({ osv_id: id, facts }): AdvisoryRecord => ({ ...facts, id }))
  // The names of a problem are those of all its records, whichever of them mean a version.
  const ids = [...all.flatMap(({ facts }) => facts.joins), ...part.flatMap(({ facts }) => facts.ids)]
  const { kind, severity, facts } = mergeAdvisories([...new Set(ids)].toSorted(), records, SILENT)
  return { kind: kind === 'malware' ? kind : 'vulnerability', severity, cvss: scoreOf(facts.cvss) }
}

/** The score that the severity comes from: the worst by CVSS 3 or 4, else by 2. */
export function scoreOf(ratings: readonly CvssRating[]): number | null {
  const scores = (old: boolean): readonly number[] =>
    ratings.filter(({ version }) => (version === '2.0') === old).flatMap(({ score }) => (score === null ? [] : [score]))
  const chosen = scores(false).length > 0 ? scores(false) : scores(true)
  return chosen.length === 0 ? null : Math.max(...chosen)
}
