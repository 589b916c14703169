import type { AdvisoryIndex } from '@cupel/advisory'
import { announceExploited } from '../match/announce-matches.ts'
import { counterOf } from '../match/counted.ts'
import { matchVulnerabilities } from '../match/match-vulnerabilities.ts'
import { spreadMatches } from '../match/spread-matches.ts'
import type { TouchedVulnerability } from '../match/touched-vulnerability.ts'
import { newsWritten } from '../outbox/tell-news.ts'
import { policyTouchedByProblems } from '../policy/policy-due.ts'
import type { Services } from '../services.ts'
import { standingsTouched } from '../standings/standings-touched.ts'
import type { Queryable } from '../store/database.ts'
import { advisoriesById, advisoriesOf, advisoryKey, newIds, vulnerabilitiesNamed } from './advisory-rows.ts'
import type { AdvisoryRow } from './advisory-rows.ts'
import { groupAdvisories } from './group-advisories.ts'
import type { AdvisoryGroup } from './group-advisories.ts'
import { factsDigest, storedFacts } from './statement.ts'
import type { Statement, StoredFacts } from './statement.ts'
import { vulnerabilityFacts } from './vulnerability-facts.ts'
import type { VulnerabilityFacts } from './vulnerability-facts.ts'
import { readVulnerabilities, writeVulnerabilities } from './vulnerability-rows.ts'
import type { VulnerabilityRow } from './vulnerability-rows.ts'
import { writeAdvisories, writeAliases } from './write-advisories.ts'

export interface ApplyOptions {
  readonly services: Pick<Services, 'jobs' | 'now'>
  readonly index: Pick<AdvisoryIndex, 'isWithdrawn' | 'signals'>
  readonly now: Date
}

/** What a change of knowledge came to. */
export interface Applied {
  readonly advisories: number
  readonly opened: number
  readonly closed: number
  readonly events: number
}

const NOTHING: Applied = { advisories: 0, opened: 0, closed: 0, events: 0 }

/** An advisory with its new facts. */
interface Kept {
  readonly key: string
  readonly id: number
  readonly osvId: string
  readonly orgId: number | null
  readonly withdrawn: string
  readonly facts: StoredFacts
  readonly vulnerability: number
  /** It is other than before. */
  readonly changed: boolean
  readonly before: AdvisoryRow | null
}

/**
 * Takes in what records say now: advisories, problems, ranges, matches, counters and news, all in the caller's transaction, which
 * holds `lockKnowledge`. The same statements again change nothing.
 */
export async function applyStatements(db: Queryable, statements: readonly Statement[], options: ApplyOptions): Promise<Applied> {
  const changed = await changedAdvisories(db, statements)
  if (changed.length === 0) return NOTHING
  const neighbours = await neighboursOf(db, changed)
  const all = [...changed, ...neighbours]
  const groups = await withRows(db, groupAdvisories(all.map(joinable)))
  const byKey = new Map(all.map((kept) => [kept.key, kept]))
  const mergedInto = new Map(groups.flatMap(({ vulnerability, merged }) => merged.map((id) => [id, vulnerability] as const)))
  const before = await readVulnerabilities(db, [...new Set([...groups.map(({ vulnerability }) => vulnerability), ...mergedInto.keys()])])
  const touched = await writeVulnerabilities(
    db,
    groups.map(({ vulnerability, keys }) => {
      const members = keys.flatMap((key) => byKey.get(key) ?? [])
      const sources = members.map(({ osvId, withdrawn, facts }) => ({ osvId, withdrawn: withdrawn !== '', facts }))
      return { id: vulnerability, facts: vulnerabilityFacts(sources, options.index), before: before.get(vulnerability) ?? null }
    }),
    { mergedInto, now: options.now },
  )
  const placed = new Map(groups.flatMap(({ keys, vulnerability }) => keys.map((key) => [key, vulnerability] as const)))
  const moved = all.filter(({ key, vulnerability, changed: isNew }) => isNew || placed.get(key) !== vulnerability)
  await writeAdvisories(
    db,
    moved.map((kept) => ({ ...kept, vulnerability: placed.get(kept.key) ?? kept.vulnerability })),
    options.now,
  )
  await writeAliases(
    db,
    groups.filter(({ keys }) => byKey.get(keys[0] ?? '')?.orgId === null),
  )
  const problems = touchedProblems({ groups, byKey, moved: new Set(moved), touched, before, mergedInto })
  const subjects = [
    ...new Set(
      moved.flatMap(({ facts, before: old }) => [...facts.affected, ...(old?.facts.affected ?? [])].map(({ subject }) => subject)),
    ),
  ]
  const changes = await matchVulnerabilities(db, problems, { subjects, now: options.now })
  const events = await spreadMatches(db, changes, options.now)
  const exploited = [...touched].filter(([id, { kev_added }]) => kev_added !== null && before.get(id)?.kev_added === null).map(([id]) => id)
  const attacked = await announceExploited(db, exploited, options.now)
  if (events + attacked > 0) await newsWritten(db, options.services)
  if (changes.opened.length + changes.closed.length > 0) await standingsTouched(db, options.services)
  await policyTouchedByProblems(
    db,
    options.services,
    problems.map(({ id }) => id),
  )
  return { advisories: changed.length, opened: changes.opened.length, closed: changes.closed.length, events: events + attacked }
}

function joinable({ key, orgId, facts, withdrawn, osvId, vulnerability }: Kept): Parameters<typeof groupAdvisories>[0][number] {
  // What was taken back joins nothing any more; of an organisation's own records nothing joins what all know.
  const joins = withdrawn === '' ? facts.joins : [osvId]
  return { key, joins: orgId === null ? joins : joins.map((id) => advisoryKey(orgId, id)), vulnerability }
}

async function changedAdvisories(db: Queryable, statements: readonly Statement[]): Promise<readonly Kept[]> {
  if (statements.length === 0) return []
  const rows = await advisoriesById(db, [...new Set(statements.map(({ record }) => record.id))])
  const known = new Map(rows.map((row) => [advisoryKey(row.org_id, row.osv_id), row]))
  const changed = new Map<string, Omit<Kept, 'id'>>()
  for (const statement of statements) {
    const { record, orgId } = statement
    const key = advisoryKey(orgId, record.id)
    const before = known.get(key) ?? null
    // One record may be stated for each of several ecosystems.
    const soFar = changed.get(key)
    if (before === null && soFar === undefined && record.withdrawn !== '') continue
    if (before !== null && isOlder(statement, before.facts)) continue
    const facts = storedFacts(statement, soFar?.facts ?? before?.facts ?? null)
    if (soFar === undefined && before?.digest === factsDigest(facts)) continue
    const { withdrawn } = record
    const vulnerability = before?.vulnerability_id ?? 0
    changed.set(key, { key, osvId: record.id, orgId, withdrawn, facts, vulnerability, changed: true, before })
  }
  const ids = await newIds(db, 'advisory', [...changed.values()].filter(({ before }) => before === null).length)
  let next = 0
  return [...changed.values()].map((one) => ({ ...one, id: one.before?.id ?? (ids[next++] as number) }))
}

/** A record that was posted is not undone by an index that has an older state of it, nor the other way round. */
function isOlder({ source, record }: Statement, before: StoredFacts): boolean {
  return source !== before.source && record.modified < before.modified
}

/** The other advisories of all problems that the changed ones belong to, or belonged to. */
async function neighboursOf(db: Queryable, changed: readonly Kept[]): Promise<readonly Kept[]> {
  const ids = [...new Set(changed.flatMap(({ facts, osvId }) => [osvId, ...facts.joins]))]
  const organisations = [...new Set(changed.flatMap(({ orgId }) => (orgId === null ? [] : [orgId])))]
  const named = await vulnerabilitiesNamed(db, ids, organisations)
  const vulnerabilities = [...new Set([...named, ...changed.flatMap(({ vulnerability }) => (vulnerability === 0 ? [] : [vulnerability]))])]
  if (vulnerabilities.length === 0) return []
  const keys = new Set(changed.map(({ key }) => key))
  const rows = await advisoriesOf(db, vulnerabilities)
  return rows.flatMap((row): readonly Kept[] => {
    const key = advisoryKey(row.org_id, row.osv_id)
    if (keys.has(key)) return []
    const { id, osv_id: osvId, org_id: orgId, facts, vulnerability_id: vulnerability } = row
    return [
      {
        key,
        id,
        osvId,
        orgId,
        withdrawn: row.withdrawn === null ? '' : facts.withdrawn || 'yes',
        facts,
        vulnerability,
        changed: false,
        before: row,
      },
    ]
  })
}

async function withRows(db: Queryable, groups: readonly AdvisoryGroup[]): Promise<readonly AdvisoryGroup[]> {
  const ids = await newIds(db, 'vulnerability', groups.filter(({ vulnerability }) => vulnerability === 0).length)
  let next = 0
  return groups.map((group) => (group.vulnerability === 0 ? { ...group, vulnerability: ids[next++] as number } : group))
}

interface TouchedInput {
  readonly groups: readonly AdvisoryGroup[]
  readonly byKey: ReadonlyMap<string, Kept>
  readonly moved: ReadonlySet<Kept>
  readonly touched: ReadonlyMap<number, VulnerabilityFacts>
  readonly before: ReadonlyMap<number, VulnerabilityRow>
  readonly mergedInto: ReadonlyMap<number, number>
}

function touchedProblems({ groups, byKey, moved, touched, before, mergedInto }: TouchedInput): readonly TouchedVulnerability[] {
  const problems: TouchedVulnerability[] = []
  // A problem that lost an advisory to another must be matched again too.
  const lost = new Set([...moved].map(({ vulnerability }) => vulnerability))
  for (const { vulnerability: id, keys, merged } of groups) {
    const members = keys.flatMap((key) => byKey.get(key) ?? [])
    const orgId = members[0]?.orgId ?? null
    const old = before.get(id)
    const facts = touched.get(id) ?? old
    if (facts === undefined) continue
    // Where a problem has several records, each may decide what some of its matches say.
    const ranges =
      lost.has(id) || merged.length > 0 || members.some((kept) => moved.has(kept) && (members.length > 1 || affectsOtherwise(kept, id)))
    const after = counterOf({ ...facts, orgId })
    problems.push({ id, orgId, before: old === undefined ? after : counterOf({ ...old, orgId }), after, ranges, mergedInto: 0 })
    for (const part of merged) {
      const row = before.get(part)
      if (row === undefined) continue
      problems.push({
        id: part,
        orgId,
        before: counterOf({ ...row, orgId }),
        after: null,
        ranges: false,
        mergedInto: mergedInto.get(part) ?? id,
      })
    }
  }
  return problems
}

/** Whether the advisory may affect other versions than before, or the same under another problem. */
function affectsOtherwise({ before, facts, withdrawn, vulnerability }: Kept, id: number): boolean {
  if (before === null || vulnerability !== id || (before.withdrawn === null) !== (withdrawn === '')) return true
  return JSON.stringify(before.facts.affected.map(inKeyOrder)) !== JSON.stringify(facts.affected.map(inKeyOrder))
}

function inKeyOrder({ subject, ranges, versions }: StoredFacts['affected'][number]): unknown {
  const events = (ranges ?? []).map((range) => [range.type, range.events.map((event) => Object.entries(event).sort())])
  return [subject, events, versions ?? null]
}
