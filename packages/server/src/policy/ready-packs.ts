import { PackInvalid } from '@cupel/policy'
import type { PolicyPack } from '@cupel/policy'
import { parameters as newParameters } from '../read/parameters.ts'
import { holds } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { compiledPack } from './check-pack.ts'
import type { ReadyPack } from './evaluate-projects.ts'
import type { KeptRule } from './pack-rules.ts'

interface PackRow {
  readonly id: number
  readonly org_id: number
  readonly pack: string
  readonly version: string
  readonly digest: string
  readonly title: string
  readonly rules: readonly KeptRule[]
}

export interface ReadyRequest {
  readonly organisations: readonly number[]
  /** What was compiled before, by row; it is added to. */
  readonly compiled: Map<number, PolicyPack>
}

/**
 * The packs that organisations have in use at the picture's moment. One that this program no longer reads is told to the log, and every
 * rule of it is unknown from then on: what was asked for is never left out.
 */
export async function readyPacks(
  { db, log }: { readonly db: Queryable; readonly log: Services['log'] },
  picture: Picture,
  { organisations, compiled }: ReadyRequest,
): Promise<readonly ReadyPack[]> {
  const parameters = newParameters()
  const rows = await db.query<PackRow>(
    `SELECT k.id, k.org_id, k.pack, k.version, k.digest, k.title, k.rules FROM policy_pack k WHERE k.org_id = ANY(${parameters.add(organisations)}::int4[]) AND ${holds('k', picture, parameters)}
       AND ${picture.at === null ? 'k.enabled' : 'true'} ORDER BY k.org_id, k.pack`,
    parameters.values,
  )
  const missing = rows.filter(({ id }) => !compiled.has(id)).map(({ id }) => id)
  const texts =
    missing.length === 0
      ? []
      : await db.query<{ id: number; body: string; overlay: string }>(
          'SELECT id, body, overlay FROM policy_pack WHERE id = ANY($1::int4[])',
          [missing],
        )
  for (const { id, body, overlay } of texts) {
    try {
      compiled.set(id, compiledPack({ body, overlay }))
    } catch (error) {
      if (!(error instanceof PackInvalid)) throw error
      log.error({ pack: id, reason: error.message }, 'a policy pack can no longer be read')
    }
  }
  return rows.map((row) => {
    const { id, org_id: organisation } = row
    const pack = compiled.get(id)
    return pack === undefined ? { id, organisation, pack: emptyPack(row), unreadable: row.rules } : { id, organisation, pack }
  })
}

/** What is left of a pack whose text this program no longer reads. */
function emptyPack({ pack: id, version, digest, title }: PackRow): PolicyPack {
  return { id, title, about: '', version, source: id, digest, parameters: [], rules: [], exceptions: [], tests: [] }
}
