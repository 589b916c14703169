import { loadVersionScheme, versionKey } from '@cupel/model'
import { judgeInCode } from '../match/judged-in-code.ts'
import type { JudgedVersion } from '../match/judged-in-code.ts'
import { SPAN_HOLDS } from '../match/span-holds.ts'
import type { Queryable } from '../store/database.ts'

/** A version that some advisory names as mended, with the problems that it has itself as far as the advisories here know. */
export interface Candidate {
  readonly version: string
  readonly problems: ReadonlySet<number>
}

export interface AskedSubject {
  readonly id: number
  readonly ecosystem: string
}

/** So many are put to the advisories a subject, the newest: of a few packages there are thousands. */
const MOST_CANDIDATES = 300

interface Named {
  readonly subject_id: number
  readonly versions: readonly string[]
}

/**
 * Of each subject the versions that public advisories, and private ones of these organisations (null: of all), name as mended, in version
 * order, each put to all that is known of the subject. One about which an advisory leaves open whether it means it is none.
 */
export async function mendedCandidates(
  db: Queryable,
  subjects: readonly AskedSubject[],
  organisations: readonly number[] | null,
): Promise<ReadonlyMap<number, readonly Candidate[]>> {
  const asked = await namedVersions(db, subjects, organisations)
  const problems = await problemsOf(db, asked, organisations)
  const found = new Map<number, Candidate[]>()
  for (const { id, subject_id, subject_version } of asked) {
    const own = problems.get(id)
    if (own === undefined) continue
    const list = found.get(subject_id) ?? []
    list.push({ version: subject_version, problems: own })
    found.set(subject_id, list)
  }
  return found
}

/** SQL: whether the viewer knows of advisory `a`. */
const KNOWN = `a.withdrawn IS NULL AND (a.org_id IS NULL OR $2::int4[] IS NULL OR a.org_id = ANY($2::int4[]))`

interface AskedVersion extends JudgedVersion {
  /** Hexadecimal; null: no key places it. */
  readonly key: string | null
}

async function namedVersions(
  db: Queryable,
  subjects: readonly AskedSubject[],
  organisations: readonly number[] | null,
): Promise<readonly AskedVersion[]> {
  const rows = await db.query<Named>(
    `SELECT r.subject_id, array_agg(DISTINCT e->>'fixed') AS versions
     FROM (SELECT DISTINCT advisory_id, subject_id FROM advisory_range WHERE subject_id = ANY($1::int4[])) r
     JOIN advisory a ON a.id = r.advisory_id AND ${KNOWN}
     CROSS JOIN LATERAL jsonb_array_elements(a.facts->'affected') part
     CROSS JOIN LATERAL jsonb_array_elements(coalesce(part->'ranges', '[]')) ranged
     CROSS JOIN LATERAL jsonb_array_elements(ranged->'events') e
     WHERE (part->>'subject')::int4 = r.subject_id AND ranged->>'type' <> 'GIT' AND e ? 'fixed' GROUP BY 1`,
    [subjects.map(({ id }) => id), organisations],
  )
  const ecosystems = new Map(subjects.map(({ id, ecosystem }) => [id, ecosystem]))
  const asked: AskedVersion[] = []
  for (const { subject_id, versions } of rows) {
    const ecosystem = ecosystems.get(subject_id) ?? ''
    const scheme = await loadVersionScheme(ecosystem)
    const ordered = versions.filter((version) => scheme.valid(version)).sort((a, b) => scheme.compare(a, b))
    for (const subject_version of ordered.slice(-MOST_CANDIDATES)) {
      const key = versionKey(scheme, subject_version)
      const hex = key === null ? null : Buffer.from(key).toString('hex')
      asked.push({ id: asked.length, subject_id, ecosystem, subject_version, asked: 'asked', keyless: hex === null, key: hex })
    }
  }
  return asked
}

/** Of each version its problems; one that is not in it could not be judged. */
async function problemsOf(
  db: Queryable,
  asked: readonly AskedVersion[],
  organisations: readonly number[] | null,
): Promise<ReadonlyMap<number, Set<number>>> {
  const rows = await db.query<{ n: number; problems: readonly number[] }>(
    `SELECT pv.n, array_agg(DISTINCT a.vulnerability_id) AS problems
     FROM (SELECT n, subject_id, decode(key, 'hex') AS vkey FROM jsonb_to_recordset($1::text::jsonb) AS x(n int4, subject_id int4, key text)) pv
     JOIN advisory_range r ON ${SPAN_HOLDS} JOIN advisory a ON a.id = r.advisory_id AND ${KNOWN} GROUP BY 1`,
    [JSON.stringify(asked.flatMap(({ id, subject_id, key }) => (key === null ? [] : [{ n: id, subject_id, key }]))), organisations],
  )
  const found = new Map(asked.map(({ id }) => [id, new Set<number>()]))
  for (const { n, problems } of rows) for (const problem of problems) found.get(n)?.add(problem)
  const { hits, unjudged } = await judgeInCode(db, await versionsForCode(db, asked))
  const known = new Set(
    (
      await db.query<{ id: number }>(`SELECT a.id FROM advisory a WHERE a.id = ANY($1::int4[]) AND ${KNOWN}`, [
        hits.map(([, , advisory]) => advisory),
        organisations,
      ])
    ).map(({ id }) => id),
  )
  for (const [problem, n, advisory] of hits) if (known.has(advisory)) found.get(n)?.add(problem)
  for (const n of unjudged) found.delete(n)
  return found
}

/** Those that no key places, and all of subjects of which an advisory speaks in words that no span says. */
async function versionsForCode(db: Queryable, asked: readonly AskedVersion[]): Promise<readonly AskedVersion[]> {
  const rows = await db.query<{ subject_id: number }>(
    "SELECT DISTINCT subject_id FROM advisory_range WHERE kind = 'code' AND subject_id = ANY($1::int4[])",
    [[...new Set(asked.map(({ subject_id }) => subject_id))]],
  )
  const inexact = new Set(rows.map(({ subject_id }) => subject_id))
  return asked.filter(({ keyless, subject_id }) => keyless || inexact.has(subject_id))
}
