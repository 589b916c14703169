import type { OsvAffected, OsvRecord, VersionScheme } from '@cupel/model'
import { evaluateAffected, loadVersionScheme } from '@cupel/model'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkRecord } from './check-record.ts'
import { packRecord } from './pack-record.ts'
import { unpackAffected, unpackFacts } from './packed-record.ts'
import { packTime, unpackTime } from './packed-time.ts'

let scheme: VersionScheme
beforeAll(async () => {
  scheme = await loadVersionScheme('PyPI')
})

const base: OsvRecord = { id: 'PYSEC-1', modified: '2024-01-02T03:04:05Z' }

function affectedBy(...affected: OsvAffected[]): readonly OsvAffected[] {
  const packed = packRecord({ ...base, affected }, { ecosystem: 'PyPI', scheme }).affected.get('\na')
  return (packed ?? []).map((part) => unpackAffected(JSON.parse(JSON.stringify(part)) as typeof part))
}

const A = { ecosystem: 'PyPI', name: 'A' }

describe('packRecord', () => {
  test('keeps the ranges and drops commits, other ecosystems, and versions that a range says', () => {
    const ranges = [
      { type: 'GIT', events: [{ introduced: '0' }] },
      { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0' }] },
      { type: 'SEMVER', events: [{ introduced: '3' }, { last_affected: '3.5' }, { limit: '4' }] },
    ]
    expect(affectedBy({ package: A, ranges, versions: ['1.0', '2.0', '9'] })).toEqual([{ ranges: ranges.slice(1), versions: ['2.0', '9'] }])
    expect(affectedBy({ package: { ecosystem: 'npm', name: 'a' }, versions: ['1'] })).toEqual([])
    expect(affectedBy({ package: A, ranges: ranges.slice(0, 1) })).toEqual([])
    expect(affectedBy({ package: A })).toEqual([])
  })

  test('evaluates as the record itself does', () => {
    const version = fc
      .tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 }), fc.constantFrom('', 'rc1', '.post1', '+local'))
      .map(([a, b, c]) => `${a}.${b}${c}`)
    const event = fc.oneof(
      version.map((introduced) => ({ introduced })),
      version.map((fixed) => ({ fixed })),
      version.map((last_affected) => ({ last_affected })),
      fc.constant({ introduced: '0' }),
    )
    const range = fc.record({ type: fc.constantFrom('ECOSYSTEM', 'SEMVER', 'GIT', 'NEW'), events: fc.array(event, { maxLength: 4 }) })
    const part = fc.record({ ranges: fc.array(range, { maxLength: 3 }), versions: fc.array(version, { maxLength: 4 }) })
    fc.assert(
      fc.property(part, version, (affected, asked) => {
        const states = affectedBy({ package: A, ...affected }).map((one) => evaluateAffected(scheme, one, asked).state)
        expect(states[0] ?? 'unaffected').toBe(evaluateAffected(scheme, affected, asked).state)
      }),
      { seed: 1, numRuns: 5000 },
    )
  })

  test('packs facts with scores, stated severity, CWEs and kind', () => {
    const record: OsvRecord = {
      ...base,
      aliases: ['CVE-2', 'CVE-1', 'CVE-2', 'PYSEC-1'],
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      database_specific: { severity: 'MODERATE', cwe_ids: ['CWE-79', 'nonsense'] },
    }
    expect(unpackFacts(packRecord(record, { ecosystem: 'PyPI', scheme }).facts, 'PyPI')).toEqual({
      id: 'PYSEC-1',
      kind: 'vulnerability',
      aliases: ['CVE-1', 'CVE-2'],
      upstream: [],
      summary: '',
      published: '',
      modified: '2024-01-02T03:04:05Z',
      withdrawn: '',
      cvss: [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 }],
      severity: 'medium',
      cwes: ['CWE-79'],
      ecosystem: 'PyPI',
    })
  })

  test.each([
    [{ id: 'MAL-2024-1' }, 'malware'],
    [{ aliases: ['MAL-2024-1'] }, 'malware'],
    [{ database_specific: { 'malicious-packages-origins': [] } }, 'malware'],
    [{ affected: [{ database_specific: { cwes: [{ cweId: 'CWE-506' }] } }] }, 'malware'],
    [{}, 'vulnerability'],
  ] as const)('%j is %s', (more, kind) => {
    expect(unpackFacts(packRecord({ ...base, ...more }, { ecosystem: 'PyPI', scheme }).facts, 'PyPI').kind).toBe(kind)
  })

  test.each([
    [{ summary: 'Important: openssl security update', related: ['CVE-1', 'RHSA-1'] }, 'high', ['CVE-1'], 1],
    [{ id: 'ALBA-1', summary: 'openssl bug fix update' }, 'unknown', [], 0],
    [{ id: 'ALBA-1', related: ['CVE-1'] }, 'unknown', ['CVE-1'], 1],
  ])('reads what AlmaLinux says: %j', async (more, severity, upstream, entries) => {
    const affected = [
      {
        package: { ecosystem: 'AlmaLinux:9', name: 'openssl' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1' }] }],
      },
    ]
    const packed = packRecord({ ...base, affected, ...more }, { ecosystem: 'AlmaLinux', scheme: await loadVersionScheme('AlmaLinux') })
    expect(unpackFacts(packed.facts, 'AlmaLinux')).toMatchObject({ severity, upstream })
    expect(packed.affected.size).toBe(entries)
  })
})

describe('checkRecord', () => {
  test.each([
    ['[]', 'record is not an object'],
    ['{}', 'id is missing or not an id'],
    ['{"id":"../x","modified":""}', 'id is missing or not an id'],
    ['{"id":"A-1"}', 'modified is missing'],
    ['{"id":"A-1","modified":"x","aliases":"B"}', 'aliases is not a list'],
    ['{"id":"A-1","modified":"x","aliases":[1]}', 'aliases has a value that is no text'],
    ['{"id":"A-1","modified":"x","affected":{}}', 'affected is not a list'],
    ['{"id":"A-1","modified":"x","affected":[{"package":{"name":"a"}}]}', 'affected[0].package.ecosystem is missing'],
    ['{"id":"A-1","modified":"x","affected":[{"versions":[1]}]}', 'versions has a value that is no text'],
    ['{"id":"A-1","modified":"x","affected":[{"ranges":[{}]}]}', 'affected[0].ranges[0].type is missing'],
    [
      '{"id":"A-1","modified":"x","affected":[{"ranges":[{"type":"SEMVER","events":[{"introduced":0}]}]}]}',
      'affected[0].ranges[0].events has an event that is not understood',
    ],
    [
      '{"id":"A-1","modified":"x","affected":[{"ranges":[{"type":"SEMVER","events":[{"retired":"1"}]}]}]}',
      'affected[0].ranges[0].events has an event that is not understood',
    ],
    ['{"id":"A-1","modified":"x","severity":[{"type":"CVSS_V3"}]}', 'severity has no type or score'],
  ])('refuses %s', (text, message) => {
    expect(() => checkRecord(JSON.parse(text))).toThrow(message)
  })

  test('accepts null for what is absent', () => {
    expect(checkRecord({ ...base, aliases: null, affected: null, summary: null }).id).toBe('PYSEC-1')
  })
})

test.each(['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.123456Z', '2024-13-45T00:00:00Z', '0001-01-01T00:00:00Z', '', '2024-01-02'])(
  'packTime(%j) loses nothing',
  (text) => {
    expect(unpackTime(packTime(text))).toBe(text)
  },
)
