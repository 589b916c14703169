import type { AdvisoryIndex } from '@cupel/advisory'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import { advisoriesOf } from './advisory-holder.ts'
import { refreshSignals } from './refresh-signals.ts'
import { sweepSubjects } from './sweep-subjects.ts'

/** Setting that says which advisory data the store was brought up to. */
export const ADVISORY_SETTING = 'advisory-data'

/** A change of the advisory data, when it is known what it touches. */
export interface KnownChange {
  /** Digest of the data before. */
  readonly from: string
  /** Ids that changed records name, before or now; null: any. */
  readonly touched: ReadonlySet<string> | null
}

/**
 * Brings the store up to the advisory data of this machine, when it is not yet. Without a known change every package that is here is
 * asked about again. Gives whether there was anything to do.
 */
export async function refreshAdvisories(services: Services, change: KnownChange | null): Promise<boolean> {
  const index = advisoriesOf(services).current()
  const [row] = await services.db.query<{ digest: string | null; kind: string | null }>(
    `SELECT value->>'digest' AS digest, value->>'kind' AS kind FROM setting WHERE key = $1`,
    [ADVISORY_SETTING],
  )
  const known = row?.digest ?? null
  if (known === index.state.digest) return false
  const applied = await sweepSubjects(services, index, change !== null && change.from === known ? change.touched : null)
  const signals = await refreshSignals(services, index)
  await writeSetting(services, index, row?.kind ?? null)
  services.log.info({ ...applied, signals, records: index.state.records }, 'the advisory data was taken in')
  return true
}

async function writeSetting(services: Services, { state }: AdvisoryIndex, before: string | null): Promise<void> {
  const { kind, digest, modified, records, kev, epss } = state
  const ecosystems = state.ecosystems.map((one) => ({ name: one.name, records: one.records, modified: one.modified }))
  await services.db.transaction(async (transaction) => {
    await transaction.run(
      `INSERT INTO setting (key, value) VALUES ($1, $2::text::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [ADVISORY_SETTING, jsonText({ kind, digest, modified, records, ecosystems, kev, epss })],
    )
    // That there is more data than the starter set is what rules ask about everybody.
    if (kind !== before) await policyTouched(transaction, services, 'all')
  })
}
