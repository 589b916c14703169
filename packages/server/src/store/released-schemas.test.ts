import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { schemaFixtures, writeSchemaFixture } from '../testing/schema-fixture.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { testFolder } from '../testing/test-folder.ts'
import { restoreStore } from './backup/backup-store.ts'
import { NEWEST_SCHEMA, schemaVersion } from './migrate.ts'

/** Restores the backup and brings it up to date; every row of it was read back in its own schema on the way. */
async function survives(file: string): Promise<void> {
  const db = await openTestDatabase({ empty: true })
  try {
    const { tables } = await restoreStore(db, file, { now: new Date('2026-02-01T00:00:00Z'), name: file, definitions: [] })
    expect(await schemaVersion(db), file).toBe(NEWEST_SCHEMA)
    expect(tables.filter(({ rows }) => rows > 0).length, file).toBeGreaterThan(10)
    const [counted] = await db.query<{ projects: number; matches: number }>(
      'SELECT (SELECT count(*) FROM project) AS projects, (SELECT count(*) FROM match) AS matches',
    )
    expect(counted, file).toEqual({ projects: 3, matches: 2 })
  } finally {
    await db.close()
  }
}

test('data of every released schema is brought up to this one', async () => {
  const files = schemaFixtures()
  for (const file of files) await survives(file)
  console.log(`released schemas: ${files.length}${files.length === 0 ? ' (none was released yet)' : ''}`)
})

test('the backup that the next release will leave behind would be, too', async () => {
  const folder = testFolder('fixture')
  await writeSchemaFixture(folder)
  const files = schemaFixtures(folder)
  expect(files.length).toBe(1)
  for (const file of files) await survives(file)
  rmSync(folder, { recursive: true, force: true })
})
