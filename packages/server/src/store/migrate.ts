import { createHash } from 'node:crypto'
import { storeNewer, storeSchemaDiffers } from '@cupel/model'
import type { Database, Queryable } from './database.ts'
import type { Migration } from './migration.ts'
import { MIGRATIONS } from './migrations/index.ts'

/** Any number that no other application takes for its advisory locks. */
const LOCK = 0x63757065

export interface MigrateOptions {
  /** Stops after this step; the newest unless told. */
  readonly upTo?: number
}

/**
 * Brings the schema up to this version, one transaction a step. Gives how many steps were taken. Several processes may do it at
 * once: one does, the others wait. Throws CupelError when the database is newer than this cupel, or has other steps under the
 * same numbers; then nothing was changed.
 */
export async function migrate(db: Database, now: Date, { upTo = Infinity }: MigrateOptions = {}): Promise<number> {
  let taken = 0
  for (const migration of MIGRATIONS.filter(({ version }) => version <= upTo)) {
    const isNew = await db.transaction(async (transaction) => {
      await transaction.query(`SELECT pg_advisory_xact_lock(${LOCK})`)
      await transaction.script(
        `CREATE TABLE IF NOT EXISTS schema_migration
           (version int4 PRIMARY KEY, name text NOT NULL, digest text NOT NULL, applied_at timestamptz NOT NULL)`,
      )
      const done = (await takenSteps(transaction)).length
      if (done >= migration.version) return false
      await transaction.script(`SET LOCAL statement_timeout = 0; ${migration.sql}`)
      await transaction.run('INSERT INTO schema_migration (version, name, digest, applied_at) VALUES ($1, $2, $3, $4)', [
        migration.version,
        migration.name,
        migrationDigest(migration),
        now,
      ])
      return true
    })
    if (isNew) taken++
  }
  return taken
}

/** The schema of a database: its last step, 0 when it has none. Throws CupelError when it is not one of ours. */
export async function schemaVersion(db: Queryable): Promise<number> {
  return (await schemaSteps(db)).length
}

/** Digests of the steps that a database has taken. Throws CupelError when they are not ours. */
export async function schemaSteps(db: Queryable): Promise<readonly string[]> {
  const [row] = await db.query<{ there: boolean }>("SELECT to_regclass('schema_migration') IS NOT NULL AS there")
  return row?.there === true ? takenSteps(db) : []
}

/** The step that this cupel brings a database to. */
export const NEWEST_SCHEMA = MIGRATIONS.at(-1)?.version ?? 0

/** SHA-256 of what a step does; recorded with it, so that a step that was changed after its release is noticed. */
export function migrationDigest({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex')
}

/** Throws CupelError unless these are digests of our steps, from the first on. */
export function assertOurSteps(digests: readonly string[]): void {
  if (digests.length > NEWEST_SCHEMA) throw storeNewer(digests.length, NEWEST_SCHEMA)
  for (const [at, digest] of digests.entries()) {
    const ours = MIGRATIONS[at]
    if (ours === undefined || migrationDigest(ours) !== digest) throw storeSchemaDiffers(at + 1, ours?.name ?? 'none')
  }
}

async function takenSteps(db: Queryable): Promise<readonly string[]> {
  const rows = await db.query<{ digest: string }>('SELECT digest FROM schema_migration ORDER BY version')
  const digests = rows.map(({ digest }) => digest)
  assertOurSteps(digests)
  return digests
}
