import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { matchComponents } from '@cupel/advisory'
import { syncDatabase } from '@cupel/advisory/sync'
import { buildPurl, loadVersionScheme } from '@cupel/model'
import type { Component, OsvRecord, VersionScheme } from '@cupel/model'
import { bufferAccess, openZip } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
  })
  afterAll(() => shop.close())

  test('find the same in the same components with the same real advisories', async () => {
    const components = ECOSYSTEMS.flatMap(componentsOf)
    const unique = [...new Map(components.map((one) => [one.purl, one])).values()]
    const index = shop.services.advisories.current()
    const schemes = new Map<string, VersionScheme>()
    for (const { ecosystem } of unique) schemes.set(ecosystem, await loadVersionScheme(ecosystem))
    const scan = matchComponents(unique, index, schemes)
    const project = await shop.project(await shop.organisation('conformance'), 'all')
    const stored = await shop.upload(project, { schemaVersion: '1.0', components: unique, graphs: [], problems: [] })
    expect(stored).toMatchObject({ state: 'done', problems: [] })
    const rows = await shop.db.query<{ purl: string; shown: string; kind: string; severity: string; cvss: number | null }>(
      `SELECT pv.purl, v.shown, coalesce(m.kind, v.kind) AS kind, coalesce(m.severity, v.severity) AS severity,
         CASE WHEN m.severity IS NULL THEN v.cvss ELSE m.cvss END AS cvss
       FROM match m
       JOIN package_version pv ON pv.id = m.version_id JOIN vulnerability v ON v.id = m.vulnerability_id WHERE m.until IS NULL`,
    )
    const ours = new Map(rows.map((row) => [`${row.purl} ${row.shown}`, row]))
    const theirs = new Map(scan.findings.map((finding) => [`${finding.component} ${finding.advisory.id}`, finding]))
    const missing = [...theirs.keys()].filter((key) => !ours.has(key))
    const extra = [...ours.keys()].filter((key) => !theirs.has(key))
    const worst = ({ advisory: { cvss } }: (typeof scan.findings)[number]): number | null => {
      const known = cvss.filter(({ score }) => score !== null)
      const chosen = known.some(({ version }) => version !== '2.0') ? known.filter(({ version }) => version !== '2.0') : known
      return chosen.length === 0 ? null : Math.fround(Math.max(...chosen.map(({ score }) => score ?? 0)))
    }
    const unlike = [...theirs].filter(([key, finding]) => {
      const row = ours.get(key)
      if (row === undefined) return false
      const cvss = row.cvss === null ? null : Math.fround(row.cvss)
      return row.severity !== finding.severity || row.kind !== finding.kind || cvss !== worst(finding)
    })
    const [odd] = await shop.db.query<{ n: number }>('SELECT count(*)::int4 AS n FROM match WHERE severity IS NOT NULL AND until IS NULL')
    const counted = await shop.db.query<Record<string, number>>('SELECT critical, high, medium, low, unknown, malware FROM set_count')
    console.log(
      `server and scan: ${unique.length} components, ${theirs.size} findings, ${missing.length} missing, ${extra.length} extra, ` +
        `${unlike.length} told otherwise, ${odd!.n} by some of their records only, unmatched ${stored.result['unmatched']} and ${scan.unmatched}`,
    )
    expect(missing.slice(0, 5)).toEqual([])
    expect(extra.slice(0, 5)).toEqual([])
    expect(stored.result['unmatched']).toBe(scan.unmatched)
    expect(unlike.map(([key, { kind, severity }]) => [key, kind, severity, ours.get(key)]).slice(0, 5)).toEqual([])
    const told = (name: string): number =>
      scan.findings.filter(({ kind, severity }) => (kind === 'malware' ? 'malware' : severity) === name).length
    expect(counted).toEqual([
      Object.fromEntries(['critical', 'high', 'medium', 'low', 'unknown', 'malware'].map((name) => [name, told(name)])),
    ])
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
