import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { AdvisoryIndex } from '@cupel/advisory'
import { DocumentInvalid, loadVexRanges, readVex } from '@cupel/formats'
import type { VexStatement } from '@cupel/formats'
import type { Finding } from '@cupel/model'
import { containingProducts, decide, DEFAULT_GATE } from '@cupel/policy'
import type { UndecidedFinding } from '@cupel/policy'
import { readDetails } from '../ingest/read-detail.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { recountProblems, standingsTouched } from '../standings/standings-touched.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'

/** The newest documents of a project that are held against its findings. */
const MAX_DOCUMENTS = 200
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024

const inflate = promisify(inflateRaw)

interface FoundRow {
  readonly vulnerability_id: number
  readonly version_id: number
  readonly purl: string
  readonly shown: string
  readonly kind: Finding['kind']
  readonly severity: Finding['severity']
  readonly ids: readonly string[]
}

interface Wanted {
  readonly vulnerability_id: number
  readonly version_id: number
  readonly status: string
  readonly justification: string
  readonly statement: string
  readonly author: string
}

/**
 * Holds all VEX documents of a project against its findings of now, by the laws of the scan, and keeps what they decide as triage of
 * source `vex`: statements that no longer apply end, those that are as before stay untouched. Gives how many rows changed.
 */
export async function applyVex(services: Services, projectId: number, index: Pick<AdvisoryIndex, 'state'>): Promise<number> {
  for (;;) {
    const basis = await basisOf(services.db, projectId)
    const statements = await statementsOf(services.db, projectId)
    const wanted = statements.length === 0 ? [] : await decisions(services, { projectId, statements, index })
    const changed = await services.db.transaction(async (transaction) => {
      await transaction.query('SELECT id FROM project WHERE id = $1 FOR UPDATE', [projectId])
      // Whoever held a later document against it meanwhile knows more.
      if ((await basisOf(transaction, projectId)) !== basis) return null
      const touched = await write(transaction, { projectId, wanted, now: services.now() })
      if (touched.length === 0) return 0
      await recountProblems(transaction, touched)
      await standingsTouched(transaction, services)
      await policyTouched(transaction, services, { projects: [projectId] })
      return touched.length
    })
    if (changed !== null) return changed
  }
}

/** From which documents and which picture decisions are made. */
async function basisOf(db: Queryable, projectId: number): Promise<string> {
  const [row] = await db.query<{ basis: string }>(
    `SELECT concat_ws(' ', (SELECT count(*) || '/' || max(id) FROM upload WHERE project_id = $1 AND kind = 'vex' AND state = 'done'),
       (SELECT id FROM snapshot WHERE project_id = $1 AND until IS NULL)) AS basis`,
    [projectId],
  )
  return row?.basis ?? ''
}

async function statementsOf(db: Queryable, projectId: number): Promise<readonly VexStatement[]> {
  const rows = await db.query<{ name: string; body: Uint8Array }>(
    `SELECT u.name, d.body FROM (SELECT DISTINCT ON (document_id) id, document_id, name FROM upload
       WHERE project_id = $1 AND kind = 'vex' AND state = 'done' ORDER BY document_id, id DESC) u
     JOIN document d ON d.id = u.document_id AND d.body IS NOT NULL ORDER BY u.id DESC LIMIT ${MAX_DOCUMENTS}`,
    [projectId],
  )
  const statements: VexStatement[] = []
  for (const { name, body } of rows.toReversed()) {
    const text = (await inflate(body, { maxOutputLength: MAX_DOCUMENT_BYTES })).toString('utf8')
    try {
      statements.push(...(await loadVexRanges(readVex(text, name))).statements)
    } catch (error) {
      // It was read when it arrived; a reader that is stricter now must not keep the others from counting.
      if (!(error instanceof DocumentInvalid)) throw error
    }
  }
  return statements
}

async function decisions(
  services: Services,
  {
    projectId,
    statements,
    index,
  }: { readonly projectId: number; readonly statements: readonly VexStatement[]; readonly index: Pick<AdvisoryIndex, 'state'> },
): Promise<readonly Wanted[]> {
  const { db } = services
  const [snapshot] = await db.query<{ id: number; set: number; detail: number; n: number; digest: string | null }>(
    `SELECT s.id::int4 AS id, s.set_id AS set, s.detail_id AS detail, c.n, encode(d.digest, 'hex') AS digest FROM snapshot s JOIN set_count c ON c.set_id = s.set_id LEFT JOIN document d ON d.id = s.document_id
     WHERE s.project_id = $1 AND s.until IS NULL`,
    [projectId],
  )
  if (snapshot === undefined) return []
  const [detail] = await readDetails(db, [snapshot])
  if (detail === undefined) return []
  const rows = await db.query<FoundRow>(
    `SELECT m.vulnerability_id, m.version_id, pv.purl, v.shown, v.kind, v.severity,
       ARRAY(SELECT a.alias FROM alias a WHERE a.vulnerability_id = v.id) || ARRAY(
         SELECT x FROM advisory a, jsonb_array_elements_text((a.facts->'ids') || CASE WHEN jsonb_array_length(a.facts->'upstream') = 1
           THEN a.facts->'upstream' ELSE '[]' END) x WHERE a.vulnerability_id = v.id AND a.withdrawn IS NULL) AS ids
     FROM snapshot s JOIN project p ON p.id = s.project_id JOIN component_set c ON c.id = s.set_id CROSS JOIN unnest(c.members) AS x(version_id)
     JOIN match m ON m.version_id = x.version_id AND m.until IS NULL AND (m.org_id IS NULL OR m.org_id = p.org_id)
     JOIN package_version pv ON pv.id = m.version_id JOIN vulnerability v ON v.id = m.vulnerability_id
     WHERE s.id = $1`,
    [snapshot.id],
  )
  const products = containingProducts(detail.detail.graphs)
  const byFinding = new Map(rows.map((row) => [`${row.vulnerability_id} ${row.version_id}`, row]))
  const findings = rows.map((row): UndecidedFinding => ({
    id: `${row.vulnerability_id} ${row.version_id}`,
    kind: row.kind,
    severity: row.severity,
    advisory: {
      id: row.shown,
      aliases: [...new Set(row.ids)].filter((id) => id !== row.shown).sort(),
      summary: '',
      published: '',
      modified: '',
      cvss: [],
      cwes: [],
      kev: null,
      epss: null,
    },
    component: row.purl,
    match: { by: 'range', text: '' },
    fixedVersions: [],
    upgrade: null,
    scopes: [],
    direct: null,
    paths: [],
    locations: (detail.of(row.purl)?.locations ?? []).map(({ path }) => ({ path, by: 'sbom', kind: 'sbom' })),
  }))
  const decided = decide(findings, {
    waivers: [],
    vex: statements,
    gate: DEFAULT_GATE,
    problems: [],
    index: index.state,
    today: services.now().toISOString().slice(0, 10),
    product: (finding) => ({
      productPurls: products(finding),
      ...(snapshot.digest === null ? {} : { productDigest: `sha256:${snapshot.digest}` }),
    }),
  })
  return decided.findings.flatMap(({ id, state, stateReason }): readonly Wanted[] => {
    const row = byFinding.get(id)
    if (row === undefined || stateReason === null) return []
    const { vulnerability_id, version_id } = row
    const { justification, statement, author } = stateReason
    return [{ vulnerability_id, version_id, status: state, justification, statement, author: author || stateReason.source }]
  })
}

/** Gives the problem of each statement that ended or began. */
async function write(
  db: Queryable,
  { projectId, wanted, now }: { readonly projectId: number; readonly wanted: readonly Wanted[]; readonly now: Date },
): Promise<readonly number[]> {
  const same = `x.vulnerability_id = t.vulnerability_id AND x.version_id = t.version_id AND x.status = t.status
    AND x.justification = t.justification AND x.statement = t.statement AND x.author = t.author`
  const rows = `jsonb_to_recordset($2::text::jsonb)
    AS x(vulnerability_id int4, version_id int4, status text, justification text, statement text, author text)`
  const ended = await db.query<{ id: number }>(
    `UPDATE triage t SET until = $3::timestamptz WHERE t.project_id = $1 AND t.source = 'vex' AND t.until IS NULL
       AND NOT EXISTS (SELECT 1 FROM ${rows} WHERE ${same}) RETURNING vulnerability_id AS id`,
    [projectId, jsonText(wanted), now],
  )
  const begun = await db.query<{ id: number }>(
    `INSERT INTO triage (org_id, project_id, vulnerability_id, version_id, status, justification, statement, author, source, since)
     SELECT p.org_id, p.id, x.vulnerability_id, x.version_id, x.status, x.justification, x.statement, x.author, 'vex', $3::timestamptz
     FROM project p, ${rows}
     WHERE p.id = $1 AND NOT EXISTS (SELECT 1 FROM triage t WHERE t.project_id = p.id AND t.source = 'vex' AND t.until IS NULL AND ${same})
     RETURNING vulnerability_id AS id`,
    [projectId, jsonText(wanted), now],
  )
  return [...ended, ...begun].map(({ id }) => id)
}
