import { afterAll, beforeAll, expect, test } from 'vitest'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { retireSets } from '../../packages/server/src/ingest/retire-sets.ts'
import { SYSTEM_VIEWER } from '../../packages/server/src/policy/system-viewer.ts'
import { foldStandings } from '../../packages/server/src/standings/fold-standings.ts'
import { isRetryable } from '../../packages/server/src/store/store-fault.ts'
import { archiveProject } from '../../packages/server/src/write/change-project.ts'
import { setTriage } from '../../packages/server/src/write/set-triage.ts'
import { countedAhead, countedOut } from './counted-out.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** Small, so that packages become wide and cease to be. */
const WIDE = 3
const ROUNDS = Number(process.env['CUPEL_FAULT_RUNS'] ?? 1)

let shop: Workshop
beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { nothing: [{ introduced: '0' }] }) } })
  await shop.db.run("INSERT INTO standing (id, judged_at, projects, wide, folded) VALUES (1, '-infinity', 0, $1, 0)", [WIDE])
})
afterAll(() => shop.close())

test('several that fold among uploads, advisories, judgements, projects that go and move, and sets that are put apart', async (context) => {
  const { db, services } = shop
  if (db.engine === 'embedded') return context.skip('the embedded engine does one transaction after the other')
  let modified = 0
  for (let round = 0; round < ROUNDS; round++) {
    const orgs = [await shop.organisation(`one-${round}`), await shop.organisation(`two-${round}`)] as const
    const projects = await Promise.all(Array.from({ length: 12 }, (_, at) => shop.project(orgs[at % 2] as number, `p${round}-${at}`)))
    const name = (at: number): string => `t${at % 9}`
    const bom = (at: number): object =>
      npmBom(Array.from({ length: 5 }, (_, other) => `${name(at * 2 + other)}@${1 + ((at + other) % 3)}.0.0`))
    for (const [at, project] of projects.entries()) await shop.upload(project, bom(at))
    const gone = { working: true }
    const failures: unknown[] = []
    let steps = 0
    const folding = Array.from({ length: 3 }, async (_, at) => {
      while (gone.working) {
        try {
          steps += (
            await foldStandings(services, { size: { pictures: 1 + at, problems: 1 + at, first: { pictures: 2 + at, components: 12 } } })
          ).steps
        } catch (error) {
          failures.push(error)
        }
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    })
    const turns: (() => Promise<unknown>)[] = []
    for (let at = 0; at < 24; at++) {
      const project = projects[at % 10] as number
      const record = (id: number, withdrawn: boolean): object => {
        const now = new Date(Date.parse('2026-01-02T00:00:00Z') + 1000 * modified++).toISOString()
        const fixed = `${2 + (at % 2)}.0.0`
        return npmRecord(
          `GHSA-${id}`,
          { [name(id)]: [{ introduced: '0' }, { fixed }] },
          { modified: now, ...(withdrawn ? { withdrawn: now } : {}) },
        )
      }
      turns.push(() => shop.upload(project, bom(at + 3)))
      turns.push(() =>
        upsertAdvisory(services, record(at % 8, at % 5 === 4), {
          orgId: at % 6 === 5 ? orgs[0] : null,
          index: services.advisories.current(),
        }),
      )
      turns.push(async () => {
        const [found] = await db.query<{ id: number }>(
          'SELECT vulnerability_id AS id FROM match WHERE until IS NULL AND org_id IS NULL ORDER BY vulnerability_id LIMIT 1 OFFSET $1',
          [at % 4],
        )
        const input = {
          vulnerability: found?.id ?? 0,
          status: 'accepted',
          statement: 'so',
          ...(at % 3 === 0 ? { organisation: orgs[0] } : { project }),
        }
        // It may be said already, and what it is about may be gone.
        await setTriage(services, picture(), input as never, null).catch(() => null)
      })
      if (at % 8 === 3) turns.push(() => db.run('UPDATE project SET org_id = $2 WHERE id = $1', [project, orgs[at % 2]]))
      if (at === 10) turns.push(() => archiveProject(services, picture(), projects[10] as number))
      if (at === 14) turns.push(() => db.run('DELETE FROM project WHERE id = $1', [projects[11]]))
      if (at % 6 === 5) turns.push(() => retireSets({ db, now: later }, new AbortController().signal))
    }
    const take = async (): Promise<void> => {
      for (let next = turns.shift(); next !== undefined; next = turns.shift()) await next()
    }
    await Promise.all([take(), take(), take()])
    gone.working = false
    await Promise.all(folding)
    expect(failures.filter((error) => !isRetryable(error))).toEqual([])
    expect((await foldStandings(services)).isComplete).toBe(true)
    expect(await countedAhead(db)).toEqual(await countedOut(services, WIDE))
    console.log(`standings: ${steps} steps while others wrote, ${failures.length} given up for another's`)
  }
})

function picture() {
  return { viewer: { ...SYSTEM_VIEWER, mayIn: () => true }, at: null, now: shop.services.now() }
}

/** A clock that is ahead: what was given up just now counts as given up long ago. */
function later(): Date {
  return new Date(shop.services.now().getTime() + 2 * 3_600_000)
}
