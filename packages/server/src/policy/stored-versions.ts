import type { Component, Hash } from '@cupel/model'
import { advisoryName } from '@cupel/model'
import type { Queryable } from '../store/database.ts'

/** What is known of a version whoever has it; scopes, directness and places are each project's. */
export interface StoredVersion {
  readonly id: number
  readonly packageId: number
  /** 0: no advisory could name it. */
  readonly subjectId: number
  readonly subjectVersion: string
  readonly component: Omit<Component, 'scopes' | 'direct' | 'evidence'>
}

/** Versions by id; those that were asked for before are not read again, as nothing of them changes. */
export interface StoredVersions {
  of(ids: Iterable<number>): Promise<ReadonlyMap<number, StoredVersion>>
}

interface Row {
  readonly id: number
  readonly package_id: number
  readonly purl: string
  readonly name: string
  readonly version: string
  readonly licences: readonly string[]
  readonly subject_id: number | null
  readonly subject_version: string
  readonly ecosystem: string | null
  readonly subject: string | null
  readonly hashes: readonly (readonly [Hash['algorithm'], string])[] | null
}

/** More are forgotten at once: a shelf is for one run over many projects. */
const SHELF = 300_000

export function storedVersions(db: Queryable): StoredVersions {
  const shelf = new Map<number, StoredVersion>()
  return {
    async of(ids) {
      if (shelf.size > SHELF) shelf.clear()
      const missing = [...new Set(ids)].filter((id) => !shelf.has(id))
      if (missing.length === 0) return shelf
      const rows = await db.query<Row>(
        `SELECT pv.id, pv.package_id, pv.purl, pk.name, pv.version, pv.licences, pv.subject_id, pv.subject_version, s.ecosystem, s.name AS subject,
           (SELECT jsonb_agg(jsonb_build_array(h.algorithm, h.value) ORDER BY h.algorithm, h.value) FROM version_hash h WHERE h.version_id = pv.id) AS hashes
         FROM package_version pv JOIN package pk ON pk.id = pv.package_id LEFT JOIN subject s ON s.id = pv.subject_id
         WHERE pv.id = ANY($1::int4[])`,
        [missing],
      )
      for (const row of rows) shelf.set(row.id, versionOf(row))
      return shelf
    },
  }
}

function versionOf(row: Row): StoredVersion {
  const { purl, name, version, ecosystem, subject, subject_version } = row
  const same = subject === null || (subject === advisoryName(ecosystem ?? '', name) && subject_version === version)
  return {
    id: row.id,
    packageId: row.package_id,
    subjectId: row.subject_id ?? 0,
    subjectVersion: subject_version,
    component: {
      purl,
      name,
      version,
      ecosystem: ecosystem ?? '',
      licenses: row.licences,
      hashes: (row.hashes ?? []).map(([algorithm, value]) => ({ algorithm, value })),
      ...(same ? {} : { subject: { name: subject, version: subject_version } }),
    },
  }
}
