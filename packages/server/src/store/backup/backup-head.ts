/** First line of a backup, so that anything else is recognised at once. */
export interface BackupHead {
  readonly format: 'cupel-backup'
  readonly version: number
  readonly schema: number
  /** Digests of its steps. */
  readonly steps: readonly string[]
  readonly made: string
}

/** Version of the file's form; the schema of its rows has its own. */
export const BACKUP_VERSION = 1
