import { statfs } from 'node:fs/promises'
import type { Log } from '../../services.ts'
import type { EmbeddedDatabase } from './open-embedded.ts'

/** Some files of the engine's log, and room for what is written until the next look. */
const RESERVE_BYTES = 48_000_000
const EVERY_MS = 500

/**
 * Keeps the disk from being filled to its last byte, which the engine would not survive: below a reserve, what would write is
 * refused, and reading goes on; above it again, writing does. Stops with the function that it gives.
 */
export async function watchSpace(db: EmbeddedDatabase, folder: string, log: Log): Promise<() => void> {
  let tight = false
  let busy = false
  async function look(): Promise<void> {
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const isTight = free < (tight ? RESERVE_BYTES * 1.25 : RESERVE_BYTES)
    if (isTight === tight) return
    await db.refuseWrites(isTight ? `no space left: ${folder} has ${Math.floor(free / 1e6)} MB, and the database keeps a reserve` : null)
    tight = isTight
    if (tight) log.error({ folder, free }, 'the disk is full; nothing is written until there is room')
    else log.info({ folder, free }, 'there is room on the disk again')
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    look()
      .catch((error: unknown) => log.warn({ reason: (error as Error).message }, 'the space on the disk is not known'))
      .finally(() => void (busy = false))
  }, EVERY_MS)
  timer.unref()
  await look()
  return () => clearInterval(timer)
}
