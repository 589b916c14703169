import { ecosystemFamily } from '@cupel/advisory'
import type { AdvisoryIndex } from '@cupel/advisory'
import { lockKnowledge } from '../match/locks.ts'
import { policyTouched } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'
import { advisoriesOf } from './advisory-holder.ts'
import { ADVISORY_SETTING, ecosystemsAhead, ecosystemsBehind, knownData } from './known-data.ts'
import type { KnownData } from './known-data.ts'
import { refreshSignals } from './refresh-signals.ts'
import { inTurn, TurnLost } from './refresh-turn.ts'
import type { RefreshTurn } from './refresh-turn.ts'
import { sweepLater, sweepSubjects } from './sweep-subjects.ts'
import type { LaterSubjects, SubjectChoice } from './sweep-subjects.ts'

/** A change of the advisory data, when it is known what it touches. */
export interface KnownChange {
  /** Digest of the data before. */
  readonly from: string
  /** Ids that changed records name, before or now; null: any. */
  readonly touched: ReadonlySet<string> | null
}

/**
 * Brings the store up to the advisory data of this machine, where that is newer. Without a known change every package that is here is
 * asked about again. Data that is older or less than what the store was brought up to by another machine, or before a database was
 * lost, takes nothing away: it is left alone, ecosystem by ecosystem. Of several workers one does it at a time. Gives whether there was
 * anything to do, and it was done here.
 */
export async function refreshAdvisories(services: Services, change: KnownChange | null): Promise<boolean> {
  // Mostly there is nothing to do.
  if ((await toDo(services, change)) === null) return false
  try {
    return (await inTurn(services, (turn) => refreshInTurn(services, change, turn))) ?? false
  } catch (error) {
    if (!(error instanceof TurnLost)) throw error
    services.log.info({ reason: error.message }, 'the advisory data was not taken in')
    return false
  }
}

interface ToDo {
  readonly index: AdvisoryIndex
  readonly known: KnownData | null
  readonly state: KnownData
  /** null: the same data, fetched again, which is as new as that. */
  readonly asked: SubjectChoice | null
  readonly isSame: boolean
}

async function toDo(services: Services, change: KnownChange | null): Promise<ToDo | null> {
  const index = advisoriesOf(services).current()
  const known = await knownData(services.db)
  const behind = ecosystemsBehind(index.state, known, services.now())
  const isSame = known?.digest === index.state.digest
  const choice =
    isSame || known === null || behind.size === 0
      ? null
      : ecosystemsAhead(index.state, known, services.now()).filter((name) => !behind.has(name))
  if (choice?.length === 0) {
    services.log.debug({ behind: [...behind] }, 'the advisory data of this machine is behind what is known')
    return null
  }
  const asked = isSame ? await uncovered(services, index) : wholeOf(change, known, choice)
  const state = keptState(index, known, behind)
  if (asked === null && (known === null || datesOf(state) === datesOf(known))) return null
  return { index, known, state, asked, isSame }
}

async function refreshInTurn(services: Services, change: KnownChange | null, turn: RefreshTurn): Promise<boolean> {
  // Another may have done it just before.
  const found = await toDo(services, change)
  if (found === null) return false
  const { index, known, state, asked, isSame } = found
  if (asked === null) {
    await writeSetting(services, state, { before: known?.kind ?? null, turn, later: null })
    return false
  }
  let last = await lastSubject(services.db)
  const applied = await sweepSubjects(services, index, { choice: asked, turn })
  const among = 'ecosystems' in asked ? asked.ecosystems : null
  const older = known !== null && (index.state.kev < known.kev || index.state.epss < known.epss)
  const signals = isSame || older ? 0 : await refreshSignals(services, index)
  // Packages that came meanwhile may have been asked of what another worker has, and count as asked of this from now on.
  while (!(await writeSetting(services, state, { before: known?.kind ?? null, turn, later: { index, last, among } }))) {
    const choice = { after: last, among }
    last = await lastSubject(services.db)
    await sweepSubjects(services, index, { choice, turn })
  }
  services.log.info({ ...applied, signals, records: index.state.records }, 'the advisory data was taken in')
  return true
}

async function lastSubject(db: Queryable): Promise<number> {
  const [row] = await db.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM subject')
  return row?.id ?? 0
}

function wholeOf(change: KnownChange | null, known: KnownData | null, ecosystems: readonly string[] | null): SubjectChoice {
  if (ecosystems !== null) return { ecosystems }
  return { touched: change !== null && change.from === (known?.digest ?? null) ? change.touched : null }
}

/** Packages that were stored by a machine without the data which this one has; null: there are none. */
async function uncovered({ db }: Services, index: AdvisoryIndex): Promise<SubjectChoice | null> {
  const rows = await db.query<{ ecosystem: string }>('SELECT DISTINCT ecosystem FROM subject WHERE NOT covered')
  const ecosystems = [
    ...new Set(rows.filter(({ ecosystem }) => index.covers(ecosystem)).map(({ ecosystem }) => ecosystemFamily(ecosystem))),
  ]
  return ecosystems.length === 0 ? null : { ecosystems }
}

/** What the store is brought up to: of ecosystems in which the index is behind, what it was before. */
function keptState({ state }: AdvisoryIndex, known: KnownData | null, behind: ReadonlySet<string>): KnownData {
  const { kind, digest, modified, records } = state
  const kev = [state.kev, known?.kev ?? ''].reduce((newest, date) => (date > newest ? date : newest))
  const epss = [state.epss, known?.epss ?? ''].reduce((newest, date) => (date > newest ? date : newest))
  const own = state.ecosystems.filter(({ name }) => !behind.has(name))
  const kept = (known?.ecosystems ?? []).filter(({ name }) => behind.has(name))
  const ecosystems = [...own, ...kept].sort((a, b) => (a.name < b.name ? -1 : 1))
  if (kept.length === 0) return { kind, digest, modified, records, ecosystems, kev, epss }
  const newest = ecosystems.reduce((latest, one) => (one.modified > latest ? one.modified : latest), '')
  return { kind, digest, modified: newest, records: ecosystems.reduce((sum, one) => sum + one.records, 0), ecosystems, kev, epss }
}

function datesOf({ ecosystems, modified }: KnownData): string {
  return JSON.stringify([modified, ecosystems.map(({ name, synced }) => [name, synced ?? ''])])
}

interface Writing {
  /** Kind of the data before. */
  readonly before: string | null
  readonly turn: RefreshTurn
  /** Packages that are to be asked about first; null: none. */
  readonly later: LaterSubjects | null
}

/** Gives false, and writes nothing, when too many packages came later. */
async function writeSetting(services: Services, state: KnownData, { before, turn, later }: Writing): Promise<boolean> {
  return services.db.transaction(async (transaction) => {
    // Nobody stores a package meanwhile.
    await lockKnowledge(transaction)
    await turn.keep(transaction)
    if (later !== null && !(await sweepLater(transaction, services, later))) return false
    await transaction.run(
      `INSERT INTO setting (key, value) VALUES ($1, $2::text::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [ADVISORY_SETTING, jsonText(state)],
    )
    // That there is more data than the starter set is what rules ask about everybody.
    if (state.kind !== before) await policyTouched(transaction, services, 'all')
    return true
  })
}
