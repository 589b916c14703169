import { lockKnowledge } from '../match/locks.ts'
import type { Services } from '../services.ts'

/** Sets at a time: nothing else is written meanwhile. */
const CHUNK = 25
/** A set that a project gave up may be back in a moment, as when two builds take turns. */
const REST_MS = 3_600_000

/**
 * Puts the sets that nobody has had for an hour apart, with those of their members that have matches: all that counting the past
 * needs, as nothing that becomes known later was known then. Whoever uses such a set again takes it back (`ensureSets`). Gives how many.
 */
export async function retireSets({ db, now }: Pick<Services, 'db' | 'now'>, signal: AbortSignal): Promise<number> {
  const rested = new Date(now().getTime() - REST_MS)
  let retired = 0
  for (let some = CHUNK; some === CHUNK && !signal.aborted; retired += some) {
    some = await db.transaction(async (transaction) => {
      // Standings that were worked out before are not written behind this: they may be of a set that is put apart here.
      await transaction.run('UPDATE standing SET folded = folded + 1')
      // No project gets one of them as its picture meanwhile.
      await lockKnowledge(transaction)
      return transaction.run(
        `UPDATE component_set c SET matched = ARRAY(
           SELECT member.version_id FROM unnest(c.members) AS member(version_id)
           WHERE EXISTS (SELECT 1 FROM match m WHERE m.version_id = member.version_id) ORDER BY 1)
         WHERE c.id IN (SELECT x.id FROM component_set x WHERE x.matched IS NULL
           AND NOT EXISTS (SELECT 1 FROM snapshot s WHERE s.set_id = x.id AND (s.until IS NULL OR s.until > $1))
           -- The standings count it yet.
           AND NOT EXISTS (SELECT 1 FROM counted_picture k WHERE k.set_id = x.id) LIMIT ${CHUNK})`,
        [rested],
      )
    })
  }
  return retired
}
