import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { backupStore } from '../store/backup/backup-store.ts'
import type { CopiedTable } from '../store/backup/copy-item.ts'
import { NEWEST_SCHEMA } from '../store/migrate.ts'
import { seedPortfolio } from './seed.ts'
import { openTestDatabase } from './test-database.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures')
const EPOCH = new Date('2026-01-01T00:00:00Z')

/** Backups of a small portfolio, one of each released schema. */
export function schemaFixtures(folder = FOLDER): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.backup'))
    .toSorted()
    .map((name) => join(folder, name))
}

/** Writes the backup of the present schema, at its release. It is never changed afterwards. */
export async function writeSchemaFixture(folder = FOLDER): Promise<readonly CopiedTable[]> {
  const db = await openTestDatabase()
  try {
    await seedPortfolio(db, {
      projects: {
        'acme/web/shop': ['lodash@4.17.20', 'left-pad@1.3.0'],
        'acme//tool': ['lodash@4.17.20'],
        'other//site': ['left-pad@1.3.0'],
      },
      vulnerabilities: [
        { shown: 'CVE-2026-0001', severity: 'high', epss: 0.5, affects: ['lodash@4.17.20'] },
        { shown: 'PRIVATE-1', severity: 'low', affects: ['left-pad@1.3.0'], org: 'acme' },
      ],
    })
    return await backupStore(db, join(folder, `schema-${String(NEWEST_SCHEMA).padStart(4, '0')}.backup`), EPOCH)
  } finally {
    await db.close()
  }
}
