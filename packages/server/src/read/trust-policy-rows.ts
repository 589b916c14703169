import type { Static } from 'typebox'
import type { TrustPolicy, TrustPolicyVersion } from '../api/contract/trust.ts'
import { notFound } from '../api/problem-details.ts'
import { fileNameOf } from '../export/send-document.ts'
import type { ExportedDocument } from '../export/send-document.ts'
import type { Queryable } from '../store/database.ts'
import { checkTrustText } from '../trust/check-trust-text.ts'
import { VERDICT_HOLDS, VERDICT_OUTCOME, verdictJoin } from './attestation-verdict.ts'
import { decodeCursor } from './cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { momentOf, visible } from './picture.ts'
import type { Picture } from './picture.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row {
  readonly id: number
  readonly organisation: string
  readonly version: number
  readonly body: string | null
  readonly digest: string
  readonly created_by: string
  readonly since: Date
  readonly until: Date | null
}

/** GET /trust-policy: whom an organisation trusts now, and what that comes to in the projects that the viewer sees. */
export async function presentTrustPolicy(db: Queryable, picture: Picture, organisation: number): Promise<Static<typeof TrustPolicy>> {
  const [row] = await db.query<Omit<Row, 'version'> & { version: number | null }>(
    `SELECT o.slug AS organisation, k.version, k.body, k.digest, k.created_by, k.since FROM organisation o
     LEFT JOIN trust_policy k ON k.org_id = o.id AND k.until IS NULL WHERE o.id = $1`,
    [organisation],
  )
  if (row === undefined) throw notFound('the organisation')
  const text = row.body ?? null
  return {
    organisation: row.organisation,
    version: row.version ?? 0,
    text,
    digest: row.digest ?? '',
    by: row.created_by ?? '',
    since: row.version === null ? null : timeOf(row.since),
    notes: text === null ? [] : [...checkTrustText(text, picture.now).notes],
    attestations: await attestationSums(db, picture, organisation),
    asOf: momentOf(picture).toISOString(),
  }
}

async function attestationSums(db: Queryable, picture: Picture, organisation: number): Promise<Static<typeof TrustPolicy>['attestations']> {
  const parameters = newParameters()
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const [row] = await db.query<Static<typeof TrustPolicy>['attestations']>(
    `SELECT ${['verified', 'unverified', 'refused'].map((one) => `count(*) FILTER (WHERE ${VERDICT_OUTCOME} = '${one}')::int4 AS ${one}`).join(', ')},
       count(*) FILTER (WHERE NOT ${VERDICT_HOLDS})::int4 AS waiting
     FROM project p JOIN attestation a ON a.project_id = p.id ${verdictJoin(moment)}
     WHERE p.org_id = ${parameters.add(organisation)} AND a.received_at <= ${moment} AND ${visible('p', picture, parameters)}`,
    parameters.values,
  )
  return row ?? { verified: 0, unverified: 0, refused: 0, waiting: 0 }
}

/** GET /trust-policies: whom organisations that the viewer sees anything of trusted when, the newest first. */
export async function trustPolicyPage(
  db: Queryable,
  picture: Picture,
  query: PageRequest & { readonly organisation?: string | undefined },
) {
  const list = `trust-policies:${query.organisation ?? ''}`
  const after = decodeCursor(list, query.cursor, 1)
  const counting = newParameters()
  const [found] = await db.query<{ count: number }>(countQuery(seenPolicies(picture, counting, query.organisation)), counting.values)
  const parameters = newParameters()
  const from = seenPolicies(picture, parameters, query.organisation)
  const cursor = parameters.add(after?.[0] ?? null)
  const rows = await db.query<Row>(
    `SELECT k.id, o.slug AS organisation, k.version, k.body, k.digest, k.created_by, k.since, k.until ${from}
       AND (${cursor}::int4 IS NULL OR k.id < ${cursor}::int4) ORDER BY k.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  return pageOf(rows, query, { list, picture, total: totalOf(found?.count ?? 0), item: versionRow, key: ({ id }) => [id] })
}

/** GET /trust-policies/:trustPolicy/text: as it was sent. 404 where it was only taken away. */
export async function trustPolicyText(db: Queryable, picture: Picture, id: number): Promise<ExportedDocument> {
  const parameters = newParameters()
  const [row] = await db.query<Row>(
    `SELECT o.slug AS organisation, k.version, k.body ${seenPolicies(picture, parameters, undefined)} AND k.id = ${parameters.add(id)}`,
    parameters.values,
  )
  if (row === undefined || row.body === null) throw notFound('the trust policy')
  return { body: row.body, media: 'application/toml', name: fileNameOf(`trust-${row.organisation}-${row.version}`, '.toml') }
}

function seenPolicies({ viewer }: Picture, parameters: Parameters, organisation: string | undefined): string {
  const organisations = `${parameters.add(viewer.organisations)}::int4[]`
  const slug = `${parameters.add(organisation ?? null)}::text`
  return `FROM trust_policy k JOIN organisation o ON o.id = k.org_id
    WHERE (${organisations} IS NULL OR k.org_id = ANY(${organisations})) AND (${slug} IS NULL OR o.slug = ${slug})`
}

function versionRow({ id, organisation, version, body, digest, created_by, since, until }: Row): Static<typeof TrustPolicyVersion> {
  return {
    id,
    organisation,
    version,
    removed: body === null,
    digest,
    by: created_by,
    since: timeOf(since),
    until: until === null ? null : timeOf(until),
  }
}
