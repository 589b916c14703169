import type { AdvisoryIndex } from '@cupel/advisory'
import { lookupKeys, ecosystemFamily } from '@cupel/advisory'
import type { OsvAffected } from '@cupel/model'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { applyStatements } from './apply-statements.ts'
import type { Applied } from './apply-statements.ts'
import { advisoriesById, advisoryKey } from './advisory-rows.ts'
import type { AdvisoryRow } from './advisory-rows.ts'
import { coverVersions } from '../match/cover-versions.ts'
import { IndexStatements } from './index-statements.ts'
import type { SubjectKnowledge } from './index-statements.ts'
import type { Statement, Subject } from './statement.ts'

/** A subject with the digest of what was known of it; null: nobody ever asked. */
export interface AskedSubject extends Subject {
  readonly covered: boolean
  readonly digest: Uint8Array | null
}

export interface RefreshOptions {
  readonly services: Pick<Services, 'jobs' | 'now'>
  readonly index: AdvisoryIndex
  readonly now: Date
  /** Records that were read already. */
  readonly asked?: IndexStatements
}

/**
 * Asks the index and the posted records about subjects, and takes in what is other than before. In the caller's transaction, which
 * holds `lockKnowledge`.
 */
export async function refreshSubjects(
  db: Queryable,
  subjects: readonly AskedSubject[],
  { services, index, now, asked = new IndexStatements(index) }: RefreshOptions,
): Promise<Applied> {
  const changed = subjects.flatMap((subject) => {
    const known = asked.about(subject)
    return subject.digest !== null && Buffer.compare(subject.digest, known.digest) === 0 ? [] : [{ before: subject, known }]
  })
  if (changed.length === 0) return { advisories: 0, opened: 0, closed: 0, events: 0 }
  await db.run(
    `UPDATE subject s SET covered = x.covered, digest = decode(x.digest, 'hex')
     FROM unnest($1::int4[], $2::boolean[], $3::text[]) AS x(id, covered, digest) WHERE s.id = x.id`,
    [
      changed.map(({ known }) => known.subject.id),
      changed.map(({ known }) => known.covered),
      changed.map(({ known }) => Buffer.from(known.digest).toString('hex')),
    ],
  )
  await coverVersions(
    db,
    changed
      .filter(({ before, known }) => before.covered !== known.covered)
      .map(({ known }) => ({ id: known.subject.id, covered: known.covered })),
  )
  const fresh = changed.filter(({ before }) => before.digest === null).map(({ before }) => before)
  const statements = [
    ...asked.statements(changed.map(({ known }) => known)),
    ...(await noLongerStated(
      db,
      // Without data about an ecosystem nothing is said of it, and nothing is taken back.
      changed.filter(({ before, known: { covered } }) => before.digest !== null && covered).map(({ known }) => known),
      { asked, now },
    )),
    ...(await postedAbout(db, fresh)),
  ]
  return applyStatements(db, statements, { services, index, now })
}

/**
 * The same for subjects that were stored just now, with the digest of what the index says of them. `asked` is who told it.
 */
export async function takeInSubjects(
  db: Queryable,
  known: readonly SubjectKnowledge[],
  { services, index, now, asked }: RefreshOptions & { readonly asked: IndexStatements },
): Promise<Applied> {
  if (known.length === 0) return { advisories: 0, opened: 0, closed: 0, events: 0 }
  const posted = await postedAbout(
    db,
    known.map(({ subject }) => subject),
  )
  return applyStatements(db, [...asked.statements(known), ...posted], { services, index, now })
}

/** Records of the index that spoke of the subjects and do not any more. */
async function noLongerStated(
  db: Queryable,
  known: readonly SubjectKnowledge[],
  { asked, now }: { readonly asked: IndexStatements; readonly now: Date },
): Promise<readonly Statement[]> {
  if (known.length === 0) return []
  const scope = new Set(known.map(({ subject }) => subject.id))
  const rows = await db.query<{ osv_id: string }>(
    `SELECT DISTINCT a.osv_id FROM advisory_range r JOIN advisory a ON a.id = r.advisory_id
     WHERE r.subject_id = ANY($1::int4[]) AND a.org_id IS NULL AND a.facts->>'source' = 'index'`,
    [[...scope]],
  )
  const stated = new Set(asked.statements(known).map(({ record }) => record.id))
  return asked.without(
    rows.map(({ osv_id }) => osv_id).filter((id) => !stated.has(id)),
    scope,
    now,
  )
}

/** Records that were posted before anybody had the subject. */
async function postedAbout(db: Queryable, subjects: readonly Subject[]): Promise<readonly Statement[]> {
  if (subjects.length === 0) return []
  const byKey = new Map<string, Subject[]>()
  for (const subject of subjects) {
    for (const key of statedKeys(subject)) byKey.set(key, [...(byKey.get(key) ?? []), subject])
  }
  const rows = await db.query<{ key: string; osv_id: string; org_id: number | null; parts: readonly OsvAffected[] }>(
    `SELECT s.key, a.osv_id, a.org_id, s.parts FROM advisory_stated s JOIN advisory a ON a.id = s.advisory_id AND a.withdrawn IS NULL
     WHERE s.key = ANY($1::text[])`,
    [[...byKey.keys()]],
  )
  const advisories = new Map(
    (await advisoriesById(db, [...new Set(rows.map(({ osv_id }) => osv_id))])).map((row) => [advisoryKey(row.org_id, row.osv_id), row]),
  )
  const stated = new Map<AdvisoryRow, Map<Subject, OsvAffected[]>>()
  for (const { key, osv_id, org_id, parts } of rows) {
    const advisory = advisories.get(advisoryKey(org_id, osv_id))
    if (advisory === undefined) continue
    const bySubject = stated.get(advisory) ?? new Map<Subject, OsvAffected[]>()
    for (const subject of byKey.get(key) ?? []) bySubject.set(subject, [...(bySubject.get(subject) ?? []), ...parts])
    stated.set(advisory, bySubject)
  }
  return [...stated].map(([{ osv_id, org_id, facts }, bySubject]): Statement => {
    const { source, joins, ids, affected: _, ...record } = facts
    const affected = [...bySubject].map(([subject, parts]) => ({ subject, parts }))
    const scope = new Set(affected.map(({ subject }) => subject.id))
    return { orgId: org_id, source, record: { ...record, id: osv_id }, joins, ids, affected, scope }
  })
}

/** Under what a posted record may name the subject. */
export function statedKeys({ ecosystem, name }: Pick<Subject, 'ecosystem' | 'name'>): readonly string[] {
  const family = ecosystemFamily(ecosystem)
  return lookupKeys(ecosystem, name).map((key) => `${family}\n${key}`)
}
