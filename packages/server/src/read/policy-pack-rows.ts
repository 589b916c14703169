import type { Static } from 'typebox'
import type { PolicyPackRow } from '../api/contract/policies.ts'
import { notFound } from '../api/problem-details.ts'
import { fileNameOf } from '../export/send-document.ts'
import type { ExportedDocument } from '../export/send-document.ts'
import { shownSeverity } from '../policy/pack-rules.ts'
import type { KeptRule } from '../policy/pack-rules.ts'
import type { Queryable } from '../store/database.ts'
import { decodeCursor } from './cursor.ts'
import { countQuery, limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { holds } from './picture.ts'
import type { Picture } from './picture.ts'
import { timeOf } from './vulnerability-facts.ts'

interface Row {
  readonly id: number
  readonly organisation: string
  readonly pack: string
  readonly title: string
  readonly version: string
  readonly digest: string
  readonly origin: string
  readonly enabled: boolean
  readonly rules: readonly KeptRule[]
  readonly since: Date
}

const COLUMNS = 'k.id, o.slug AS organisation, k.pack, k.title, k.version, k.digest, k.origin, k.enabled, k.rules, k.since'

/** GET /policies: the packs of organisations that the viewer sees anything of, by name. */
export async function policyPackPage(db: Queryable, picture: Picture, query: PageRequest) {
  const list = 'policies'
  const after = decodeCursor(list, query.cursor, 3)
  const counting = newParameters()
  const [found] = await db.query<{ count: number }>(countQuery(seenPacks(picture, counting)), counting.values)
  const parameters = newParameters()
  const from = seenPacks(picture, parameters)
  const keyset =
    after === null
      ? 'true'
      : `(o.slug, k.pack, k.id) > (${after.map((value, at) => `${parameters.add(value)}::${['text', 'text', 'int4'][at]}`).join(', ')})`
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} ${from} AND ${keyset} ORDER BY o.slug, k.pack, k.id LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  return pageOf(rows, query, {
    list,
    picture,
    total: totalOf(found?.count ?? 0),
    item: packRow,
    key: ({ organisation, pack, id }) => [organisation, pack, id],
  })
}

/** One pack that holds now; 404 when it is of an organisation that the viewer sees nothing of. */
export async function policyPackById(db: Queryable, picture: Picture, id: number): Promise<Static<typeof PolicyPackRow>> {
  const parameters = newParameters()
  const from = seenPacks(picture, parameters)
  const [row] = await db.query<Row>(`SELECT ${COLUMNS} ${from} AND k.id = ${parameters.add(id)}`, parameters.values)
  if (row === undefined) throw notFound('the policy pack')
  return packRow(row)
}

/** GET /policies/:policy/text: as it was sent. 404 when there is no overlay. */
export async function policyTextDocument(
  db: Queryable,
  picture: Picture,
  { id, part }: { readonly id: number; readonly part: string },
): Promise<ExportedDocument> {
  const parameters = newParameters()
  const from = seenPacks(picture, parameters)
  const [row] = await db.query<{ pack: string; body: string; overlay: string }>(
    `SELECT k.pack, k.body, k.overlay ${from} AND k.id = ${parameters.add(id)}`,
    parameters.values,
  )
  if (row === undefined) throw notFound('the policy pack')
  if (part === 'pack') return { body: row.body, media: 'application/yaml', name: fileNameOf(row.pack, '.yaml') }
  if (row.overlay === '') throw notFound('an overlay of the policy pack')
  return { body: row.overlay, media: 'application/yaml', name: fileNameOf(row.pack, '-overlay.yaml') }
}

/** `FROM … WHERE …` of packs `k` with their organisation `o`. */
export function seenPacks(picture: Picture, parameters: Parameters): string {
  const organisations = `${parameters.add(picture.viewer.organisations)}::int4[]`
  return `FROM policy_pack k JOIN organisation o ON o.id = k.org_id
    WHERE ${holds('k', picture, parameters)} AND (${organisations} IS NULL OR k.org_id = ANY(${organisations}))`
}

function packRow({ rules, since, ...row }: Row): Static<typeof PolicyPackRow> {
  return {
    ...row,
    rules: rules.map(({ id, title, severity, mappings }) => ({ id, title, severity: shownSeverity(severity), mappings: [...mappings] })),
    since: timeOf(since),
  }
}
