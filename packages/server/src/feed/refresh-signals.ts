import type { AdvisoryIndex } from '@cupel/advisory'
import { announceExploited } from '../match/announce-matches.ts'
import { newsWritten } from '../outbox/tell-news.ts'
import { policyTouchedByProblems } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { jsonText } from '../store/stored-text.ts'
import { writeChanges } from './vulnerability-rows.ts'

const CHUNK = 5000
/** A prediction that moves by less is no history worth keeping. */
const NOTABLE = 0.05

interface SignalRow {
  readonly id: number
  readonly ids: readonly string[]
  readonly epss: number | null
  readonly epss_percentile: number | null
  readonly kev_added: string | null
  readonly kev_due: string | null
  readonly kev_ransomware: boolean
}

/**
 * Brings exploitation (CISA KEV) and prediction (EPSS) up to what the index says: one row a problem whose figures changed, and news
 * for those who have a problem that is attacked since now. Gives how many problems changed.
 */
export async function refreshSignals(services: Services, index: Pick<AdvisoryIndex, 'signals'>): Promise<number> {
  let changed = 0
  for (let after = 0; ;) {
    const rows = await services.db.query<SignalRow>(
      `SELECT v.id, v.epss, v.epss_percentile, v.kev_added::text AS kev_added, v.kev_due::text AS kev_due, v.kev_ransomware,
         ARRAY(SELECT DISTINCT x FROM advisory a, jsonb_array_elements_text((a.facts->'ids') || (a.facts->'upstream')) x
           WHERE a.vulnerability_id = v.id AND (a.withdrawn IS NULL OR NOT v.live)) AS ids
       FROM vulnerability v WHERE v.id > $1 AND v.merged_into IS NULL ORDER BY v.id LIMIT 5000`,
      [after],
    )
    const last = rows.at(-1)
    if (last === undefined) return changed
    after = last.id
    const news = rows.flatMap((row) => newsOf(row, index))
    changed += news.length
    if (news.length > 0) await write(services, news)
    if (rows.length < CHUNK) return changed
  }
}

interface SignalNews {
  readonly before: SignalRow
  readonly row: Omit<SignalRow, 'ids'>
}

function newsOf(before: SignalRow, index: Pick<AdvisoryIndex, 'signals'>): readonly SignalNews[] {
  const { kev, epss } = index.signals(before.ids)
  const row = {
    id: before.id,
    epss: epss?.score ?? null,
    epss_percentile: epss?.percentile ?? null,
    kev_added: kev?.added || null,
    kev_due: kev?.due || null,
    kev_ransomware: kev?.ransomware ?? false,
  }
  const same =
    single(row.epss) === single(before.epss) &&
    single(row.epss_percentile) === single(before.epss_percentile) &&
    row.kev_added === before.kev_added &&
    row.kev_due === before.kev_due &&
    row.kev_ransomware === before.kev_ransomware
  return same ? [] : [{ before, row }]
}

/** Columns are single precision. */
function single(value: number | null): number | null {
  return value === null ? null : Math.fround(value)
}

async function write(services: Services, news: readonly SignalNews[]): Promise<void> {
  const now = services.now()
  await services.db.transaction(async (transaction) => {
    await transaction.run(
      `UPDATE vulnerability v SET epss = x.epss, epss_percentile = x.epss_percentile, kev_added = x.kev_added, kev_due = x.kev_due,
         kev_ransomware = x.kev_ransomware
       FROM jsonb_to_recordset($1::text::jsonb)
         AS x(id int4, epss real, epss_percentile real, kev_added date, kev_due date, kev_ransomware boolean)
       WHERE v.id = x.id`,
      [jsonText(news.map(({ row }) => row))],
    )
    const moved = news.filter(({ before, row }) => Math.abs((row.epss ?? 0) - (before.epss ?? 0)) >= NOTABLE)
    const exploited = news.filter(({ before, row }) => before.kev_added === null && row.kev_added !== null)
    await writeChanges(
      transaction,
      [
        ...moved.map(({ before, row }) => ({ id: row.id, kind: 'epss', detail: { epss: [before.epss, row.epss] } })),
        ...exploited.map(({ row }) => ({ id: row.id, kind: 'exploited', detail: { added: row.kev_added, due: row.kev_due } })),
      ],
      now,
    )
    const events = await announceExploited(
      transaction,
      exploited.map(({ row }) => row.id),
      now,
    )
    if (events > 0) await newsWritten(transaction, services)
    await policyTouchedByProblems(
      transaction,
      services,
      news.map(({ row }) => row.id),
    )
  })
}
