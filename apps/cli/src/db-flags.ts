import type { Flag } from './command.ts'

/** Flags of all `cupel db` commands. */
export const DB_FLAGS: Readonly<Record<string, Flag>> = {
  db: { type: 'string', value: 'DIR', help: 'database folder (default: CUPEL_HOME, else the XDG data folder)' },
}
