import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { TufFetch } from '@cupel/provenance'
import { TufClient } from '@cupel/provenance'
import { sharedPath } from '../shared.ts'
import type { ManifestRow } from './provenance-manifest.ts'
import { manifestRows } from './provenance-manifest.ts'
import type { Case, Tree, Version } from './tuf-runs.ts'
import { expectCode, NOW, outcome, rotateOthers, rotateRoot, walk } from './tuf-runs.ts'
import { SCENARIOS } from './tuf-scenarios.ts'

/** Repositories of other writers, the real history of a root, and the scenarios of the TUF clients' shared suite. */
const manifest = sharedPath('provenance/manifest.tsv')

describe.skipIf(manifest === null)('TUF repositories and scenarios of other projects', () => {
  const folder = dirname(manifest ?? '')
  const rows = manifest === null ? [] : manifestRows(readFileSync(manifest, 'utf8'))
  const scratch = mkdtempSync(join(tmpdir(), 'cupel-tuf-'))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  it.each(['tuf-static', 'tuf-roots', 'tuf-scenario', 'tuf-case'])('%s', async (suite) => {
    const cases = rows.filter((row) => row.suite === suite)
    const wrong: string[] = []
    for (const row of cases) {
      const problem = await judge(row).catch((error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)))
      if (problem !== undefined) wrong.push(`${row.id}: ${problem}`)
    }
    console.log(`provenance: ${suite}: ${cases.length - wrong.length} of ${cases.length} rows right`)
    expect(wrong).toEqual([])
    expect(cases.length).toBeGreaterThan(0)
  })

  /** Undefined when the row comes out as it must. */
  async function judge(row: ManifestRow): Promise<string | undefined> {
    if (row.suite === 'tuf-static') return judgeStatic(row)
    if (row.suite === 'tuf-roots') return judgeRoots(row)
    if (row.suite === 'tuf-case') return judgeCase(row)
    const scenario = SCENARIOS[row.id.slice('tuf-scenario/'.length)]
    if (scenario === undefined) return 'no such scenario in this file'
    await scenario()
    return undefined
  }

  function unpack(archive: string): string {
    const target = mkdtempSync(join(scratch, 'a-'))
    execFileSync('tar', ['xzf', join(folder, archive), '-C', target])
    return target
  }

  async function judgeStatic(row: ManifestRow): Promise<string | undefined> {
    if (row.id === 'tuf/tuf-js-example') {
      const root = join(folder, 'tuf/tuf-js-examples')
      const data = join(root, 'repository/data')
      const client = new TufClient(new Map([['root', readFileSync(join(root, 'client/1.root.json'))]]), {
        fetchMetadata: reader(join(data, 'metadata')),
        fetchTarget: reader(join(data, 'targets')),
        now: new Date('2020-01-01T00:00:00Z'),
      })
      const found: string[] = []
      for (const name of readdirSync(join(data, 'targets'))) {
        found.push(await outcome((trace) => client.download(name, trace)))
      }
      return found.every((one) => one === 'ok') ? undefined : found.join('; ')
    }
    const root = join(unpack(row.files[0]!), 'tuf-on-ci-0.11')
    const fetchTarget = reader(join(root, 'targets'))
    const client = new TufClient(new Map([['root', readFileSync(join(root, 'initial_root.json'))]]), {
      fetchMetadata: reader(join(root, 'metadata')),
      fetchTarget: row.id.endsWith('target-altered') ? altered(fetchTarget) : fetchTarget,
      // The row says 2040, but the metadata is valid into 2044.
      now: row.id.endsWith('expired') ? new Date('2045-01-01T00:00:00Z') : new Date('2025-02-09T09:17:23Z'),
    })
    const found = await outcome((trace) => client.download('delegatedrole/artifact', trace))
    const expected = row.expected.startsWith('PASS') ? 'ok' : row.id.endsWith('expired') ? /expired$/ : /target: digest-mismatch$/
    return (typeof expected === 'string' ? found === expected : expected.test(found)) ? undefined : found
  }

  async function judgeRoots(row: ManifestRow): Promise<string | undefined> {
    const root = findFolder(unpack(row.files[0]!), '15.root.json')
    const match = /root-chain-(from|gap)-(\d+)$/.exec(row.id)!
    const start = Number(match[2])
    const read = (version: number): Buffer => readFileSync(join(root, `${version}.root.json`))
    const client = new TufClient(new Map([['root', read(start)]]), {
      fetchMetadata: reader(root),
      fetchTarget: reader(root),
      now: NOW,
    })
    if (match[1] === 'gap') return expectCode(() => client.acceptRoot(read(start + 2)), 'rollback')
    const found = await outcome((trace) => client.refresh(trace))
    // The history holds roots only: the update goes as far as the missing timestamp.
    return client.rootVersion === 15 && found === 'timestamp: evidence-missing' ? undefined : `version ${client.rootVersion}, ${found}`
  }

  async function judgeCase(row: ManifestRow): Promise<string | undefined> {
    const data = JSON.parse(readFileSync(join(folder, row.files[0]!), 'utf8')) as Case
    if (row.id.includes('/root_rotation_cases/')) return rotateRoot(data.case as readonly Version[])
    if (row.id.includes('/non_root_rotation_cases/')) return rotateOthers(data.case as Version)
    if (row.id.includes('/graphs/')) return walk(data.case as Tree, 'missing', false, (data.case as Tree).visited_order ?? [])
    const [path, isFound, visited] = (data.case as { args: readonly [string, boolean, readonly string[]] }).args
    return walk(data.tree!, path, isFound, visited)
  }
})

function reader(folder: string): TufFetch {
  return (path) => {
    try {
      return Promise.resolve(readFileSync(join(folder, path)))
    } catch {
      return Promise.resolve(undefined)
    }
  }
}

function altered(fetch: TufFetch): TufFetch {
  return async (path, maxBytes) => {
    const bytes = await fetch(path, maxBytes)
    return bytes && Buffer.from(bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte)))
  }
}

function findFolder(root: string, file: string): string {
  if (readdirSync(root).includes(file)) return root
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory()) return findFolder(join(root, entry.name), file)
  }
  throw new Error(`no ${file} below ${root}`)
}
