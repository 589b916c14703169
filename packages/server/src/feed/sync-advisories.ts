import { ecosystemFamily } from '@cupel/advisory'
import { syncDatabase } from '@cupel/engine/database'
import { CupelError } from '@cupel/model'
import type { Services } from '../services.ts'
import { advisoriesOf } from './advisory-holder.ts'
import { refreshAdvisories } from './refresh-advisories.ts'

/**
 * Fetches what is new in the advisory data of the ecosystems that somebody here uses, and takes it in. Where the network cannot be
 * reached the data stays as old as it says it is.
 */
export async function syncAdvisories(services: Services, signal: AbortSignal): Promise<void> {
  if (services.network?.offline === true) return
  const { home } = advisoriesOf(services)
  const rows = await services.db.query<{ ecosystem: string }>('SELECT DISTINCT ecosystem FROM subject')
  const ecosystems = [...new Set(rows.map(({ ecosystem }) => ecosystemFamily(ecosystem)))].sort()
  if (home === null || ecosystems.length === 0) return
  const from = advisoriesOf(services).current().state.digest
  try {
    const { touched } = await syncDatabase({ home, ecosystems, signal, now: services.now, emit: () => {} })
    await refreshAdvisories(services, { from, touched })
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof CupelError)) throw error
    services.log.warn({ reason: error.message }, 'the advisory data could not be fetched')
  }
}
