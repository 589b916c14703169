import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateAffected, loadVersionScheme, severityOfScore } from '@cupel/model'
import type { OsvAffected, OsvRecord } from '@cupel/model'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** Sequences of events; a longer run is asked for by CUPEL_PROPERTY_RUNS. */
const RUNS = Number(process.env['CUPEL_PROPERTY_RUNS'] ?? 60)

const semver = await loadVersionScheme('npm')
let shop: Workshop
let org: number

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { elsewhere: [{ introduced: '0' }] }) } })
  org = await shop.organisation('random')
})
afterAll(() => shop.close())

const NAMES = ['a', 'b', 'c']
const VERSIONS = ['1.0.0', '1.2.0', '2.0.0', '3.0.0', '1.0.0-rc.1', 'odd version', '']
const IDS = ['GHSA-1', 'GHSA-2', 'CVE-1', 'CVE-2', 'MAL-1', 'PYSEC-1']
const VECTORS: Readonly<Record<string, number>> = {
  'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H': 9.8,
  'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N': 7.5,
  'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L': 1.6,
}

const version = fc.constantFrom('0', '1.0.0', '1.1.0', '2.0.0', '2.5.0', 'strange')
const events = fc.oneof(
  version.map((introduced) => [{ introduced }]),
  fc.tuple(version, version).map(([introduced, fixed]) => [{ introduced }, { fixed }]),
  fc.tuple(version, version).map(([introduced, last]) => [{ introduced }, { last_affected: last }]),
)
const affected = fc.record({
  name: fc.constantFrom(...NAMES),
  ranges: fc.array(events, { maxLength: 2 }),
  versions: fc.array(fc.constantFrom('1.0.0', '2.0.0', 'odd version'), { maxLength: 2 }),
})
const record = fc.record({
  id: fc.constantFrom(...IDS),
  aliases: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 2 }),
  affected: fc.array(affected, { maxLength: 2 }),
  vector: fc.constantFrom('', ...Object.keys(VECTORS)),
  withdrawn: fc.boolean(),
  isPrivate: fc.boolean(),
})
const component = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VERSIONS))
const event = fc.oneof(
  { weight: 4, arbitrary: record.map((one) => ({ type: 'record' as const, record: one })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(2), fc.uniqueArray(component, { minLength: 1, maxLength: 6, selector: String }))
      .map(([project, components]) => ({
        type: 'upload' as const,
        project,
        components,
      })),
  },
  { weight: 1, arbitrary: fc.nat(2).map((project) => ({ type: 'delete' as const, project })) },
)
type Posted = typeof record extends fc.Arbitrary<infer T> ? T : never

let run = 0

/** The store after a sequence, told anew from the records that stand and the versions that are there. */
test('what is kept incrementally is what a full recomputation gives', { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 2, maxLength: 8 }), async (sequence) => {
      const prefix = `r${run++}-`
      const records = new Map<string, Posted & { readonly orgId: number | null }>()
      const projects = new Map<number, number>()
      let modified = Date.parse('2026-01-01T00:00:00Z')
      for (const one of sequence) {
        shop.turn(60_000)
        if (one.type === 'record') {
          const orgId = one.record.isPrivate ? org : null
          modified += 60_000
          await upsertAdvisory(shop.services, osvOf(one.record, prefix, modified), { orgId, index: shop.services.advisories.current() })
          const key = `${orgId ?? 0} ${one.record.id}`
          if (!one.record.withdrawn || records.has(key)) records.set(key, { ...one.record, orgId })
        } else if (one.type === 'upload') {
          const id =
            projects.get(one.project) ??
            (await shop.project(org, `${prefix}${one.project}-${modified}-${projects.size}-${sequence.indexOf(one)}`))
          projects.set(one.project, id)
          expect((await shop.upload(id, npmBom(one.components.map(([name, at]) => `${prefix}${name}@${at}`)))).state).toBe('done')
        } else {
          const id = projects.get(one.project)
          if (id !== undefined) await shop.db.run('DELETE FROM project WHERE id = $1', [id])
          projects.delete(one.project)
        }
      }
      await check(prefix, [...records.values()])
    }),
    { seed: 1, numRuns: RUNS },
  )
})

function osvOf({ id, aliases, affected: parts, vector, withdrawn }: Posted, prefix: string, modified: number): OsvRecord {
  const at = new Date(modified).toISOString()
  const named = (one: string): string => one.replace('-', `-${prefix}`)
  return {
    id: named(id),
    modified: at,
    ...(withdrawn ? { withdrawn: at } : {}),
    aliases: aliases.filter((alias) => alias !== id).map(named),
    ...(vector === '' ? {} : { severity: [{ type: 'CVSS_V3', score: vector }] }),
    affected: parts.map((part) => affectedOf(part, prefix)),
  }
}

function affectedOf({ name, ranges, versions }: Posted['affected'][number], prefix: string): OsvAffected {
  return {
    package: { ecosystem: 'npm', name: `${prefix}${name}` },
    ranges: ranges.map((one) => ({ type: 'SEMVER', events: one })),
    versions,
  }
}

interface Group {
  readonly ids: readonly string[]
  readonly members: readonly (Posted & { readonly orgId: number | null })[]
}

/** Live records by shared names; a collection of several CVEs joins nothing (as the index does it). */
function groupsOf(records: readonly (Posted & { readonly orgId: number | null })[]): readonly Group[] {
  let groups: Group[] = []
  for (const one of records.filter(({ withdrawn }) => !withdrawn)) {
    const named = [...new Set([one.id, ...one.aliases])]
    const ids = named.filter((id) => id.startsWith('CVE-')).length > 1 ? [one.id] : named
    const near = groups.filter((group) => group.members[0]!.orgId === one.orgId && group.ids.some((id) => ids.includes(id)))
    groups = groups.filter((group) => !near.includes(group))
    groups.push({
      ids: [...new Set([...near.flatMap((group) => group.ids), ...ids])],
      members: [...near.flatMap(({ members }) => members), one],
    })
  }
  return groups
}

/** Told by the records that mean the version; the names are those of all. */
function counterOf({ members, ids }: Group, hits: readonly Posted[]): string | null {
  if (members[0]!.orgId !== null) return null
  const all = [...ids, ...hits.flatMap(({ aliases }) => aliases)]
  if (all.some((id) => id.startsWith('MAL-'))) return 'malware'
  const scores = hits.flatMap(({ vector }) => (vector === '' ? [] : [VECTORS[vector]!]))
  const severity = scores.length === 0 ? 'unknown' : severityOfScore(Math.max(...scores))
  return severity === 'none' ? null : severity
}

async function check(prefix: string, records: readonly (Posted & { readonly orgId: number | null })[]): Promise<void> {
  const { db } = shop
  const groups = groupsOf(records)
  const versions = await db.query<{ id: number; purl: string; version: string; name: string; asked: string }>(
    `SELECT pv.id, pv.purl, pv.subject_version AS version, s.name, pv.asked FROM package_version pv JOIN subject s ON s.id = pv.subject_id
     WHERE starts_with(s.name, $1)`,
    [prefix],
  )
  const wanted: string[] = []
  const counters = new Map<number, string[]>()
  const asked: string[] = []
  for (const { id, purl, version: at, name } of versions) {
    let open = false
    for (const group of groups) {
      const states = group.members.map((member) => {
        const parts = member.affected.map((part) => affectedOf(part, prefix)).filter((part) => part.package!.name === name)
        const found = parts.map((part) => evaluateAffected(semver, part, at).state)
        return found.includes('affected') ? 'affected' : found.includes('unknown') ? 'unknown' : 'unaffected'
      })
      if (states.includes('unknown') && group.members[0]!.orgId === null) open = true
      if (!states.includes('affected')) continue
      wanted.push(
        `${group.members
          .map((member) => member.id)
          .sort()
          .join('+')} ${group.members[0]!.orgId ?? 0} ${purl}`,
      )
      const counter = counterOf(
        group,
        group.members.filter((_, at) => states[at] === 'affected'),
      )
      if (counter !== null) counters.set(id, [...(counters.get(id) ?? []), counter])
    }
    asked.push(`${purl} ${open ? (at === '' ? 'no-version' : 'not-understood') : 'asked'}`)
  }
  const found = await db.query<{ ids: readonly string[]; org_id: number | null; purl: string }>(
    `SELECT ARRAY(SELECT a.osv_id FROM advisory a WHERE a.vulnerability_id = m.vulnerability_id AND a.withdrawn IS NULL) AS ids, m.org_id, pv.purl
     FROM match m JOIN package_version pv ON pv.id = m.version_id WHERE m.until IS NULL AND m.version_id = ANY($1::int4[])`,
    [versions.map(({ id }) => id)],
  )
  const shown = found.map(
    ({ ids, org_id, purl }) =>
      `${ids
        .map((id) => id.replace(prefix, ''))
        .sort()
        .join('+')} ${org_id ?? 0} ${purl}`,
  )
  expect(shown.sort()).toEqual(wanted.sort())
  expect(versions.map(({ purl, asked: state }) => `${purl} ${state}`).sort()).toEqual(asked.sort())
  const unmatched = new Set(versions.filter(({ asked: state }) => state !== 'asked').map(({ id }) => id))
  const sets = await db.query<Record<string, number> & { members: number[] }>(
    `SELECT c.*, k.* FROM component_set c JOIN set_count k ON k.set_id = c.id WHERE c.members && $1::int4[] AND EXISTS (SELECT 1 FROM snapshot s WHERE s.set_id = c.id AND s.until IS NULL)`,
    [versions.map(({ id }) => id)],
  )
  for (const set of sets) {
    const all = set.members.flatMap((id) => counters.get(id) ?? [])
    for (const name of ['critical', 'high', 'medium', 'low', 'unknown', 'malware']) {
      expect([name, set[name]]).toEqual([name, all.filter((one) => one === name).length])
    }
    expect(set['unmatched']).toBe(set.members.filter((id) => unmatched.has(id)).length)
  }
}
