import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { OsvAffected, OsvRecord } from '@cupel/model'
import {
  affectedSpans,
  compareVersionKeys,
  evaluateAffected,
  loadVersionSchemeById,
  orderKey,
  spansHold,
  versionKey,
  VERSION_SCHEMES,
  versionSchemeId,
} from '@cupel/model'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'
import { randomFrom, versionTexts } from './version-key-texts.ts'
import type { Random } from './version-key-texts.ts'

/** Versions with a key that are compared pairwise: 1,000,405 pairs a scheme. */
const PEERS = 1415
/** Versions with a key whose neighbours in the order of the keys are compared. */
const CHAIN = Number(process.env['CUPEL_VERSIONS'] ?? 10_000)
const SEED = Number(process.env['CUPEL_SEED'] ?? 1)
/** Entries that are read of one archive, evenly spread; CUPEL_EVERY=1 reads all. */
const ENTRIES = process.env['CUPEL_EVERY'] === '1' ? Infinity : 2000
/** Versions that one entry is held against. */
const VERSIONS = 24

const schemeIds = VERSION_SCHEMES.map(({ id }) => id)
const osv = sharedPath('advisories/osv')
const listed = sharedPath('versions')
const PUBLISHED: Readonly<Record<string, string>> = {
  alpine: 'apk',
  cran: 'cran',
  debian: 'dpkg',
  maven: 'maven',
  packagist: 'packagist',
  pypi: 'pep440',
  rubygems: 'rubygems',
}

describe.skipIf(osv === null || listed === null)('version keys', () => {
  const entries = osv === null ? [] : affectedEntries(osv)
  const real = listed === null ? new Map<string, readonly string[]>() : realVersions(entries, listed)

  test.each(schemeIds)('%s: the order of the keys is the order of the versions', async (id) => {
    const scheme = await loadVersionSchemeById(id)
    const peers = keyed(id, PEERS, real.get(id) ?? [])
    const wrong: string[] = []
    let pairs = 0
    let equal = 0
    for (const [i, a] of peers.entries()) {
      for (let j = i + 1; j < peers.length; j++) {
        const b = peers[j] as Keyed
        const order = Math.sign(scheme.compare(a.text, b.text))
        pairs++
        if (order === 0) equal++
        if (order !== Math.sign(compareVersionKeys(a.key, b.key))) wrong.push(`${JSON.stringify([a.text, b.text])} ${order}`)
      }
    }
    const chain = [...keyed(id, CHAIN, real.get(id) ?? [])].sort((a, b) => compareVersionKeys(a.key, b.key))
    for (const [i, a] of chain.entries()) {
      for (const b of chain.slice(i + 1, i + 4)) {
        if (Math.sign(scheme.compare(a.text, b.text)) !== Math.sign(compareVersionKeys(a.key, b.key)))
          wrong.push(`${JSON.stringify([a.text, b.text])} neighbours`)
      }
    }
    console.log(`${id}: ${pairs} pairs and ${chain.length} in a row, ${wrong.length} differ (${equal} pairs equal)`)
    expect(wrong.slice(0, 10)).toEqual([])
    expect(pairs).toBeGreaterThanOrEqual(1_000_000)
  })

  test('spans hold what evaluateAffected calls affected', async () => {
    const counts = { entries: 0, exact: 0, spans: 0, judged: 0, affected: 0, withoutKey: 0 }
    const wrong: string[] = []
    const random = randomFrom(SEED)
    for (const group of packagesOf(entries)) {
      const scheme = await loadVersionSchemeById(group.scheme)
      const pool = [...new Set(group.affected.flatMap(versionsOf))]
      for (const affected of group.affected) {
        const { spans, exact } = affectedSpans(scheme, affected)
        counts.entries++
        counts.spans += spans.length
        if (exact) counts.exact++
        for (const version of sample(boundsOf(affected), pool, random)) {
          const key = versionKey(scheme, version)
          if (key === null) {
            counts.withoutKey++
            continue
          }
          const expected = evaluateAffected(scheme, affected, version).state === 'affected'
          const held = spansHold(spans, key)
          counts.judged++
          if (expected) counts.affected++
          if (exact ? held !== expected : expected && !held)
            wrong.push(`${group.scheme} ${version} ${expected}: ${JSON.stringify(affected.ranges)}`)
        }
      }
    }
    console.log('spans of real entries', counts)
    expect(wrong.slice(0, 5)).toEqual([])
    expect(counts.entries).toBeGreaterThanOrEqual(20_000)
    expect(counts.exact / counts.entries).toBeGreaterThan(0.999)
  }, 600_000)
})

interface Keyed {
  readonly text: string
  readonly key: Uint8Array
}

/** Different texts that have a key, of real versions up to two fifths. */
function keyed(id: string, count: number, real: readonly string[]): readonly Keyed[] {
  const found = new Map<string, Keyed>()
  for (const text of versionTexts(id, real, { seed: SEED + schemeIds.indexOf(id), realCount: (2 * count) / 5 })) {
    const key = found.has(text) ? null : orderKey(id, text)
    if (key !== null) found.set(text, { text, key })
    if (found.size === count) break
  }
  return [...found.values()]
}

interface Entry {
  readonly ecosystem: string
  readonly affected: OsvAffected
}

function affectedEntries(root: string): readonly Entry[] {
  const entries: Entry[] = []
  for (const folder of readdirSync(root, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    let taken = 0
    for (const record of records(readFileSync(join(root, folder.name, 'all.zip')))) {
      for (const affected of record.affected ?? []) {
        if (affected.package === undefined) continue
        entries.push({ ecosystem: affected.package.ecosystem, affected })
        if (++taken >= ENTRIES) break
      }
      if (taken >= ENTRIES) break
    }
  }
  return entries
}

function boundsOf({ ranges }: OsvAffected): readonly string[] {
  return (ranges ?? []).flatMap(({ type, events }) =>
    type === 'GIT'
      ? []
      : events.flatMap((event) => [event.introduced, event.fixed, event.last_affected, event.limit].filter((one) => one !== undefined)),
  )
}

function versionsOf(affected: OsvAffected): readonly string[] {
  return [...boundsOf(affected), ...(affected.versions ?? [])]
}

function sample(own: readonly string[], pool: readonly string[], random: Random): ReadonlySet<string> {
  const others = pool.length <= VERSIONS ? pool : Array.from({ length: VERSIONS }, () => random.of(pool))
  return new Set([...own, ...others].slice(0, VERSIONS))
}

function realVersions(entries: readonly Entry[], folder: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map(schemeIds.map((id) => [id, new Set<string>()]))
  for (const { ecosystem, affected } of entries)
    for (const version of versionsOf(affected)) found.get(versionSchemeId(ecosystem))?.add(version)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
    const id = PUBLISHED[file.split('-')[1] ?? ''] ?? ''
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const [, a, b] = /^(.+) [<=>] (.+)$/.exec(line) ?? []
      if (a !== undefined && b !== undefined) found.get(id)?.add(a).add(b)
    }
  }
  return new Map([...found].map(([id, versions]) => [id, [...versions]]))
}

interface Package {
  readonly scheme: string
  readonly affected: OsvAffected[]
}

function packagesOf(entries: readonly Entry[]): Iterable<Package> {
  const packages = new Map<string, Package>()
  for (const { ecosystem, affected } of entries) {
    const name = `${ecosystem} ${affected.package?.name}`
    const found = packages.get(name) ?? { scheme: versionSchemeId(ecosystem), affected: [] }
    packages.set(name, found)
    found.affected.push(affected)
  }
  return packages.values()
}

/** The records of an OSV archive, by its central directory; entries are deflated or stored, without ZIP64. */
function* records(zip: Buffer): Generator<OsvRecord> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const count = zip.readUInt16LE(end + 10)
  const every = Math.max(1, Math.floor(count / ENTRIES))
  let at = zip.readUInt32LE(end + 16)
  for (let entry = 0; zip.readUInt32LE(at) === 0x02014b50; entry++) {
    const method = zip.readUInt16LE(at + 10)
    const size = zip.readUInt32LE(at + 20)
    const local = zip.readUInt32LE(at + 42)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    if (entry % every !== 0) continue
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const body = zip.subarray(start, start + size)
    yield JSON.parse((method === 0 ? body : inflateRawSync(body)).toString('utf8')) as OsvRecord
  }
}
