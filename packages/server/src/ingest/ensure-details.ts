import type { Queryable } from '../store/database.ts'

/** What a document says beyond its set, encoded. */
export interface EncodedDetail {
  /** SHA-256 of the body, hexadecimal. */
  readonly digest: string
  readonly body: Uint8Array
}

/** Ids of details by digest; those that nobody had are stored. */
export async function ensureDetails(db: Queryable, details: readonly EncodedDetail[]): Promise<ReadonlyMap<string, number>> {
  const byDigest = new Map(details.map((detail) => [detail.digest, detail]))
  const sorted = [...byDigest.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1))
  const ids = await idsOf(
    db,
    sorted.map(({ digest }) => digest),
  )
  const missing = sorted.filter(({ digest }) => !ids.has(digest))
  if (missing.length === 0) return ids
  await db.run(
    `INSERT INTO set_detail (digest, body) SELECT decode(digest, 'hex'), body FROM unnest($1::text[], $2::bytea[]) AS x(digest, body)
     ON CONFLICT (digest) DO NOTHING`,
    [missing.map(({ digest }) => digest), missing.map(({ body }) => body)],
  )
  const stored = await idsOf(
    db,
    missing.map(({ digest }) => digest),
  )
  return new Map([...ids, ...stored])
}

async function idsOf(db: Queryable, digests: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ id: number; digest: string }>(
    `SELECT d.id, x.digest FROM unnest($1::text[]) AS x(digest) JOIN set_detail d ON d.digest = decode(x.digest, 'hex')`,
    [digests],
  )
  return new Map(rows.map(({ id, digest }) => [digest, id]))
}
