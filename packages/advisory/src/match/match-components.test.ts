import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Component, OsvRecord, VersionScheme } from '@cupel/model'
import { evaluateAffected, loadVersionScheme } from '@cupel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { syncDatabase } from '../sources/sync-database.ts'
import { writeBucket } from '../sources/test-bucket.ts'
import { openIndex } from '../store/open-index.ts'
import { matchComponents } from './match-components.ts'
import { upgradeCandidates } from './upgrade-candidates.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-match-'))
const schemes = new Map<string, VersionScheme>()
let index: AdvisoryIndex

type Range = readonly [introduced: string, fixed?: string]

function record(
  id: string,
  ecosystem: string,
  name: string,
  { ranges = [], versions, ...more }: { ranges?: readonly Range[]; versions?: string[] } & Partial<OsvRecord>,
): OsvRecord {
  const events = ranges.map(([introduced, fixed]) => ({
    type: 'ECOSYSTEM',
    events: [{ introduced }, ...(fixed === undefined ? [] : [{ fixed }])],
  }))
  return {
    id,
    modified: '2024-01-01T00:00:00Z',
    affected: [{ package: { ecosystem, name }, ranges: events, ...(versions === undefined ? {} : { versions }) }],
    ...more,
  }
}

const V31_HIGH = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }
const NPM = [
  record('GHSA-aaaa', 'npm', 'left', {
    ranges: [
      ['1.0.0', '1.2.3'],
      ['2.0.0', '2.1.0'],
    ],
    aliases: ['CVE-2024-1'],
    severity: [V31_HIGH],
    summary: 'left leaks',
  }),
  record('x_NSWG-1', 'npm', 'left', { ranges: [['0', '1.2.4']], aliases: ['CVE-2024-1'] }),
  record('GHSA-bbbb', 'npm', 'left', { ranges: [['1.2.4', '1.2.6']] }),
  record('GHSA-cccc', 'npm', 'left', { ranges: [['0']], withdrawn: '2024-02-01T00:00:00Z' }),
  record('MAL-2024-1', 'npm', 'bad', { ranges: [['0']], aliases: ['GHSA-mmmm'] }),
  record('MAL-2024-2', 'npm', 'once-bad', { versions: ['3.3.6'] }),
  record('GHSA-dddd', 'npm', 'once-bad', { ranges: [['0', '3.4.0']] }),
  record('GHSA-eeee', 'npm', 'forever', { ranges: [['0']] }),
  record('GHSA-b1', 'npm', 'chain', { ranges: [['0', '2.0.0']], aliases: ['CVE-2024-10'] }),
  record('GHSA-b2', 'npm', 'chain', { ranges: [['0', '2.0.0']], aliases: ['SYN-B'] }),
  record('SYN-LINK', 'npm', 'elsewhere', { ranges: [['0', '1.0.0']], aliases: ['CVE-2024-10', 'SYN-B'] }),
  record('GHSA-c1', 'npm', 'several', { ranges: [['0', '2.0.0']], aliases: ['CVE-2024-20', 'SYN-ALL'] }),
  record('GHSA-c2', 'npm', 'several', { ranges: [['0', '2.0.0']], aliases: ['CVE-2024-21', 'SYN-ALL'] }),
  record('SYN-ALL', 'npm', 'elsewhere', { ranges: [['0', '1.0.0']], aliases: ['CVE-2024-20', 'CVE-2024-21'] }),
]
const DEBIAN = [
  record('DSA-1-1', 'Debian:12', 'openssl', { ranges: [['0', '3.0.1-1']], upstream: ['CVE-2024-5'] }),
  record('DSA-2-1', 'Debian:11', 'openssl', { ranges: [['0', '9']], upstream: ['CVE-2024-6', 'CVE-2024-7'] }),
  record('DSA-3-1', 'Debian', 'openssl', { ranges: [['0', '3.0.2-1']] }),
]

beforeAll(async () => {
  const from = join(root, 'bucket')
  const byId = (records: readonly OsvRecord[]): Record<string, OsvRecord> => Object.fromEntries(records.map((one) => [one.id, one]))
  writeBucket(from, { npm: byId(NPM), Debian: byId(DEBIAN) }, { kev: ['CVE-2024-5'], epss: [['CVE-2024-1', 0.5]] })
  await syncDatabase({
    home: join(root, 'home'),
    from,
    signal: new AbortController().signal,
    now: () => new Date(0),
    emit: () => undefined,
  })
  index = openIndex(join(root, 'home')) as AdvisoryIndex
  for (const name of ['npm', 'Debian']) schemes.set(name, await loadVersionScheme(name))
})
afterAll(() => {
  index.close()
  rmSync(root, { recursive: true, force: true })
})

function component(name: string, version: string, ecosystem = 'npm', more: Partial<Component> = {}): Component {
  const evidence = [{ path: 'package-lock.json', line: 7, by: 'package-lock', kind: 'lock' as const }]
  return {
    purl: `pkg:npm/${name}@${version}`,
    name,
    version,
    ecosystem,
    scopes: ['runtime'],
    direct: true,
    evidence,
    licenses: [],
    hashes: [],
    ...more,
  }
}

function match(...components: readonly Component[]) {
  return matchComponents(components, index, schemes)
}

describe('matchComponents', () => {
  test('merges aliases into one finding with the facts of all', () => {
    const { findings, problems, unmatched } = match(component('left', '1.1.0'))
    expect(problems).toEqual([])
    expect(unmatched).toBe(0)
    expect(findings).toMatchInlineSnapshot(`
      [
        {
          "advisory": {
            "aliases": [
              "CVE-2024-1",
              "x_NSWG-1",
            ],
            "cvss": [
              {
                "score": 7.5,
                "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N",
                "version": "3.1",
              },
            ],
            "cwes": [],
            "epss": {
              "percentile": 0.5,
              "score": 0.5,
            },
            "id": "GHSA-aaaa",
            "kev": null,
            "modified": "2024-01-01T00:00:00Z",
            "published": "",
            "summary": "left leaks",
          },
          "component": "pkg:npm/left@1.1.0",
          "direct": true,
          "fixedVersions": [
            "1.2.3",
            "1.2.4",
          ],
          "id": "baf4d8fba684af0e0679",
          "kind": "vulnerability",
          "locations": [
            {
              "by": "package-lock",
              "kind": "lock",
              "line": 7,
              "path": "package-lock.json",
            },
          ],
          "match": {
            "by": "range",
            "text": ">=1.0.0 <1.2.3",
          },
          "scopes": [
            "runtime",
          ],
          "severity": "high",
          "upgrade": "1.2.6",
        },
      ]
    `)
  })

  test('follows aliases through a record about another package', () => {
    expect(match(component('chain', '1.0.0')).findings.map(({ advisory }) => [advisory.id, ...advisory.aliases])).toEqual([
      ['GHSA-b1', 'CVE-2024-10', 'GHSA-b2', 'SYN-B', 'SYN-LINK'],
    ])
  })

  test('a record of several CVEs does not make one problem of them', () => {
    expect(match(component('several', '1.0.0')).findings.map(({ advisory }) => [advisory.id, ...advisory.aliases])).toEqual([
      ['GHSA-c1', 'CVE-2024-20', 'SYN-ALL'],
      ['GHSA-c2', 'CVE-2024-21', 'SYN-ALL'],
    ])
    const [collection] = match(component('elsewhere', '0.5.0')).findings.filter(({ advisory }) => advisory.id === 'SYN-ALL')
    expect(collection?.advisory.aliases).toEqual(['CVE-2024-20', 'CVE-2024-21'])
  })

  test.each([
    ['1.2.3', ['GHSA-aaaa'], '1.2.6'],
    ['1.2.4', ['GHSA-bbbb'], '1.2.6'],
    ['1.2.6', [], null],
    ['2.0.5', ['GHSA-aaaa'], '2.1.0'],
    ['0.1.0', ['GHSA-aaaa'], '1.2.6'],
  ])('left %s', (version, ids, upgrade) => {
    const { findings } = match(component('left', version))
    expect(findings.map((finding) => [finding.advisory.id, finding.upgrade])).toEqual(ids.map((id) => [id, upgrade]))
  })

  test('malware is its own kind, and is not upgraded unless its bad versions are listed', () => {
    const { findings } = match(component('bad', '9.9.9'), component('once-bad', '3.3.6'))
    expect(
      findings.map(({ kind, severity, advisory, upgrade, match: reason }) => [kind, severity, advisory.id, upgrade, reason.by]),
    ).toEqual([
      ['malware', 'critical', 'MAL-2024-1', null, 'all-versions'],
      ['vulnerability', 'unknown', 'GHSA-dddd', '3.4.0', 'range'],
      ['malware', 'critical', 'MAL-2024-2', '3.4.0', 'version-list'],
    ])
  })

  test('a component without version is affected by what affects every version, and otherwise reported', () => {
    const { findings, problems, unmatched } = match(component('forever', ''), component('left', ''), component('unheard-of', ''))
    expect(findings.map((finding) => [finding.advisory.id, finding.upgrade])).toEqual([['GHSA-eeee', null]])
    expect(unmatched).toBe(1)
    expect(problems).toEqual([
      {
        code: 'version-unpinned',
        effect: 'incomplete',
        path: 'package-lock.json',
        line: 7,
        by: 'match',
        detail: '"left" has no known version, so it cannot be told whether it is affected by GHSA-aaaa, GHSA-bbbb, x_NSWG-1',
        hint: 'Add a lock file, or pin the version',
      },
    ])
  })

  test('a version that cannot be compared is a problem, with nothing of a hostile name printed raw', () => {
    const { findings, problems } = match(component('left', '\u001b[31m\u202enewest'))
    expect(findings).toEqual([])
    expect(problems.map(({ code }) => code)).toEqual(['version-uncomparable'])
    expect(problems[0]?.detail).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  test('one problem for each ecosystem without data', () => {
    const { problems, unmatched } = match(
      component('a', '1', 'PyPI'),
      component('b', '1', 'PyPI'),
      component('c', '1', ''),
      component('d', '1', 'Debian:13x'),
    )
    expect(unmatched).toBe(3)
    expect(problems.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([
      'ecosystem-not-covered: 2 components were not matched: the advisory data in use has nothing about "PyPI"',
      'ecosystem-not-covered: 1 component was not matched: no advisory database covers their kind of package',
    ])
  })

  test('what little is known of an ecosystem that is not covered is matched, and is no cover', () => {
    const partial: AdvisoryIndex = {
      state: { ...index.state, kind: 'starter' },
      covers: () => false,
      lookup: (ecosystem, name) => index.lookup(ecosystem, name),
      record: (ref) => index.record(ref),
      group: (record) => index.group(record),
      isWithdrawn: (id) => index.isWithdrawn(id),
      signals: (ids) => index.signals(ids),
      recordsById: (id) => index.recordsById(id),
      text: (ref) => index.text(ref),
      close: () => undefined,
    }
    const components = [component('left', '1.2.0'), component('unheard-of', '1'), component('left', '')]
    const { findings, problems, unmatched } = matchComponents(components, partial, schemes)
    expect(findings.length).toBeGreaterThan(0)
    expect(new Set(findings.map((one) => one.component))).toEqual(new Set([components[0]?.purl]))
    expect(unmatched).toBe(3)
    expect(problems.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([
      expect.stringMatching(/^version-unpinned: "left" has no known version/),
      'ecosystem-not-covered: 3 components were hardly matched: the built-in starter set has at most the known exploited vulnerabilities of "npm"',
    ])
  })

  test('an image that is only named is a note, and no component that went unmatched', () => {
    const image = { ...component('postgres', '16', ''), purl: 'pkg:docker/postgres@16' }
    const other = { ...image, purl: 'pkg:oci/redis@7' }
    const { problems, unmatched } = match(image, other, component('unheard-of', '1'))
    expect(unmatched).toBe(0)
    expect(problems).toMatchObject([{ code: 'left-out', effect: 'note', detail: '2 container images are named, and not looked into' }])
    // With nothing beside them, nothing at all was looked into.
    expect(match(image, other).problems).toMatchObject([{ code: 'left-out', effect: 'incomplete' }])
  })

  test('what no database covers is unmatched, also where it is only for development', () => {
    const hook = component('github.com/a/hook', '1', '', { scopes: ['dev'] })
    const { problems, unmatched } = match(hook, component('unheard-of', '1'))
    expect(unmatched).toBe(1)
    expect(problems).toMatchObject([{ code: 'ecosystem-not-covered', effect: 'incomplete' }])
  })

  test('a distribution asks for its source package and release', () => {
    const subject = { name: 'openssl', version: '3.0.0-1' }
    const { findings } = match(component('libssl3', '1', 'Debian:12', { subject }))
    expect(findings.map(({ advisory, fixedVersions }) => [advisory.id, advisory.aliases, advisory.kev?.added, fixedVersions])).toEqual([
      ['DSA-1-1', ['CVE-2024-5'], '2024-01-02', ['3.0.1-1']],
      ['DSA-3-1', [], undefined, ['3.0.2-1']],
    ])
    const eleven = match(component('libssl3', '1', 'Debian:11.4', { subject })).findings
    expect(eleven.map(({ advisory }) => [advisory.id, advisory.aliases])).toEqual([
      ['DSA-2-1', []],
      ['DSA-3-1', []],
    ])
  })
})

test('upgradeCandidates leaves out no clean version', async () => {
  const scheme = await loadVersionScheme('npm')
  const version = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })).map(([a, b]) => `${a}.${b}.0`)
  const event = fc.oneof(
    version.map((introduced) => ({ introduced })),
    version.map((fixed) => ({ fixed })),
    version.map((last_affected) => ({ last_affected })),
    fc.constant({ introduced: '0' }),
  )
  const part = fc.record({
    ranges: fc.array(fc.record({ type: fc.constantFrom('SEMVER', 'ECOSYSTEM', 'GIT'), events: fc.array(event, { maxLength: 3 }) }), {
      maxLength: 2,
    }),
    versions: fc.array(version, { maxLength: 2 }),
  })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const entries = [{ ref: { ecosystem: 'npm', segment: 0, ordinal: 0 }, affected: parts }]
      const told = new Set(upgradeCandidates(entries, scheme))
      const fixed = parts.flatMap(({ ranges }) =>
        ranges.filter(({ type }) => type !== 'GIT').flatMap(({ events }) => events.flatMap((one) => ('fixed' in one ? [one.fixed] : []))),
      )
      const known = [...fixed, ...parts.flatMap(({ versions }) => versions)]
      const clean = known.filter((one) => parts.every((affected) => evaluateAffected(scheme, affected, one).state === 'unaffected'))
      expect(clean.filter((one) => !told.has(one))).toEqual([])
    }),
    { seed: 1, numRuns: 2000 },
  )
})
