import { evaluateAffected, loadVersionScheme } from '@cupel/model'
import type { AffectedState, OsvAffected } from '@cupel/model'
import type { Queryable } from '../store/database.ts'

/** A version that no key places, or one of a package that a record speaks of in words that no span says. */
export interface JudgedVersion {
  readonly id: number
  readonly subject_id: number
  readonly ecosystem: string
  readonly subject_version: string
  readonly asked: string
  readonly keyless: boolean
}

export interface Judgement {
  readonly hits: readonly (readonly [vulnerability: number, version: number, advisory: number])[]
  /** Versions about which some public record leaves open whether it means them. */
  readonly unjudged: ReadonlySet<number>
}

interface StatingRow {
  readonly id: number
  readonly vulnerability_id: number
  readonly org_id: number | null
  readonly subject_id: number
  readonly parts: readonly OsvAffected[]
}

/**
 * Puts versions to the records of their subjects by the comparators themselves. For versions with a key only records that have no
 * spans are asked: the others are asked in the store.
 */
export async function judgeInCode(db: Queryable, versions: readonly JudgedVersion[]): Promise<Judgement> {
  const hits: [number, number, number][] = []
  const unjudged = new Set<number>()
  if (versions.length === 0) return { hits, unjudged }
  const bySubject = new Map<number, JudgedVersion[]>()
  for (const version of versions) bySubject.set(version.subject_id, [...(bySubject.get(version.subject_id) ?? []), version])
  const keyed = versions.some(({ keyless }) => !keyless)
  const rows = await db.query<StatingRow & { inexact: boolean }>(
    `SELECT a.id, a.vulnerability_id, a.org_id, r.subject_id, r.inexact,
       (SELECT jsonb_agg(x) FROM jsonb_array_elements(a.facts->'affected') x WHERE (x->>'subject')::int4 = r.subject_id) AS parts
     FROM (SELECT advisory_id, subject_id, bool_or(kind = 'code') AS inexact FROM advisory_range
           WHERE subject_id = ANY($1::int4[]) GROUP BY advisory_id, subject_id) r
     JOIN advisory a ON a.id = r.advisory_id AND a.withdrawn IS NULL`,
    [[...bySubject.keys()]],
  )
  for (const { id, vulnerability_id, org_id, subject_id, parts, inexact } of rows) {
    for (const version of bySubject.get(subject_id) ?? []) {
      if (!version.keyless && (!keyed || !inexact)) continue
      const state = await judged(version, parts)
      if (state === 'affected') hits.push([vulnerability_id, version.id, id])
      else if (state === 'unknown' && org_id === null) unjudged.add(version.id)
    }
  }
  return { hits, unjudged }
}

async function judged({ ecosystem, subject_version }: JudgedVersion, parts: readonly OsvAffected[]): Promise<AffectedState['state']> {
  const scheme = await loadVersionScheme(ecosystem)
  let open = false
  for (const part of parts) {
    const { state } = evaluateAffected(scheme, part, subject_version)
    if (state === 'affected') return state
    open ||= state === 'unknown'
  }
  return open ? 'unknown' : 'unaffected'
}

/** SQL: subjects with a record that no span says; there are few. */
const CODE = `SELECT subject_id FROM advisory_range WHERE kind = 'code'`
const COLUMNS = 'pv.id, pv.subject_id, s.ecosystem, pv.subject_version, pv.asked, pv.vkey IS NULL AS keyless'

/** Versions of the subjects that must be judged in code. */
export function versionsForCode(db: Queryable, subjects: readonly number[]): Promise<readonly JudgedVersion[]> {
  return db.query<JudgedVersion>(
    `SELECT ${COLUMNS} FROM package_version pv JOIN subject s ON s.id = pv.subject_id
     WHERE pv.subject_id = ANY($1::int4[]) AND (pv.vkey IS NULL OR pv.subject_id IN (${CODE}))`,
    [subjects],
  )
}

/** The same out of a choice of versions. */
export function codeVersionsAmong(db: Queryable, versions: readonly number[]): Promise<readonly JudgedVersion[]> {
  return db.query<JudgedVersion>(
    `SELECT ${COLUMNS} FROM package_version pv JOIN subject s ON s.id = pv.subject_id
     WHERE pv.id = ANY($1::int4[]) AND (pv.vkey IS NULL OR pv.subject_id IN (${CODE}))`,
    [versions],
  )
}
