import { checkRecord, RecordInvalid, recordStatements } from '@cupel/advisory'
import type { AdvisoryIndex } from '@cupel/advisory'
import type { OsvAffected, OsvRecord } from '@cupel/model'
import { HttpProblem, invalid } from '../api/problem-details.ts'
import type { AuditEntry } from '../audit/audit-entry.ts'
import { writeAudits } from '../audit/write-audit.ts'
import { lockKnowledge } from '../match/locks.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'
import { applyStatements } from './apply-statements.ts'
import type { Applied } from './apply-statements.ts'
import { advisoriesById } from './advisory-rows.ts'
import { statedKeys } from './refresh-subjects.ts'
import type { StatedSubject, Subject } from './statement.ts'

export interface PostedAdvisory {
  /** null: for everybody; else only this organisation knows of it. */
  readonly orgId: number | null
  readonly index: Pick<AdvisoryIndex, 'isWithdrawn' | 'signals'>
  /** What the audit log is to tell of it; kept with it or not at all. */
  readonly entry?: AuditEntry
}

/** A record larger than any real one is refused. */
const MAX_KEYS = 20_000

/**
 * Takes in one OSV record that somebody posted: what it affects is matched, counted and announced before this ends. Throws HttpProblem
 * when it is no OSV record, or an older state of one that is known: whoever sent it must not take it for taken in.
 */
export async function upsertAdvisory(services: Services, value: unknown, { orgId, index, entry }: PostedAdvisory): Promise<Applied> {
  const { record, joins, affected } = await recordStatements(checked(value))
  if (affected.length > MAX_KEYS) throw invalid(`the record names more than ${MAX_KEYS} packages`)
  const now = services.now()
  return services.db.transaction(async (transaction) => {
    await lockKnowledge(transaction)
    const keys = affected.map(({ family, key, parts }) => ({ key: `${family}\n${key}`, parts }))
    const stated = await subjectsStated(transaction, keys)
    const ids = [...new Set([...joins, ...record.aliases])].toSorted()
    const [before] = (await advisoriesById(transaction, [record.id])).filter((row) => row.org_id === orgId)
    if (before !== undefined && record.modified < before.facts.modified)
      throw new HttpProblem(
        409,
        'older',
        `a state of the record as of ${before.facts.modified} is known; this one is as of ${record.modified}`,
      )
    const statement = { orgId, source: 'api' as const, record, joins, ids, affected: stated, scope: null }
    const applied = await applyStatements(transaction, [statement], { services, index, now })
    await writeStated(transaction, { osvId: record.id, orgId, keys })
    await writeAudits(transaction, now, entry === undefined ? [] : [entry])
    return applied
  })
}

function checked(value: unknown): OsvRecord {
  try {
    return checkRecord(value)
  } catch (error) {
    if (error instanceof RecordInvalid) throw invalid(`this is no OSV record: ${error.message}`)
    throw error
  }
}

interface StatedKey {
  readonly key: string
  readonly parts: readonly OsvAffected[]
}

/** Everything that is here under one of the record's names. */
async function subjectsStated(db: Queryable, keys: readonly StatedKey[]): Promise<readonly StatedSubject[]> {
  const byKey = new Map(keys.map(({ key, parts }) => [key, parts]))
  const names = [...new Set(keys.map(({ key }) => key.slice(key.lastIndexOf('\n') + 1)))]
  const subjects = await db.query<Subject>('SELECT id, ecosystem, name FROM subject WHERE name = ANY($1::text[])', [names])
  return subjects.flatMap((subject) => {
    const parts = statedKeys(subject).flatMap((key) => byKey.get(key) ?? [])
    return parts.length === 0 ? [] : [{ subject, parts }]
  })
}

/** Keeps what the record names, for packages that nobody has yet. */
async function writeStated(
  db: Queryable,
  { osvId, orgId, keys }: { readonly osvId: string; readonly orgId: number | null; readonly keys: readonly StatedKey[] },
): Promise<void> {
  const [row] = await db.query<{ id: number }>('SELECT id FROM advisory WHERE osv_id = $1 AND coalesce(org_id, 0) = $2', [
    osvId,
    orgId ?? 0,
  ])
  if (row === undefined) return
  await db.run('DELETE FROM advisory_stated WHERE advisory_id = $1', [row.id])
  await db.run(
    `INSERT INTO advisory_stated (key, advisory_id, parts)
     SELECT x.key, $2::int4, x.parts FROM jsonb_to_recordset($1::text::jsonb) AS x(key text, parts jsonb) ON CONFLICT DO NOTHING`,
    [jsonText(keys), row.id],
  )
}
