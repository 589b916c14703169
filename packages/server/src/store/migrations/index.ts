import type { Migration } from '../migration.ts'
import foundation from './m0001-foundation.ts'

/** In order; the last one is the schema of this version. */
export const MIGRATIONS: readonly Migration[] = [foundation]
