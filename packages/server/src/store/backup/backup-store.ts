import type { JobDefinition } from '../../jobs/define-job.ts'
import type { Database } from '../database.ts'
import type { CopiedTable } from './copy-item.ts'
import { noteBackup } from './last-backup.ts'
import { checkBackup, readBackup } from './read-backup.ts'
import type { CheckedBackup } from './read-backup.ts'
import { readStore } from './read-store.ts'
import { writeBackup } from './write-backup.ts'
import { assertEmpty, writeStore } from './write-store.ts'

const ONE_PICTURE = { isolation: 'repeatable read', readOnly: true } as const

/** Writes the whole store into one file, as one picture of one moment. Writers go on meanwhile on PostgreSQL; the embedded store waits. When it was made is noted. */
export async function backupStore(db: Database, path: string, now: Date): Promise<readonly CopiedTable[]> {
  const tables = await db.transaction((transaction) => writeBackup(path, readStore(transaction), now), ONE_PICTURE)
  await noteBackup(db, now)
  return tables
}

export interface RestoreOptions {
  readonly now: Date
  /** How the target is called in errors. */
  readonly name: string
  readonly definitions: readonly JobDefinition[]
}

/**
 * Puts a backup into an empty store and brings its schema up to date. The file is read to its end before anything is written. Throws
 * CupelError for a damaged or newer file and for a target that holds something.
 */
export async function restoreStore(db: Database, path: string, options: RestoreOptions): Promise<CheckedBackup> {
  await assertEmpty(db, options.name)
  const checked = await checkBackup(path)
  await writeStore(db, readBackup(path), options)
  return checked
}

/** Copies a store into an empty one of either engine. What it gives was read back from the copy and is equal; otherwise it throws. */
export function moveStore(from: Database, to: Database, options: RestoreOptions): Promise<readonly CopiedTable[]> {
  return from.transaction((transaction) => writeStore(to, readStore(transaction), options), ONE_PICTURE)
}
