import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { manifestRows } from '../conformance/provenance-manifest.ts'
import { clients } from '../conformance/tuf-runs.ts'
import { SCENARIOS } from '../conformance/tuf-scenarios.ts'
import { sharedPath } from '../shared.ts'
import { TufProcesses } from './tuf-process.ts'

const manifest = sharedPath('provenance/manifest.tsv')
const LANES = 3

/** The scenarios of the TUF clients' shared suite by way of its protocol: each client is a process of its own, the repository is on loopback. */
describe.skipIf(manifest === null)('conformance/tuf', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  const processes = new TufProcesses(folder)
  const inProcess = clients.make
  afterAll(async () => {
    clients.make = inProcess
    await processes.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('plays every scenario as a process', async () => {
    const names = manifestRows(readFileSync(manifest ?? '', 'utf8'))
      .filter(({ suite }) => suite === 'tuf-scenario')
      .map(({ id }) => id.slice('tuf-scenario/'.length))
    const wrong: string[] = []
    clients.make = processes.make
    const waiting = names.values()
    const lane = async (): Promise<void> => {
      for (const name of waiting) {
        const scenario = SCENARIOS[name] ?? (() => Promise.reject(new Error('no such scenario')))
        await scenario().catch((error: unknown) => void wrong.push(`${name}: ${error instanceof Error ? error.message : String(error)}`))
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    console.log(
      `provenance: conformance/tuf: ${names.length - wrong.length} of ${names.length} scenarios right in ${processes.runs} processes`,
    )
    expect(wrong).toEqual([])
    expect(names.length).toBeGreaterThan(0)
  })
})
