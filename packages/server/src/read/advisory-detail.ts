import type { OsvAffected } from '@cupel/model'
import type { Static } from 'typebox'
import type { AdvisoryDetail } from '../api/contract/knowledge.ts'
import { notFound } from '../api/problem-details.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { affectedTexts, allFixes } from './affected-texts.ts'
import { findingSource } from './finding-source.ts'
import { parameters as newParameters } from './parameters.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { seenVulnerability } from './seen-vulnerability.ts'
import { CLOSING, triageJoin } from './triage-join.ts'
import { timeOf, VULNERABILITY_COLUMNS, vulnerabilityOf } from './vulnerability-facts.ts'
import type { VulnerabilityRowData } from './vulnerability-facts.ts'

interface Row extends VulnerabilityRowData {
  readonly ratings: readonly { version: string; vector: string; score: number | null }[]
  readonly cwes: readonly string[]
}

interface RecordRow {
  readonly osv_id: string
  readonly org_id: number | null
  readonly modified: Date
  readonly withdrawn: Date | null
  readonly facts: { readonly affected?: readonly OsvAffected[]; readonly details?: string; readonly references?: readonly string[] }
}

/** GET /advisories/:advisory. */
export async function advisoryDetail({ db }: Services, picture: Picture, name: string): Promise<Static<typeof AdvisoryDetail>> {
  const id = await seenVulnerability(db, picture, name)
  const [row] = await db.query<Row>(`SELECT ${VULNERABILITY_COLUMNS}, v.ratings, v.cwes FROM vulnerability v WHERE v.id = $1`, [id])
  if (row === undefined) throw notFound('the advisory')
  const records = await db.query<RecordRow>(
    `SELECT osv_id, org_id, modified, withdrawn, facts FROM advisory
     WHERE vulnerability_id = $1 AND (org_id IS NULL OR $2::int4[] IS NULL OR org_id = ANY($2::int4[])) ORDER BY osv_id`,
    [id, picture.viewer.organisations],
  )
  const changes = await db.query<{ at: Date; kind: string; detail: { text?: string } }>(
    'SELECT at, kind, detail FROM vulnerability_change WHERE vulnerability_id = $1 AND at <= $2 ORDER BY at DESC, id DESC LIMIT 100',
    [id, momentOf(picture)],
  )
  return {
    vulnerability: vulnerabilityOf(row),
    details: records.find(({ facts }) => facts.details)?.facts.details ?? '',
    references: [...new Set(records.flatMap(({ facts }) => facts.references ?? []))].slice(0, 100),
    ratings: [...row.ratings],
    cwes: [...row.cwes],
    records: records.map((one) => ({
      id: one.osv_id,
      source: one.org_id === null ? 'osv' : 'private',
      modified: timeOf(one.modified),
      withdrawn: timeOf(one.withdrawn),
      private: one.org_id !== null,
    })),
    packages: await packagesOf(records.filter(({ withdrawn }) => withdrawn === null).flatMap(({ facts }) => facts.affected ?? [])),
    ...(await reach(db, picture, id)),
    changes: changes.map(({ at, kind, detail }) => ({ at: timeOf(at), kind, text: detail.text ?? '' })),
    asOf: momentOf(picture).toISOString(),
  }
}

async function packagesOf(affected: readonly OsvAffected[]): Promise<Static<typeof AdvisoryDetail>['packages']> {
  const byName = new Map<string, OsvAffected[]>()
  for (const entry of affected) {
    if (entry.package === undefined) continue
    const key = `${entry.package.ecosystem}\n${entry.package.name}`
    byName.set(key, [...(byName.get(key) ?? []), entry])
  }
  const packages = [...byName.entries()].slice(0, 200).map(async ([key, entries]) => {
    const [ecosystem = '', name = ''] = key.split('\n')
    return { ecosystem, name, ranges: affectedTexts(entries), fixedVersions: await allFixes(entries) }
  })
  return Promise.all(packages)
}

async function reach(db: Queryable, picture: Picture, vulnerability: number): Promise<{ projects: number; versions: number }> {
  const parameters = newParameters()
  const source = findingSource(picture, { vulnerability }, parameters)
  const [row] = await db.query<{ projects: number; versions: number }>(
    `SELECT count(DISTINCT f.project_id)::int4 AS projects, count(DISTINCT f.version_id)::int4 AS versions
     FROM ${source} f ${triageJoin(picture, parameters)}
     WHERE (t.status IS NULL OR t.status NOT IN ${CLOSING})`,
    parameters.values,
  )
  return row ?? { projects: 0, versions: 0 }
}
