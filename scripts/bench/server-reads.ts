import { COUNTED_PROJECTS, onlyProjects } from '../../packages/server/src/api/visible-projects.ts'
import type { VisibleProjects } from '../../packages/server/src/api/visible-projects.ts'
import { performance } from 'node:perf_hooks'
import type { Viewer } from '../../packages/server/src/api/viewer.ts'
import { affectedPage } from '../../packages/server/src/read/affected-rows.ts'
import { componentPage } from '../../packages/server/src/read/component-rows.ts'
import { findingPage } from '../../packages/server/src/read/finding-rows.ts'
import { changePage } from '../../packages/server/src/read/change-rows.ts'
import { overview } from '../../packages/server/src/read/overview.ts'
import { packageAdvisories } from '../../packages/server/src/read/package-advisories.ts'
import { packagePage } from '../../packages/server/src/read/package-rows.ts'
import { packageUsers } from '../../packages/server/src/read/package-users.ts'
import { packageVersions } from '../../packages/server/src/read/package-versions.ts'
import type { Picture } from '../../packages/server/src/read/picture.ts'
import { projectPage } from '../../packages/server/src/read/project-rows.ts'
import { search } from '../../packages/server/src/read/search.ts'
import { teamPerformance } from '../../packages/server/src/read/team-performance.ts'
import { upgradePage } from '../../packages/server/src/read/upgrade-rows.ts'
import { trend } from '../../packages/server/src/read/trend.ts'
import { triagePage } from '../../packages/server/src/read/triage-rows.ts'
import { uploadPage } from '../../packages/server/src/read/upload-rows.ts'
import { vulnerabilityPage } from '../../packages/server/src/read/vulnerability-rows.ts'
import type { Database } from '../../packages/server/src/store/database.ts'
import { timed } from './timed.ts'

export interface ReadFigure {
  readonly name: string
  /** Of the first call, which finds nothing kept from an earlier one. */
  readonly firstMs: number
  readonly medianMs: number
  readonly p95Ms: number
}

const ORDERS = ['severity', 'epss', 'kev', 'first-seen']

/** Times every list page and sort that the API offers, for somebody who sees everything, an organisation, a tenth of all, 200 projects or five. */
export async function* measureReads(db: Database, rounds: number, now: Date, only = ''): AsyncGenerator<ReadFigure> {
  const ids = (await db.query<{ id: number }>('SELECT id FROM project WHERE archived_at IS NULL ORDER BY id')).map(({ id }) => id)
  for (const [who, projects] of [
    ['all', null],
    ['an organisation', { organisations: [1], ids: [], count: Math.min(COUNTED_PROJECTS, ids.length), of: ids.length }],
    ['a tenth', onlyProjects(ids.slice(0, ids.length / 10), ids.length)],
    ['200 projects', onlyProjects(ids.slice(0, 200), ids.length)],
    ['5 projects', onlyProjects(ids.slice(0, 5), ids.length)],
  ] as const) {
    const picture: Picture = { viewer: viewerOf(projects), at: null, now }
    const held = await packagePage(db, picture, { sort: 'projects', limit: 40 })
    const first = await findingPage(db, picture, {})
    const used = (round: number): number => held.items[round % held.items.length]?.package.id ?? 1
    const reads: readonly (readonly [string, (round: number) => Promise<unknown>])[] = [
      ...['risk', 'name', 'updated', 'components'].map(
        (sort) => [`projects by ${sort}`, () => projectPage(db, picture, { sort })] as const,
      ),
      ...ORDERS.map((sort) => [`findings by ${sort}`, () => findingPage(db, picture, { sort })] as const),
      ['findings, second page', () => findingPage(db, picture, { cursor: first.next ?? '' })],
      ...[...ORDERS, 'published', 'projects'].map(
        (sort) => [`problems by ${sort}`, () => vulnerabilityPage(db, picture, { sort })] as const,
      ),
      ['packages by name', () => packagePage(db, picture, {})],
      ['packages by projects', () => packagePage(db, picture, { sort: 'projects' })],
      ['upgrades', () => upgradePage(db, picture, {})],
      ['users of a package', (round) => packageUsers(db, picture, used(round), {})],
      ['versions of a package', (round) => packageVersions(db, picture, used(round), {})],
      ['advisories of a package', (round) => packageAdvisories(db, picture, used(round), {})],
      ['teams', () => teamPerformance(db, picture, {})],
      ['changes', () => changePage(db, picture, {})],
      ['judgements', () => triagePage(db, picture, {})],
      ['uploads', () => uploadPage(db, picture, {})],
      ['overview', () => overview(db, picture)],
      ['trend of 30 days', () => trend(db, picture, { days: 30 })],
      ['components of a project', (round) => componentPage(db, picture, ids[round % 5] as number, {})],
      ['findings of a project', (round) => findingPage(db, picture, { project: ids[round % 5] as number })],
      [
        'affected by a problem',
        (round) => affectedPage({ db } as never, picture, String(1 + ((round * 613) % 25_000)), {}).catch(() => null),
      ],
      ['search for a name', (round) => search(db, picture, `p${1 + ((round * 97) % 9000)}`)],
      ['search for an id', (round) => search(db, picture, `CVE-2026-${1 + ((round * 97) % 900)}`)],
      ['search for a purl', (round) => search(db, picture, `pkg:npm/p${1 + round}@1.0.0`)],
    ]
    for (const [name, read] of reads) if (`${who}: ${name}`.includes(only)) yield measured(`${who}: ${name}`, rounds, read)
  }
}

async function measured(name: string, rounds: number, read: (round: number) => Promise<unknown>): Promise<ReadFigure> {
  const times: number[] = []
  let firstMs = -1
  try {
    firstMs = Math.round(await timed(() => read(0)))
  } catch (error) {
    return { name: `${name}: ${(error as Error).message}`, firstMs, medianMs: -1, p95Ms: -1 }
  }
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    await read(round)
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] as number) * 10) / 10
  return { name, firstMs, medianMs: at(0.5), p95Ms: at(0.95) }
}

function viewerOf(projects: VisibleProjects | null): Viewer {
  return { actor: 'bench', accountId: null, name: 'bench', projects, organisations: null, permissions: new Set(), mayIn: () => false }
}
