import { affectedSpans, loadVersionScheme } from '@cupel/model'
import type { VersionSpan } from '@cupel/model'
import type { Queryable } from '../store/database.ts'
import { jsonText, storedTime } from '../store/stored-text.ts'
import { factsDigest } from './statement.ts'
import type { StoredFacts } from './statement.ts'

/** An advisory as it is to stand in the store. */
export interface WrittenAdvisory {
  readonly id: number
  readonly osvId: string
  readonly orgId: number | null
  readonly vulnerability: number
  /** RFC 3339 of when it was taken back; empty: it stands. */
  readonly withdrawn: string
  readonly facts: StoredFacts
}

const CHUNK = 2000

/** Writes advisories with their ranges. Those of one that was taken back are let go; what it says is kept. */
export async function writeAdvisories(db: Queryable, advisories: readonly WrittenAdvisory[], now: Date): Promise<void> {
  for (let start = 0; start < advisories.length; start += CHUNK) await writeChunk(db, advisories.slice(start, start + CHUNK), now)
}

async function writeChunk(db: Queryable, advisories: readonly WrittenAdvisory[], now: Date): Promise<void> {
  const rows = advisories.map(({ id, osvId, orgId, vulnerability, withdrawn, facts }) => ({
    id,
    osv_id: osvId,
    org_id: orgId,
    vulnerability_id: vulnerability,
    kind: facts.kind,
    summary: facts.summary.slice(0, 2000),
    severity: facts.severity,
    published: storedTime(facts.published),
    modified: storedTime(facts.modified) ?? now,
    withdrawn: withdrawn === '' ? null : (storedTime(withdrawn) ?? now),
    facts,
    digest: factsDigest(facts),
  }))
  await db.run(
    `INSERT INTO advisory (id, osv_id, org_id, vulnerability_id, kind, summary, severity, published, modified, withdrawn, facts, digest)
       OVERRIDING SYSTEM VALUE
     SELECT id, osv_id, org_id, vulnerability_id, kind, summary, severity, published, modified, withdrawn, facts, decode(digest, 'hex')
     FROM jsonb_to_recordset($1::text::jsonb) AS x(id int4, osv_id text, org_id int4, vulnerability_id int4, kind text, summary text,
       severity text, published timestamptz, modified timestamptz, withdrawn timestamptz, facts jsonb, digest text)
     ON CONFLICT (id) DO UPDATE SET vulnerability_id = excluded.vulnerability_id, kind = excluded.kind, summary = excluded.summary,
       severity = excluded.severity, published = excluded.published, modified = excluded.modified, withdrawn = excluded.withdrawn,
       facts = excluded.facts, digest = excluded.digest`,
    [jsonText(rows)],
  )
  await db.run('DELETE FROM advisory_range WHERE advisory_id = ANY($1::int4[])', [advisories.map(({ id }) => id)])
  // What the index says of a record replaces what somebody posted of it.
  await db.run('DELETE FROM advisory_stated WHERE advisory_id = ANY($1::int4[])', [
    advisories.filter(({ facts }) => facts.source === 'index').map(({ id }) => id),
  ])
  const ranges: RangeRow[] = []
  for (const { id, withdrawn, facts } of advisories) if (withdrawn === '') ranges.push(...(await rangesOf(id, facts)))
  for (let start = 0; start < ranges.length; start += CHUNK) await writeRanges(db, ranges.slice(start, start + CHUNK))
}

interface RangeRow {
  readonly advisory: number
  readonly subject: number
  readonly kind: 'span' | 'text' | 'code'
  readonly span: VersionSpan | null
}

async function rangesOf(advisory: number, facts: StoredFacts): Promise<readonly RangeRow[]> {
  const rows: RangeRow[] = []
  for (const { subject, package: named, ranges = [], versions = [] } of facts.affected) {
    if (ranges.length === 0 && versions.length === 0) continue
    const { spans, exact } = affectedSpans(await loadVersionScheme(named?.ecosystem ?? ''), { ranges, versions })
    if (!exact) rows.push({ advisory, subject, kind: 'code', span: null })
    // No version with a key is meant; those without still have to be asked about.
    else if (spans.length === 0) rows.push({ advisory, subject, kind: 'text', span: null })
    else for (const span of spans) rows.push({ advisory, subject, kind: 'span', span })
  }
  return rows
}

async function writeRanges(db: Queryable, rows: readonly RangeRow[]): Promise<void> {
  await db.run(
    `INSERT INTO advisory_range (advisory_id, subject_id, kind, lo, lo_open, hi, hi_open)
     SELECT advisory_id, subject_id, kind, decode(lo, 'hex'), lo_open, decode(hi, 'hex'), hi_open
     FROM unnest($1::int4[], $2::int4[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::boolean[])
       AS x(advisory_id, subject_id, kind, lo, lo_open, hi, hi_open)`,
    [
      rows.map(({ advisory }) => advisory),
      rows.map(({ subject }) => subject),
      rows.map(({ kind }) => kind),
      rows.map(({ span }) => hexOf(span?.lo ?? null)),
      rows.map(({ span }) => span?.loOpen ?? false),
      rows.map(({ span }) => hexOf(span?.hi ?? null)),
      rows.map(({ span }) => span?.hiOpen ?? false),
    ],
  )
}

function hexOf(key: Uint8Array | null): string | null {
  return key === null ? null : Buffer.from(key).toString('hex')
}

/** Points all names of problems at their rows. */
export async function writeAliases(
  db: Queryable,
  groups: readonly { readonly joins: readonly string[]; readonly vulnerability: number }[],
): Promise<void> {
  const rows = groups.flatMap(({ joins, vulnerability }) => joins.map((alias) => [alias, vulnerability] as const))
  if (rows.length === 0) return
  await db.run(
    `INSERT INTO alias (alias, vulnerability_id) SELECT * FROM unnest($1::text[], $2::int4[])
     ON CONFLICT (alias) DO UPDATE SET vulnerability_id = excluded.vulnerability_id
     WHERE alias.vulnerability_id <> excluded.vulnerability_id`,
    [rows.map(([alias]) => alias), rows.map(([, vulnerability]) => vulnerability)],
  )
}
