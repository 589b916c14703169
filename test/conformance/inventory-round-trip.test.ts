import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdvisoryIndex } from '@cupel/advisory'
import { matchComponents, openIndex } from '@cupel/advisory'
import { syncDatabase } from '@cupel/advisory/sync'
import { EXTRACTORS, inventoryTree } from '@cupel/inventory'
import type { OsvAffected, OsvRecord, VersionScheme } from '@cupel/model'
import { evaluateAffected, loadVersionScheme } from '@cupel/model'
import { bufferAccess, DEFAULT_LIMITS, memoryTree, openZip } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'
import { LOCKS } from './round-trip-locks.ts'
import { systemOf } from './round-trip-systems.ts'
import type { Files, Wanted } from './round-trip-systems.ts'

const shared = sharedPath('advisories')
const home = mkdtempSync(join(tmpdir(), 'cupel-round-trip-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const PACKAGES = 25

/** No file of a project or system states packages of these: they name repositories, or fuzzing projects. */
const STATELESS = ['GIT', 'OSS-Fuzz']

function recordsOf(ecosystem: string): readonly OsvRecord[] {
  const zip = openZip(bufferAccess(readFileSync(join(shared ?? '', 'osv', ecosystem, 'all.zip'))))
  return zip.entries.map((entry) => JSON.parse(Buffer.from(zip.read(entry)).toString('utf8')) as OsvRecord)
}

/** A version that the entry itself says is affected; null when none can be named. */
function affectedVersion(affected: OsvAffected, scheme: VersionScheme): string | null {
  const events = (affected.ranges ?? []).filter(({ type }) => type !== 'GIT').flatMap((range) => range.events)
  const stated = events.flatMap((event) =>
    [event.introduced ?? '', event.last_affected ?? ''].filter((version) => version !== '' && version !== '0'),
  )
  const tried = [...(affected.versions ?? []).slice(-3), ...stated, '0.0.1-r0', '0.0.1-1', '0.0.1-1.el8', '0.0.1', '0.1']
  return tried.find((version) => isPlain(version) && evaluateAffected(scheme, affected, version).state === 'affected') ?? null
}

/** Written so that every file grammar can hold it. */
function isPlain(version: string): boolean {
  return /^[0-9A-Za-z.+~:_^-]+$/.test(version)
}

/** One package a name, spread over the records. */
function choose(records: readonly OsvRecord[], ecosystem: string, scheme: VersionScheme): readonly Wanted[] {
  const chosen = new Map<string, Wanted>()
  const step = Math.max(1, Math.floor(records.length / (PACKAGES * 8)))
  for (let start = 0; start < step && chosen.size < PACKAGES; start++) {
    for (let at = start; at < records.length && chosen.size < PACKAGES; at += step) {
      const record = records[at] as OsvRecord
      if (record.withdrawn !== undefined || /^AL[BE]A-/.test(record.id)) continue
      const affected = record.affected?.find((one) => one.package?.ecosystem === ecosystem && !chosen.has(one.package.name))
      const version = affected === undefined ? null : affectedVersion(affected, scheme)
      const name = affected?.package?.name ?? ''
      if (version !== null && /^[@\w./:+-]+$/.test(name))
        chosen.set(name, { id: record.id, name, version, purl: affected?.package?.purl ?? '' })
    }
  }
  return [...chosen.values()]
}

describe.skipIf(shared === null)('an affected package in a file is found by a scan', () => {
  let index: AdvisoryIndex
  const schemes = new Map<string, VersionScheme>()
  const folders =
    shared === null
      ? []
      : readdirSync(join(shared, 'osv'), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

  beforeAll(async () => {
    const signal = new AbortController().signal
    await syncDatabase({ home, from: shared ?? '', signal, now: () => new Date('2026-10-01T00:00:00Z'), emit: () => undefined })
    index = openIndex(home) as AdvisoryIndex
  })
  afterAll(() => index.close())

  async function schemeOf(ecosystem: string): Promise<VersionScheme> {
    const scheme = schemes.get(ecosystem) ?? (await loadVersionScheme(ecosystem))
    schemes.set(ecosystem, scheme)
    return scheme
  }

  /** What of `wanted` a scan of the files did not find. */
  async function missed(files: Files, wanted: readonly Wanted[]): Promise<readonly string[]> {
    const { components } = await inventoryTree(memoryTree(files, files['etc/os-release'] === undefined ? 'folder' : 'image'), {
      extractors: EXTRACTORS,
      limits: DEFAULT_LIMITS,
    })
    for (const { ecosystem } of components) await schemeOf(ecosystem)
    const found = new Set(
      matchComponents(components, index, schemes).findings.flatMap(({ advisory }) => [advisory.id, ...advisory.aliases]),
    )
    return wanted.filter(({ id }) => !found.has(id)).map(({ id, name, version }) => `${id} ${name} ${version}`)
  }

  test.each(folders.filter((folder) => LOCKS[folder] !== undefined))('%s', async (ecosystem) => {
    const scheme = await schemeOf(ecosystem)
    const wanted = choose(recordsOf(ecosystem), ecosystem, scheme)
    const files = ecosystem === 'GHC' ? wanted.map((one) => [one]) : [wanted]
    for (const list of files) expect(await missed(LOCKS[ecosystem]?.(list) ?? {}, list)).toEqual([])
    console.log(`round trip: ${wanted.length} packages of ${ecosystem} found`)
    expect(wanted.length).toBeGreaterThan(0)
  })

  test('systems: every release of every distribution', async () => {
    let systems = 0
    let packages = 0
    const untold: string[] = []
    for (const folder of folders.filter((one) => LOCKS[one] === undefined && !STATELESS.includes(one))) {
      const records = recordsOf(folder)
      const releases = new Set(records.flatMap(({ affected = [] }) => affected.flatMap((one) => one.package?.ecosystem ?? [])))
      for (const release of [...releases].toSorted()) {
        const wanted = choose(records, release, await schemeOf(release))
        const files = systemOf(release, wanted)
        if (files === null) {
          untold.push(release)
          continue
        }
        expect([release, await missed(files, wanted)]).toEqual([release, []])
        systems++
        packages += wanted.length
      }
    }
    console.log(`round trip: ${packages} packages of ${systems} systems found; not told apart: ${untold.join(', ')}`)
    expect(systems).toBeGreaterThan(40)
  })

  test('every ecosystem of the data can be stated by a file, or is known not to be', () => {
    const systems = ['Debian', 'Ubuntu', 'Alpine', 'AlmaLinux', 'Alpaquita', 'BellSoft Hardened Containers', 'CleanStart']
    expect(folders.filter((folder) => LOCKS[folder] === undefined && !systems.includes(folder))).toEqual(STATELESS)
  })
})
