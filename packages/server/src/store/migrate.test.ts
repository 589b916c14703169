import { PACKAGE_KEY_REVISION } from '@cupel/advisory'
import { VERSION_KEY_REVISION } from '@cupel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/test-database.ts'
import type { Database } from './database.ts'
import { migrate, migrationDigest, NEWEST_SCHEMA, schemaVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'

const NOW = new Date('2026-01-02T00:00:00Z')
let db: Database

beforeAll(async () => {
  db = await openTestDatabase({ empty: true })
})
afterAll(() => db.close())

test('steps are numbered without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, at) => at + 1))
})

test('an empty database has schema 0; two processes at once take every step once', async () => {
  expect(await schemaVersion(db)).toBe(0)
  const taken = await Promise.all([migrate(db, NOW), migrate(db, NOW)])
  expect(taken[0] + taken[1]).toBe(MIGRATIONS.length)
  expect(await schemaVersion(db)).toBe(NEWEST_SCHEMA)
  expect(await migrate(db, NOW)).toBe(0)
  expect(await db.query('SELECT version, name, digest, applied_at FROM schema_migration ORDER BY version')).toEqual(
    MIGRATIONS.map((migration) => ({
      version: migration.version,
      name: migration.name,
      digest: migrationDigest(migration),
      applied_at: NOW,
    })),
  )
})

test('the schema says under which revisions its keys are written: those of this cupel', async () => {
  const [row] = await db.query(
    `SELECT col_description('package_version'::regclass, (SELECT attnum FROM pg_attribute WHERE attrelid = 'package_version'::regclass AND attname = 'vkey')) AS versions,
            col_description('advisory_stated'::regclass, (SELECT attnum FROM pg_attribute WHERE attrelid = 'advisory_stated'::regclass AND attname = 'key')) AS packages`,
  )
  expect(row).toEqual({
    versions: `version keys of revision ${VERSION_KEY_REVISION}`,
    packages: `package keys of revision ${PACKAGE_KEY_REVISION}`,
  })
})

test('a schema that this cupel does not know is refused, and one with another step under a number', async () => {
  await db.run("INSERT INTO schema_migration VALUES ($1, 'later', 'x', now())", [NEWEST_SCHEMA + 1])
  await expect(migrate(db, NOW)).rejects.toMatchObject({ code: 'store-newer' })
  await expect(schemaVersion(db)).rejects.toMatchObject({ code: 'store-newer' })
  await db.run('DELETE FROM schema_migration WHERE version = $1', [NEWEST_SCHEMA + 1])
  await db.run("UPDATE schema_migration SET digest = 'other' WHERE version = 1")
  await expect(migrate(db, NOW)).rejects.toMatchObject({ code: 'store-newer' })
})
