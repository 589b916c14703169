import type { Static } from 'typebox'
import type { PackageDetail } from '../api/contract/knowledge.ts'
import type { Queryable } from '../store/database.ts'
import { heldVersions } from './held-versions.ts'
import { seenAssessment } from './package-data.ts'
import { newestMended } from './newest-mended.ts'
import { packageById } from './package-rows.ts'
import { parameters as newParameters } from './parameters.ts'
import { holds, momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { rounded, timeOf } from './vulnerability-facts.ts'

/** GET /components/:id. */
export async function packageDetail(db: Queryable, picture: Picture, id: number): Promise<Static<typeof PackageDetail>> {
  const row = await packageById(db, picture, id)
  const parameters = newParameters()
  const [assessed] = await db.query<{ repository: string; score: number | null; since: Date | null }>(
    `SELECT r.repository, x.score, x.since FROM package_repository r
     LEFT JOIN assessment x ON x.repository = r.repository AND ${holds('x', picture, parameters)} AND ${seenAssessment(picture, parameters)}
     WHERE r.package_id = ${parameters.add(id)} ORDER BY x.since DESC NULLS LAST LIMIT 1`,
    parameters.values,
  )
  return {
    ...row,
    repository: assessed?.repository ?? '',
    cleanVersion: await cleanVersion(db, picture, id),
    mendedVersion: await newestMended(db, picture, id),
    assessment:
      assessed?.since == null ? null : { score: rounded(assessed.score), at: timeOf(assessed.since), repository: assessed.repository },
    asOf: momentOf(picture).toISOString(),
  }
}

/** Newest version in a visible project; empty when none has a known order. */
export async function newestVersion(db: Queryable, picture: Picture, packageId: number): Promise<string> {
  const parameters = newParameters()
  const held = heldVersions(picture, `pv.package_id = ${parameters.add(packageId)}`, parameters)
  const [row] = await db.query<{ version: string }>(
    `SELECT pv.version FROM (SELECT DISTINCT version_id FROM ${held} x) h JOIN package_version pv ON pv.id = h.version_id
     WHERE pv.vkey IS NOT NULL ORDER BY pv.vkey DESC LIMIT 1`,
    parameters.values,
  )
  return row?.version ?? ''
}

/** Newest version in a visible project for which advisory data was asked and has nothing; empty when there is none. */
export async function cleanVersion(db: Queryable, picture: Picture, packageId: number): Promise<string> {
  const parameters = newParameters()
  const held = heldVersions(picture, `pv.package_id = ${parameters.add(packageId)}`, parameters)
  const organisations = parameters.add(picture.viewer.organisations)
  const [row] = await db.query<{ version: string }>(
    `SELECT pv.version FROM (SELECT DISTINCT version_id FROM ${held} x) h JOIN package_version pv ON pv.id = h.version_id
     WHERE pv.asked = 'asked' AND pv.vkey IS NOT NULL AND NOT EXISTS (SELECT 1 FROM match m WHERE m.version_id = pv.id AND ${holds('m', picture, parameters)}
       AND (m.org_id IS NULL OR ${organisations}::int4[] IS NULL OR m.org_id = ANY(${organisations}::int4[])))
     ORDER BY pv.vkey DESC LIMIT 1`,
    parameters.values,
  )
  return row?.version ?? ''
}
