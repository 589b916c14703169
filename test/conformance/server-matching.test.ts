import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { matchComponents } from '@cupel/advisory'
import { syncDatabase } from '@cupel/advisory/sync'
import { buildPurl, loadVersionScheme } from '@cupel/model'
import type { Component, OsvRecord, VersionScheme } from '@cupel/model'
import { bufferAccess, openZip } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storePicture } from '../../packages/server/src/ingest/store-picture.ts'
import { openWorkshop } from '../server/workshop.ts'
import type { Workshop } from '../server/workshop.ts'
import { sharedPath } from '../shared.ts'
import { randomFrom } from './version-key-texts.ts'

const shared = sharedPath('advisories')
const ECOSYSTEMS = ['PyPI', 'Go', 'Maven', 'RubyGems', 'crates.io', 'Debian', 'Alpine', 'AlmaLinux']
/** Records of an ecosystem whose packages are asked about; CUPEL_RECORDS asks for more. */
const RECORDS = Number(process.env['CUPEL_RECORDS'] ?? 40)

describe.skipIf(shared === null)('the server and the scan', () => {
  let shop: Workshop

  beforeAll(async () => {
    shop = await openWorkshop()
    const signal = new AbortController().signal
    await syncDatabase({ home: shop.home, from: shared ?? '', ecosystems: ECOSYSTEMS, signal, now: shop.services.now, emit: () => {} })
  }, 120_000)
  afterAll(() => shop.close())

  test('find the same in the same components with the same real advisories', { timeout: 300_000 }, async () => {
    const components = ECOSYSTEMS.flatMap(componentsOf)
    const unique = [...new Map(components.map((one) => [one.purl, one])).values()]
    const index = shop.services.advisories.current()
    const schemes = new Map<string, VersionScheme>()
    for (const { ecosystem } of unique) schemes.set(ecosystem, await loadVersionScheme(ecosystem))
    const scan = matchComponents(unique, index, schemes)
    const project = await shop.project(await shop.organisation('conformance'), 'all')
    const inventory = { components: unique, graphs: [], problems: [], format: '' }
    const bom = await shop.upload(project, { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [] })
    const [document] = await shop.db.query<{ id: number }>('SELECT id FROM document LIMIT 1')
    const picture = { projectId: project, uploadId: bom.id + 1, documentId: document!.id, origin: 'test', inventory }
    const stored = await storePicture(shop.services, picture, () => index)
    const rows = await shop.db.query<{ purl: string; shown: string; kind: string; severity: string; records: number }>(
      `SELECT pv.purl, v.shown, v.kind, v.severity, (SELECT count(*)::int4 FROM advisory a WHERE a.vulnerability_id = v.id AND a.withdrawn IS NULL) AS records
       FROM match m
       JOIN package_version pv ON pv.id = m.version_id JOIN vulnerability v ON v.id = m.vulnerability_id WHERE m.until IS NULL`,
    )
    const ours = new Map(rows.map((row) => [`${row.purl} ${row.shown}`, row]))
    const theirs = new Map(scan.findings.map((finding) => [`${finding.component} ${finding.advisory.id}`, finding]))
    const missing = [...theirs.keys()].filter((key) => !ours.has(key))
    const extra = [...ours.keys()].filter((key) => !theirs.has(key))
    const facts = [...theirs].filter(([key, finding]) => {
      const row = ours.get(key)
      return row !== undefined && (row.severity !== finding.severity || row.kind !== finding.kind)
    })
    console.log(
      `server and scan: ${unique.length} components, ${theirs.size} findings, ${missing.length} missing, ${extra.length} extra, ` +
        `${facts.length} told with the facts of more records, unmatched ${stored.unmatched} and ${scan.unmatched}`,
    )
    expect(missing.slice(0, 5)).toEqual([])
    expect(extra.slice(0, 5)).toEqual([])
    expect(stored.unmatched).toBe(scan.unmatched)
    // The scan merges the records that hit one component; the store those of one problem that are about anything it has.
    const unlike = facts.filter(([key]) => ours.get(key)?.records === 1)
    expect(unlike.map(([key, { severity }]) => [key, severity, ours.get(key)?.severity]).slice(0, 5)).toEqual([])
  })
})

/** Components as real advisories name them: at, around and beside the versions that they speak of. */
function componentsOf(ecosystem: string): readonly Component[] {
  const zip = openZip(bufferAccess(readFileSync(join(shared ?? '', 'osv', ecosystem, 'all.zip'))))
  const random = randomFrom(ecosystem.length * 7919)
  return Array.from({ length: RECORDS }, () => random.of(zip.entries)).flatMap((entry) => {
    const record = JSON.parse(Buffer.from(zip.read(entry)).toString('utf8')) as OsvRecord
    return (record.affected ?? []).slice(0, 5).flatMap((affected) => {
      const named = affected.package
      if (named === undefined || !`${named.ecosystem}:`.startsWith(`${ecosystem}:`)) return []
      const stated = [
        ...(affected.versions ?? []),
        ...(affected.ranges ?? []).flatMap(({ events }) => events.flatMap((event) => Object.values(event))),
        '1.0.0',
        '',
      ].filter((version) => version !== '0')
      return Array.from({ length: 4 }, () => random.of(stated)).map((version): Component => {
        const purl = buildPurl({ type: 'generic', namespace: named.ecosystem.replaceAll(':', '-'), name: named.name, version })
        return {
          purl,
          name: named.name,
          version,
          ecosystem: named.ecosystem,
          scopes: ['runtime'],
          direct: null,
          evidence: [],
          licenses: [],
          hashes: [],
        }
      })
    })
  })
}
