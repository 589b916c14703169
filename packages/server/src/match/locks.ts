import type { Queryable } from '../store/database.ts'

/** Key of the one lock of the store; any other number would do. */
const PICTURE_LOCK = 1_129_337_676

/**
 * What is known about components may change until the transaction ends: nobody else changes it, and no project gets another picture
 * meanwhile. Without this the counters of a set that becomes somebody's picture just now would miss the change.
 */
export async function lockKnowledge(transaction: Queryable): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [PICTURE_LOCK])
}

/** Projects may get other pictures, many at a time; what is known stays as it is until the transaction ends. */
export async function lockPictures(transaction: Queryable): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock_shared($1)', [PICTURE_LOCK])
}
