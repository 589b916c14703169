import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateAffected, fixedVersionsFor } from './affected.ts'
import type { OsvEvent, OsvRange } from './osv.ts'
import dpkg from './versions/dpkg.ts'
import githubactions from './versions/githubactions.ts'
import pep440 from './versions/pep440.ts'
import semver from './versions/semver.ts'

function ecosystem(...events: OsvEvent[]): OsvRange {
  return { type: 'ECOSYSTEM', events }
}

function isAffected(ranges: readonly OsvRange[], version: string): boolean {
  return evaluateAffected(semver, { ranges }, version).state === 'affected'
}

describe('evaluateAffected', () => {
  test.each([
    ['before', '0.9.0', false],
    ['at the beginning', '1.0.0', true],
    ['inside', '1.2.9', true],
    ['at the fix', '1.3.0', false],
    ['a pre-release of the fix', '1.3.0-rc.1', true],
    ['between', '1.9.9', false],
    ['second stretch', '2.0.0', true],
    ['at the last affected', '2.5.0', true],
    ['after the last affected', '2.5.1', false],
  ])('%s: %s', (_, version, expected) => {
    const events = [{ introduced: '1.0.0' }, { fixed: '1.3.0' }, { introduced: '2.0.0' }, { last_affected: '2.5.0' }]
    expect(isAffected([ecosystem(...events)], version)).toBe(expected)
    expect(isAffected([ecosystem(...events.toReversed())], version), 'unsorted').toBe(expected)
    expect(
      isAffected([{ type: 'GIT', events: [{ introduced: '0' }] }, { type: 'OTHER', events: [] }, ecosystem(...events)], version),
      'after others',
    ).toBe(expected)
  })

  test('introduced 0 is before everything', () => {
    expect(isAffected([ecosystem({ introduced: '0' }, { fixed: '1.0.0' })], '0.0.0-alpha')).toBe(true)
    expect(evaluateAffected(dpkg, { ranges: [ecosystem({ introduced: '0' }, { fixed: '1.0' })] }, '0~~').state).toBe('affected')
  })

  test('events of one version happen in the order given', () => {
    const adjacent = ecosystem({ introduced: '0' }, { fixed: '2.0.0' }, { introduced: '2.0.0' }, { fixed: '3.0.0' })
    expect(isAffected([adjacent], '2.0.0')).toBe(true)
    expect(isAffected([ecosystem({ introduced: '2.0.0' }, { fixed: '2.0.0' })], '2.0.0')).toBe(false)
    expect(isAffected([ecosystem({ introduced: '2.0.0' }, { last_affected: '2.0.0' })], '2.0.0')).toBe(true)
  })

  test('limits cut, and one of several suffices', () => {
    const limited = ecosystem({ introduced: '1.0.0' }, { limit: '2.0.0' })
    expect(isAffected([limited], '1.5.0')).toBe(true)
    expect(isAffected([limited], '2.0.0')).toBe(false)
    expect(isAffected([ecosystem({ introduced: '1.0.0' }, { limit: '2.0.0' }, { limit: '3.0.0' })], '2.5.0')).toBe(true)
    expect(isAffected([ecosystem({ introduced: '1.0.0' }, { limit: '*' })], '9.0.0')).toBe(true)
  })

  test('several ranges are a union', () => {
    const ranges = [ecosystem({ introduced: '1.0.0' }, { fixed: '1.1.0' }), ecosystem({ introduced: '3.0.0' })]
    expect([isAffected(ranges, '1.0.5'), isAffected(ranges, '2.0.0'), isAffected(ranges, '4.0.0')]).toEqual([true, false, true])
  })

  test('the list of versions is looked up by the scheme', () => {
    expect(evaluateAffected(pep440, { versions: ['2.0'] }, '2.0.0')).toEqual({
      state: 'affected',
      reason: { by: 'version-list', text: '2.0.0' },
    })
    expect(evaluateAffected(pep440, { versions: ['2.0'] }, '2.0.1').state).toBe('unaffected')
    expect(evaluateAffected(pep440, { versions: ['2.0.0'] }, '2.0.0+cu118').state).toBe('affected')
    expect(evaluateAffected(semver, { versions: ['main'] }, 'main').state).toBe('affected')
  })

  test('a local build of the last affected version is affected', () => {
    const ranges = [ecosystem({ introduced: '0' }, { last_affected: '2.0.0' })]
    expect(evaluateAffected(pep440, { ranges }, '2.0.0+cu118').state).toBe('affected')
    expect(evaluateAffected(pep440, { ranges }, '2.0.0.post1').state).toBe('unaffected')
  })

  test.each(['not a version', 'git+ssh://x/y', '*', ''])('%j cannot be judged by a range', (version) => {
    expect(evaluateAffected(semver, { ranges: [ecosystem({ introduced: '0' }, { fixed: '1.0.0' })] }, version).state).toBe('unknown')
    expect(evaluateAffected(semver, { ranges: [ecosystem({ introduced: '0' })] }, version).state).toBe('affected')
    expect(evaluateAffected(semver, { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }, version).state).toBe('unaffected')
  })

  test('no version and a list only is unknown too', () => {
    expect(evaluateAffected(semver, { versions: ['1.0.0'] }, '').state).toBe('unknown')
  })

  test('neither versions nor ranges: nothing is affected (schema, Evaluation)', () => {
    expect(evaluateAffected(semver, {}, '1.0.0').state).toBe('unaffected')
  })

  test.each([
    [[{ introduced: '1.2.0' }, { fixed: '1.4.3' }], '>=1.2.0 <1.4.3'],
    [[{ introduced: '0' }, { fixed: '1.4.3' }], '<1.4.3'],
    [[{ introduced: '1.0.0' }, { last_affected: '1.4.0' }], '>=1.0.0 <=1.4.0'],
    [[{ introduced: '1.0.0' }], '>=1.0.0'],
    [[{ introduced: '1.0.0' }, { limit: '2.0.0' }], '>=1.0.0 <2.0.0 (limit)'],
    [[{ introduced: '0.1.0' }, { fixed: '1.2.0' }, { introduced: '1.2.9' }, { fixed: '1.4.1' }], '>=1.2.9 <1.4.1'],
    [[{ introduced: '0' }], 'all versions'],
  ])('%j reads %s', (events, text) => {
    expect(evaluateAffected(semver, { ranges: [ecosystem(...(events as OsvEvent[]))] }, '1.3.0')).toMatchObject({ reason: { text } })
  })
})

test.each<[name: string, version: string, events: OsvEvent[], affected: boolean]>([
  ['its line was never mended', 'v2', [{ introduced: '2.26.11' }], true],
  ['a minor line was never mended', 'v2.27', [{ introduced: '2.26.11' }], true],
  ['its line is older than the fix', 'v45', [{ introduced: '0' }, { fixed: '46.0.1' }], true],
  ['mended in its line, after its first release', 'v3', [{ introduced: '3.26.11' }, { fixed: '3.28.3' }], false],
  ['mended in its line, its first release affected: nobody may have moved it', 'v4', [{ introduced: '4.0.0' }, { fixed: '4.1.3' }], true],
  ['its line is newer', 'v5', [{ introduced: '4.0.0' }, { fixed: '4.1.3' }], false],
  ['a release of its own', 'v2.26.10', [{ introduced: '2.26.11' }], false],
])('a tag of an action that moves, %s: %s', (_, version, events, affected) => {
  expect(evaluateAffected(githubactions, { ranges: [ecosystem(...events)] }, version).state === 'affected').toBe(affected)
})

test('a tag that moves: the fix of the line it stands for, its own text in a list, and no moving elsewhere', () => {
  const range = ecosystem({ introduced: '4.0.5' }, { fixed: '5.0.1' })
  expect(fixedVersionsFor(githubactions, { ranges: [range] }, 'v4')).toEqual(['5.0.1'])
  expect(evaluateAffected(githubactions, { versions: ['1'] }, 'v1').state).toBe('affected')
  expect(evaluateAffected(githubactions, { ranges: [range] }, 'main').state).toBe('unknown')
  expect(evaluateAffected(semver, { ranges: [range] }, '4').state).toBe('unaffected')
})

describe('fixedVersionsFor', () => {
  const ranges = [
    ecosystem({ introduced: '2.0.0' }, { fixed: '2.10.0' }, { introduced: '1.0.0' }, { fixed: '1.3.0' }),
    ecosystem({ introduced: '1.0.0' }, { fixed: '1.2.9' }),
    ecosystem({ introduced: '3.0.0' }, { last_affected: '3.1.0' }),
  ]
  test.each([
    ['1.1.0', ['1.2.9', '1.3.0']],
    ['1.2.9', ['1.3.0']],
    ['2.9.0', ['2.10.0']],
    ['3.0.0', []],
    ['2.10.0', []],
  ])('%s', (version, fixed) => {
    expect(fixedVersionsFor(semver, { ranges }, version)).toEqual(fixed)
  })
})

/** The pseudocode of the OSV schema, as it is written there. */
function included(version: string, events: readonly OsvEvent[]): boolean {
  const limits = events.filter(({ limit }) => limit !== undefined)
  if (limits.length > 0 && !limits.some(({ limit = '' }) => limit === '*' || semver.compare(version, limit) < 0)) return false
  const place = (event: OsvEvent): string => event.introduced ?? event.fixed ?? event.last_affected ?? ''
  const sorted = events
    .filter(({ limit }) => limit === undefined)
    .toSorted((a, b) => Number(b.introduced === '0') - Number(a.introduced === '0') || semver.compare(place(a), place(b)))
  let vulnerable = false
  for (const { introduced, fixed, last_affected: last } of sorted) {
    if (introduced !== undefined && (introduced === '0' || semver.compare(version, introduced) >= 0)) vulnerable = true
    else if (fixed !== undefined && semver.compare(version, fixed) >= 0) vulnerable = false
    else if (last !== undefined && semver.compare(version, last) > 0) vulnerable = false
  }
  return vulnerable
}

test('the answer is that of the schema’s pseudocode', () => {
  const version = fc.tuple(fc.nat(2), fc.nat(2), fc.constantFrom('', '-a', '-b')).map(([major, minor, pre]) => `${major}.${minor}.0${pre}`)
  const event = fc.oneof(
    version.map((introduced) => ({ introduced })),
    fc.constant({ introduced: '0' }),
    version.map((fixed) => ({ fixed })),
    version.map((last) => ({ last_affected: last })),
    version.map((limit) => ({ limit })),
    fc.constant({ limit: '*' }),
  )
  fc.assert(
    fc.property(version, fc.array(event, { maxLength: 6 }), (one, events) => {
      expect(isAffected([ecosystem(...events)], one)).toBe(included(one, events))
    }),
    { seed: 1, numRuns: 3000 },
  )
})
