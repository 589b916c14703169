import type { Severity } from '@cupel/model'
import type { Queryable } from '../store/database.ts'
import { CounterChanges, COUNTERS, counterOf } from './counted.ts'
import { holdersOf } from './holders.ts'

/** Versions whose holders are looked up together: of a frequent one there are thousands. */
const TOGETHER = 100

/** Adds the changes to every set that holds the versions and is somebody's picture of now. Costs what it touches. */
export async function changeCounters(db: Queryable, changes: CounterChanges): Promise<void> {
  const sets = new CounterChanges()
  await spreadCounters(db, changes, sets)
  await writeCounters(db, sets)
}

/** Takes the changes of versions over to the sets that hold them. */
export async function spreadCounters(db: Queryable, changes: CounterChanges, sets: CounterChanges): Promise<void> {
  const rows = changes.rows()
  for (let start = 0; start < rows.length; start += TOGETHER) {
    const part = rows.slice(start, start + TOGETHER)
    const holders = await holdersOf(
      db,
      part.map(([version]) => version),
    )
    for (const [version, by] of part) addToSets(sets, holders.get(version)?.sets ?? [], by)
  }
}

/** Adds what a version changes to each set that holds it, once, however many projects have that set. */
export function addToSets(sets: CounterChanges, holding: readonly number[], by: Int32Array): void {
  for (const set of new Set(holding)) sets.addAll(set, by)
}

/** Sets that change alike, from so many on, are changed by a list of them: that costs two thirds of what a change for each does. */
const ALIKE = 500

/** Adds the changes to the counters of sets. */
export async function writeCounters(db: Queryable, changes: CounterChanges): Promise<void> {
  const few: [number, Int32Array][] = []
  for (const { by, sets } of alike(changes.rows())) {
    if (sets.length < ALIKE) few.push(...sets.map((set): [number, Int32Array] => [set, by]))
    else {
      const added = COUNTERS.flatMap((name, at) => (by[at] === 0 ? [] : [`${name} = ${name} + ${by[at]}`]))
      await db.run(`UPDATE set_count SET ${added.join(', ')} WHERE set_id = ANY($1::int4[])`, [sets.toSorted((a, b) => a - b)])
    }
  }
  await writeEach(
    db,
    few.sort(([a], [b]) => a - b),
  )
}

interface Alike {
  readonly by: Int32Array
  readonly sets: number[]
}

function alike(rows: ReturnType<CounterChanges['rows']>): readonly Alike[] {
  const byText = new Map<string, Alike>()
  // Thousands share one array, and its text is made once.
  const byArray = new Map<Int32Array, Alike>()
  for (const [set, by] of rows) {
    let known = byArray.get(by)
    if (known === undefined) {
      known = byText.get(by.join()) ?? { by, sets: [] }
      byText.set(by.join(), known)
      byArray.set(by, known)
    }
    known.sets.push(set)
  }
  return [...byText.values()]
}

async function writeEach(db: Queryable, rows: ReturnType<CounterChanges['rows']>): Promise<void> {
  if (rows.length === 0) return
  const changed = COUNTERS.flatMap((name, at) => (rows.some(([, by]) => by[at] !== 0) ? [{ name, at }] : []))
  await db.run(
    `UPDATE set_count c SET ${changed.map(({ name }) => `${name} = c.${name} + x.${name}`).join(', ')}
     FROM unnest($1::int4[], ${changed.map((_, place) => `$${place + 2}::int4[]`).join(', ')}) AS x(set_id, ${changed.map(({ name }) => name).join(', ')})
     WHERE c.set_id = x.set_id`,
    [rows.map(([set]) => set), ...changed.map(({ at }) => rows.map(([, by]) => by[at] ?? 0))],
  )
}

/** What each of these versions adds to the counters of a set that holds it; those that add nothing are left out. */
export async function countVersions(db: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, Int32Array>> {
  const counted = new CounterChanges()
  if (versions.length === 0) return counted.all()
  const matches = await db.query<{ version_id: number; kind: string; severity: Severity; n: number }>(
    `SELECT m.version_id, coalesce(m.kind, v.kind) AS kind, coalesce(m.severity, v.severity) AS severity, count(*)::int4 AS n
     FROM unnest($1::int4[]) AS x(version_id)
     CROSS JOIN LATERAL (SELECT * FROM match WHERE version_id = x.version_id AND until IS NULL AND org_id IS NULL OFFSET 0) m
     JOIN vulnerability v ON v.id = m.vulnerability_id
     GROUP BY 1, 2, 3`,
    [versions],
  )
  for (const { version_id, kind, severity, n } of matches) counted.add(version_id, counterOf({ kind, severity, orgId: null }), n)
  const unasked = await db.query<{ id: number }>(
    `SELECT pv.id FROM unnest($1::int4[]) AS x(id)
     CROSS JOIN LATERAL (SELECT id FROM package_version WHERE id = x.id AND asked <> 'asked' LIMIT 1) pv`,
    [versions],
  )
  for (const { id } of unasked) counted.add(id, 'unmatched', 1)
  return counted.all()
}
