import { CupelError } from './cupel-error.ts'

const TO_SERVER = 'several processes can share a store only on a PostgreSQL server: set CUPEL_DATABASE_URL=postgresql://USER@HOST/DATABASE'

/** Another process has the embedded store open. `holder` names it with its process id. */
export function storeLocked(folder: string, holder: string): CupelError {
  return new CupelError('store-locked', `${holder} has the database ${folder} open`, { hint: `stop it first; ${TO_SERVER}` })
}

/** The store's data directory cannot be opened. */
export function storeDamaged(folder: string, what: string, cause?: unknown): CupelError {
  return new CupelError('store-damaged', `the database ${folder} cannot be opened: ${what}`, {
    hint: 'nothing was changed; put a backup into an empty folder: cupel server restore FILE --data FOLDER',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** The data directory is of another major version of PostgreSQL than the embedded engine. */
export function storeOfOtherEngine(folder: string, found: string, needed: string): CupelError {
  return new CupelError('store-damaged', `the database ${folder} was written by engine version ${found}, and this is ${needed}`, {
    hint: 'make a backup with the cupel that wrote it (cupel server backup), and restore it into an empty folder with this one',
  })
}

/** The schema has steps that this cupel does not know. */
export function storeNewer(found: number, known: number): CupelError {
  return new CupelError('store-newer', `the database has schema ${found}, and this cupel knows up to ${known}`, {
    hint: 'use the newer cupel that wrote it, or restore a backup made before',
  })
}

/** A step of the schema is not the one that this cupel has under its number. */
export function storeSchemaDiffers(version: number, name: string): CupelError {
  return new CupelError('store-newer', `schema step ${version} of the database is not this cupel’s step ${version} (${name})`, {
    hint: 'it was made by a build that was never released; export what you need with that build, and start anew',
  })
}

/** The PostgreSQL server is older than what is supported. */
export function storeTooOld(version: string): CupelError {
  return new CupelError('store-too-old', `the PostgreSQL server has version ${version}; 15 or later is needed`, {
    hint: 'upgrade the server, or leave CUPEL_DATABASE_URL out to use the embedded database',
  })
}

/** The PostgreSQL server cannot be reached, or does not let us in. */
export function storeUnreachable(url: string, cause: unknown): CupelError {
  return new CupelError(
    'store-unreachable',
    `cannot open ${withoutSecrets(url)}: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      hint: 'is the server up, and are host, database, user and password in CUPEL_DATABASE_URL right?',
      cause,
    },
  )
}

/** A password may hold any character: all up to the last `@` is left out, and the query, which may hold one too. */
function withoutSecrets(url: string): string {
  return url.replace(/^([a-z]{1,20}:\/\/)?.*@/is, '$1***@').replace(/[?#].*$/s, '')
}

/** The store's folder cannot be written. */
export function storeUnwritable(folder: string, cause?: unknown): CupelError {
  return new CupelError('store-unwritable', `cannot write the database ${folder}`, {
    hint: 'give a folder that can be written with --data FOLDER, or a server with CUPEL_DATABASE_URL',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** A backup or a move would go into a store that already holds something. */
export function storeNotEmpty(where: string, what: string): CupelError {
  return new CupelError('store-not-empty', `${where} already holds data (${what})`, {
    hint: 'give an empty database or a new folder; nothing was changed',
  })
}

/** The backup file is not what was written. */
export function backupDamaged(path: string, what: string, cause?: unknown): CupelError {
  return new CupelError('backup-damaged', `the backup ${path} is damaged: ${what}`, {
    hint: 'nothing was changed; use another backup',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** The backup file is of a newer format or schema than this cupel knows. */
export function backupNewer(path: string, what: string): CupelError {
  return new CupelError('backup-newer', `the backup ${path} was made by a newer cupel: ${what}`, {
    hint: 'restore it with that version; nothing was changed',
  })
}

/** Rows read back are not the rows that were written. */
export function copyDiffers(table: string): CupelError {
  return new CupelError('copy-differs', `table ${table} has other rows in the copy than in the original`, {
    hint: 'the original is unchanged; the copy was undone. Please report this',
  })
}

/** The server did not take what was pushed. */
export function pushFailed(
  what: string,
  reason: string,
  { hint = SAFE, cause }: { readonly hint?: string; readonly cause?: unknown } = {},
): CupelError {
  return new CupelError('push-failed', `${what} was not taken: ${reason}`, { hint, ...(cause === undefined ? {} : { cause }) })
}

const SAFE = 'sending it again is safe: the same document gives the same picture'
