import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdvisoryIndex, MatchedFinding } from '@cupel/advisory'
import { matchComponents, openIndex, openStarterIndex } from '@cupel/advisory'
import type { SyncResult } from '@cupel/advisory/sync'
import { syncDatabase, verifyDatabase } from '@cupel/advisory/sync'
import type { Component, OsvAffected, OsvRecord, VersionScheme } from '@cupel/model'
import { advisoryName, evaluateAffected, loadVersionScheme } from '@cupel/model'
import { bufferAccess, openZip } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

const shared = sharedPath('advisories')
const starterFile = join(import.meta.dirname, '..', '..', 'packages', 'advisory', 'data', 'starter.bin')
const home = mkdtempSync(join(tmpdir(), 'cupel-conformance-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

interface Named {
  readonly id: string
  readonly ecosystem: string
  readonly affected: OsvAffected
}

const read = new Map<string, readonly OsvRecord[]>()

/** All records of an ecosystem's zip, read without the code under test. */
function recordsOf(ecosystem: string): readonly OsvRecord[] {
  const known = read.get(ecosystem)
  if (known !== undefined) return known
  const zip = openZip(bufferAccess(readFileSync(join(shared ?? '', 'osv', ecosystem, 'all.zip'))))
  const records = zip.entries.map((entry) => JSON.parse(Buffer.from(zip.read(entry)).toString('utf8')) as OsvRecord)
  read.set(ecosystem, records)
  return records
}

function familyOf(ecosystem: string): string {
  return ecosystem.split(':')[0] ?? ''
}

function component(ecosystem: string, name: string, version: string): Component {
  const purl = `pkg:test/${encodeURIComponent(ecosystem)}/${encodeURIComponent(name)}@${encodeURIComponent(version)}`
  return { purl, name, version, ecosystem, scopes: ['runtime'], direct: null, evidence: [], licenses: [], hashes: [] }
}

/** Numbers that look random and are the same in every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe.skipIf(shared === null)('the shared advisories', () => {
  let result: SyncResult
  let index: AdvisoryIndex
  const schemes = new Map<string, VersionScheme>()

  beforeAll(async () => {
    const signal = new AbortController().signal
    result = await syncDatabase({ home, from: shared ?? '', signal, now: () => new Date('2026-10-01T00:00:00Z'), emit: () => undefined })
    index = openIndex(home) as AdvisoryIndex
    for (const { name } of result.manifest.ecosystems) schemes.set(name, await loadVersionScheme(name))
  })
  afterAll(() => index.close())

  test('sync whole: every record, none unreadable', () => {
    const ids = new Set<string>()
    const folders = readdirSync(join(shared ?? '', 'osv'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    for (const { name } of folders) {
      const zip = openZip(bufferAccess(readFileSync(join(shared ?? '', 'osv', name, 'all.zip'))))
      const stated = result.manifest.ecosystems.find((ecosystem) => ecosystem.name === name)
      expect([name, (stated?.records ?? 0) + (stated?.withdrawn ?? 0), stated?.unreadable]).toEqual([name, zip.entries.length, 0])
      for (const entry of zip.entries) ids.add(entry.path.slice(0, -5))
    }
    console.log(`advisories: ${ids.size} distinct records of ${folders.length} ecosystems, ${result.problems.length} unreadable`)
    expect([ids.size, folders.length, result.problems]).toEqual([108_239, 27, []])
    expect(index.state).toMatchObject({ kind: 'full', kev: '2026-08-07', epss: '2026-08-16' })
    expect(verifyDatabase(home).ok).toBe(true)
  })

  test('answers as a naive matcher does, that reads every record', () => {
    const next = sequence(7)
    let pairs = 0
    let hits = 0
    let compared = 0
    for (const { name: ecosystem } of result.manifest.ecosystems) {
      const scheme = schemes.get(ecosystem) as VersionScheme
      const named = recordsOf(ecosystem)
        .flatMap(namedParts)
        .filter((one) => familyOf(one.ecosystem) === ecosystem)
      const byName = groupBy(named)
      const packages = [...byName.values()]
      const wanted = Math.min(named.length * 2, 1500)
      for (let at = 0; at < wanted; at += 1) {
        const entries = packages[next(packages.length)] as readonly Named[]
        const { affected, ecosystem: release } = entries[next(entries.length)] as Named
        const name = affected.package?.name ?? ''
        const version = someVersion(affected, next)
        const same = (byName.get(advisoryName(release, name)) ?? []).filter((one) => sameRelease(one.ecosystem, release, name))
        const naive = same.filter((one) => evaluateAffected(scheme, one.affected, version).state === 'affected').map((one) => one.id)
        const asked = component(release, name, version)
        const found = matchComponents([asked], index, schemes).findings
        const told = index
          .lookup(release, name)
          .filter((entry) => entry.affected.some((part) => evaluateAffected(scheme, part, version).state === 'affected'))
          .map((entry) => index.record(entry.ref).id)
        expect([asked.purl, [...new Set(told)].toSorted()]).toEqual([asked.purl, [...new Set(naive)].toSorted()])
        expect([asked.purl, uncovered(found, naive)]).toEqual([asked.purl, []])
        for (const finding of found) {
          if (finding.upgrade === null) continue
          compared += 1
          const open = same.filter((one) => evaluateAffected(scheme, one.affected, finding.upgrade ?? '').state !== 'unaffected')
          expect([asked.purl, finding.upgrade, open.map((one) => one.id)]).toEqual([asked.purl, finding.upgrade, []])
        }
        pairs += 1
        if (naive.length > 0) hits += 1
      }
    }
    console.log(`advisories: ${pairs} pairs of package and version, ${hits} affected, 0 differences; ${compared} upgrades found clean`)
    expect(pairs).toBeGreaterThan(20_000)
    expect(hits).toBeGreaterThan(pairs / 5)
  })

  test('no problem with a live record is shown by the id of a withdrawn one', () => {
    const records = result.manifest.ecosystems.flatMap(({ name }) => recordsOf(name))
    const live = new Set(records.filter((one) => one.withdrawn === undefined).map((one) => one.id))
    const dead = new Set(records.filter((one) => !live.has(one.id)).map((one) => one.id))
    const components: Component[] = []
    for (const record of records) {
      if (!live.has(record.id)) continue
      const [ref] = index.recordsById(record.id)
      const ids = [...(record.aliases ?? []), ...(ref === undefined ? [] : index.group(index.record(ref)))]
      if (!ids.some((id) => dead.has(id))) continue
      for (const affected of record.affected ?? []) {
        if (affected.package !== undefined) {
          components.push(component(affected.package.ecosystem, affected.package.name, affectedVersion(affected)))
        }
      }
    }
    const shown = matchComponents(components, index, schemes).findings.map((one) => one.advisory)
    const concerned = shown.filter((one) => one.aliases.some((id) => dead.has(id)))
    console.log(`advisories: ${dead.size} withdrawn ids, ${new Set(concerned.map((one) => one.id)).size} problems have one among their ids`)
    expect(concerned.length).toBeGreaterThan(6)
    expect(shown.filter((one) => dead.has(one.id)).map((one) => one.id)).toEqual([])
  })

  test('every malicious package is found at an affected version', () => {
    const components: Component[] = []
    const ids: string[] = []
    for (const { name: ecosystem } of result.manifest.ecosystems) {
      for (const record of recordsOf(ecosystem)) {
        if (!record.id.startsWith('MAL-') || record.withdrawn !== undefined) continue
        for (const affected of record.affected ?? []) {
          if (affected.package === undefined || familyOf(affected.package.ecosystem) !== ecosystem) continue
          components.push(component(affected.package.ecosystem, affected.package.name, affectedVersion(affected)))
          ids.push(record.id)
        }
      }
    }
    const { findings, problems } = matchComponents(components, index, schemes)
    const malware = new Map<string, Set<string>>()
    for (const finding of findings.filter((one) => one.kind === 'malware')) {
      const known = malware.get(finding.component) ?? new Set()
      for (const id of [finding.advisory.id, ...finding.advisory.aliases]) known.add(id)
      malware.set(finding.component, known)
    }
    const missed = components.filter((one, at) => malware.get(one.purl)?.has(ids[at] ?? '') !== true)
    console.log(
      `advisories: ${components.length - missed.length} of ${components.length} malicious packages found, ${new Set(ids).size} MAL records`,
    )
    expect(missed.map((one) => one.purl)).toEqual([])
    expect(new Set(ids).size).toBeGreaterThan(31_000)
    expect(problems).toEqual([])
    expect(findings.filter((one) => one.kind === 'malware' && one.match.by !== 'version-list' && one.upgrade !== null)).toEqual([])
  })

  test('what is known to be exploited is in the starter set, of every ecosystem', () => {
    const starter = openStarterIndex(readFileSync(starterFile))
    const catalogue = readFileSync(join(shared ?? '', 'kev', 'known_exploited_vulnerabilities.json'), 'utf8')
    const listed = new Set((JSON.parse(catalogue) as { vulnerabilities: { cveID: string }[] }).vulnerabilities.map(({ cveID }) => cveID))
    const exploited = result.manifest.ecosystems.flatMap(({ name }) =>
      recordsOf(name).filter((one) =>
        [one.id, ...(one.aliases ?? []), ...(one.upstream ?? one.related ?? [])].some((id) => listed.has(id)),
      ),
    )
    const held = (from: AdvisoryIndex, { id, affected = [] }: OsvRecord): boolean =>
      affected.some(({ package: named }) =>
        from.lookup(named?.ecosystem ?? '', named?.name ?? '').some(({ ref }) => from.record(ref).id === id),
      )
    const live = exploited.filter((one) => held(index, one))
    const missing = live.filter((one) => !held(starter, one))
    const [shareAlike, others] = [missing.filter(isShareAlike), missing.filter((one) => !isShareAlike(one))]
    console.log(
      `advisories: ${live.length - missing.length} of ${live.length} records of exploited problems in the starter set of ${starter.state.records}, ${shareAlike.length} left out for their licence`,
    )
    expect(others.map(({ id }) => id)).toEqual([])
    expect(live.length).toBeGreaterThan(600)
    expect(shareAlike.length).toBeLessThan(50)
  })
})

function isShareAlike({ database_specific: specific }: OsvRecord): boolean {
  return /^aboutcode-org\/vulnerablecode|^victims\/victims-cve-db/.test(String(specific?.['source'] ?? ''))
}

function namedParts(record: OsvRecord): readonly Named[] {
  if (record.withdrawn !== undefined || isPlainUpdate(record)) return []
  return (record.affected ?? []).flatMap((affected) =>
    affected.package === undefined ? [] : [{ id: record.id, ecosystem: affected.package.ecosystem, affected }],
  )
}

/** AlmaLinux's updates that mend bugs and name no CVE are no vulnerabilities. */
function isPlainUpdate({ id, related = [] }: OsvRecord): boolean {
  return /^AL[BE]A-/.test(id) && !related.some((other) => other.startsWith('CVE-'))
}

function groupBy(named: readonly Named[]): Map<string, Named[]> {
  const groups = new Map<string, Named[]>()
  for (const one of named) {
    const key = advisoryName(one.ecosystem, one.affected.package?.name ?? '')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

/**
 * Drupal's own registry within Packagist is no release; all other suffixes in the data are. A vulnerability of an Ubuntu package is
 * stated for the release or for its subscribers, and both are asked; certified packages only among themselves, but for kernels.
 */
function sameRelease(stated: string, asked: string, name: string): boolean {
  if (familyOf(asked) === 'Ubuntu') {
    const [one, other] = [stated, asked].map((release) => /\d+\.\d+/.exec(release)?.[0])
    if (one !== other) return false
    if (asked.includes(':FIPS')) return stated.includes(':FIPS')
    return !stated.includes(':FIPS') || /^linux-.*-?fips$/.test(name)
  }
  return stated === asked || stated === familyOf(asked) || familyOf(asked) === 'Packagist'
}

function someVersion(affected: OsvAffected, next: (below: number) => number): string {
  const events = (affected.ranges ?? [])
    .filter((range) => range.type !== 'GIT')
    .flatMap((range) => range.events.flatMap((event) => Object.values(event)))
  const known = [...events, ...(affected.versions ?? [])].filter((version) => version !== '0')
  const version = known.length === 0 ? '1.0.0' : (known[next(known.length)] as string)
  const kind = next(6)
  if (kind === 0) return `${version}.1`
  if (kind === 1) return version.replace(/\d+/, (digits) => String(Math.max(0, Number(digits) - 1)))
  if (kind === 2) return version.replace(/\d+$/, (digits) => String(Number(digits) + 1))
  return version
}

function affectedVersion(affected: OsvAffected): string {
  const [listed] = affected.versions ?? []
  if (listed !== undefined) return listed
  const introduced = affected.ranges?.flatMap((range) => range.events.flatMap((event) => event.introduced ?? [])) ?? []
  return introduced.find((version) => version !== '0') ?? '1.0.0'
}

function uncovered(found: readonly MatchedFinding[], naive: readonly string[]): readonly string[] {
  const told = new Set(found.flatMap((finding) => [finding.advisory.id, ...finding.advisory.aliases]))
  const unasked = found.filter((finding) => ![finding.advisory.id, ...finding.advisory.aliases].some((id) => naive.includes(id)))
  return [...naive.filter((id) => !told.has(id)), ...unasked.map((finding) => `${finding.advisory.id} is too much`)]
}
