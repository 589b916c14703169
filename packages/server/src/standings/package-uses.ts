import type { Queryable } from '../store/database.ts'

/** Numbers that stand in one row, four bytes each, the highest first. */
export const USE_BLOCK = 256
const BYTES = 4 * USE_BLOCK

/** How many projects, of all organisations, have a package, before and after. */
export interface PackageUse {
  readonly package: number
  readonly before: number
  readonly after: number
}

interface Block {
  readonly organisation: number
  readonly block: number
  /** By place; 0: the package is told of all the same. */
  readonly changes: Map<number, number>
}

/** Changes of how many projects have packages, as they are met. */
export class PackageUses {
  readonly #blocks = new Map<string, Block>()

  add(organisation: number, id: number, by: number): void {
    const block = Math.floor(id / USE_BLOCK)
    const key = `${organisation} ${block}`
    const known = this.#blocks.get(key) ?? { organisation, block, changes: new Map<number, number>() }
    this.#blocks.set(key, known)
    known.changes.set(id % USE_BLOCK, by + (known.changes.get(id % USE_BLOCK) ?? 0))
  }

  /** Adds them to what is stored, and tells of each package. Nobody else may change it meanwhile. */
  async write(db: Queryable): Promise<readonly PackageUse[]> {
    const blocks = [...this.#blocks.values()]
    if (blocks.length === 0) return []
    const stored = await db.query<{ org_id: number; block: number; counts: Uint8Array }>(
      'SELECT org_id, block, counts FROM package_use WHERE block = ANY($1::int4[])',
      [[...new Set(blocks.map(({ block }) => block))]],
    )
    const totals = totalsOf(stored)
    const own = new Map(stored.map(({ org_id, block, counts }) => [`${org_id} ${block}`, counts]))
    const bytes = Buffer.alloc(BYTES * blocks.length)
    const uses = new Map<number, { readonly before: number; after: number }>()
    for (const [at, { organisation, block, changes }] of blocks.entries()) {
      bytes.set(own.get(`${organisation} ${block}`) ?? [], BYTES * at)
      for (const [place, by] of changes) {
        const offset = BYTES * at + 4 * place
        bytes.writeInt32BE(bytes.readInt32BE(offset) + by, offset)
        const before = totals.get(block)?.[place] ?? 0
        const use = uses.get(block * USE_BLOCK + place) ?? { before, after: before }
        uses.set(block * USE_BLOCK + place, { before, after: use.after + by })
      }
    }
    await db.run(
      `INSERT INTO package_use (org_id, block, counts) SELECT x.org_id, x.block, substring($3::bytea FROM (${BYTES} * (x.n - 1) + 1)::int4 FOR ${BYTES})
       FROM unnest($1::int4[], $2::int4[]) WITH ORDINALITY AS x(org_id, block, n) ORDER BY 1, 2
       ON CONFLICT (org_id, block) DO UPDATE SET counts = excluded.counts WHERE package_use.counts <> excluded.counts`,
      [blocks.map(({ organisation }) => organisation), blocks.map(({ block }) => block), bytes],
    )
    return [...uses].map(([id, { before, after }]) => ({ package: id, before, after }))
  }
}

/** The numbers of each block, of all rows together. */
export function totalsOf(rows: readonly { readonly block: number; readonly counts: Uint8Array }[]): ReadonlyMap<number, Float64Array> {
  const totals = new Map<number, Float64Array>()
  for (const { block, counts } of rows) {
    const sums = totals.get(block) ?? new Float64Array(USE_BLOCK)
    totals.set(block, sums)
    const view = new DataView(counts.buffer, counts.byteOffset, counts.byteLength)
    for (let at = 0; at < USE_BLOCK; at++) sums[at] = (sums[at] ?? 0) + view.getInt32(4 * at)
  }
  return totals
}
