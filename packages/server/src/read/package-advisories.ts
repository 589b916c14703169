import type { OsvAffected } from '@cupel/model'
import type { Static } from 'typebox'
import type { PackageAdvisoryRow } from '../api/contract/knowledge.ts'
import type { Queryable } from '../store/database.ts'
import { affectedTexts, allFixes } from './affected-texts.ts'
import { decodeCursor } from './cursor.ts'
import { limitOf, pageOf, totalOf } from './page.ts'
import type { PageRequest } from './page.ts'
import { seenPackage } from './package-rows.ts'
import { parameters as newParameters } from './parameters.ts'
import { heldVersions } from './held-versions.ts'
import type { Picture } from './picture.ts'
import { VULNERABILITY_COLUMNS, vulnerabilityOf } from './vulnerability-facts.ts'
import type { VulnerabilityRowData } from './vulnerability-facts.ts'

interface Row extends VulnerabilityRowData {
  readonly facts: readonly { readonly affected?: readonly OsvAffected[] }[]
  readonly names: readonly string[]
  readonly here: number
}

/** GET /components/:id/advisories: every live problem known of the package, whether a version here has it or not. */
export async function packageAdvisories(db: Queryable, picture: Picture, id: number, query: PageRequest) {
  await seenPackage(db, picture, id)
  const list = `package-advisories:${id}`
  const after = decodeCursor(list, query.cursor, 3)
  const parameters = newParameters()
  const asked = parameters.add(id)
  const organisations = parameters.add(picture.viewer.organisations)
  const held = heldVersions(picture, `pv.package_id = ${asked}`, parameters)
  const keyset =
    after === null
      ? 'true'
      : `(v.severity_rank, v.epss_key, v.id) < (${parameters.add(after[0])}::int2, ${parameters.add(after[1])}::real, ${parameters.add(after[2])}::int4)`
  const from = `FROM vulnerability v JOIN (
       SELECT a.vulnerability_id, jsonb_agg(a.facts ORDER BY a.id) AS facts, array_agg(DISTINCT subject.name) AS names
       FROM (SELECT DISTINCT subject_id FROM package_version WHERE package_id = ${asked}) s
       JOIN subject ON subject.id = s.subject_id
       JOIN (SELECT DISTINCT advisory_id, subject_id FROM advisory_range) r ON r.subject_id = s.subject_id
       JOIN advisory a ON a.id = r.advisory_id AND a.withdrawn IS NULL
         AND (a.org_id IS NULL OR ${organisations}::int4[] IS NULL OR a.org_id = ANY(${organisations}::int4[]))
       GROUP BY 1) a ON a.vulnerability_id = v.id`
  const rows = await db.query<Row>(
    `WITH h AS MATERIALIZED (SELECT DISTINCT version_id FROM ${held} x)
     SELECT ${VULNERABILITY_COLUMNS}, a.facts, a.names, (SELECT count(*)::int4 FROM h
       JOIN match m ON m.version_id = h.version_id AND m.vulnerability_id = v.id AND m.until IS NULL) AS here
     ${from} WHERE ${keyset} ORDER BY v.severity_rank DESC, v.epss_key DESC, v.id DESC LIMIT ${limitOf(query) + 1}`,
    parameters.values,
  )
  const items = await Promise.all(rows.map(async (row) => ({ row, item: await advisoryRow(row) })))
  const [found] = await db.query<{ count: number }>(
    `SELECT count(DISTINCT a.vulnerability_id)::int4 AS count FROM package_version pv JOIN advisory_range r ON r.subject_id = pv.subject_id
     JOIN advisory a ON a.id = r.advisory_id AND a.withdrawn IS NULL AND (a.org_id IS NULL OR $2::int4[] IS NULL OR a.org_id = ANY($2::int4[]))
     WHERE pv.package_id = $1`,
    [id, picture.viewer.organisations],
  )
  return pageOf(items, query, {
    list,
    picture,
    total: totalOf(found?.count ?? 0),
    item: ({ item }) => item,
    key: ({ row }) => [row.severity_rank, row.epss_key, row.v_id],
  })
}

async function advisoryRow(row: Row): Promise<Static<typeof PackageAdvisoryRow>> {
  const affected = row.facts
    .flatMap((facts) => facts.affected ?? [])
    .filter(({ package: named }) => named !== undefined && row.names.includes(named.name))
  return {
    vulnerability: vulnerabilityOf(row),
    affected: affectedTexts(affected),
    fixedVersions: await allFixes(affected),
    versionsHere: row.here,
  }
}
