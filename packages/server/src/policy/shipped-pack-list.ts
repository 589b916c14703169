import type { Static } from 'typebox'
import type { ShippedPack } from '../api/contract/policies.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import { compiledPack } from './check-pack.ts'
import { shippedPacks } from './shipped-packs.ts'

/** GET /policies/shipped: installed when every organisation that the viewer sees has it, in any version. */
export async function shippedPackList(db: Queryable, { viewer }: Picture): Promise<Static<typeof ShippedPack>[]> {
  const rows = await db.query<{ pack: string }>(
    `SELECT k.pack FROM policy_pack k WHERE k.until IS NULL AND ($1::int4[] IS NULL OR k.org_id = ANY($1::int4[]))
     GROUP BY k.pack HAVING count(*) >= (SELECT count(*) FROM organisation o WHERE $1::int4[] IS NULL OR o.id = ANY($1::int4[]))`,
    [viewer.organisations],
  )
  const installed = new Set(rows.map(({ pack }) => pack))
  return shippedPacks().map(({ id, text }) => {
    const { title, version, rules } = compiledPack({ body: text, overlay: '' }, `${id}.yaml`)
    return { id, title, version, rules: rules.length, installed: installed.has(id) }
  })
}
