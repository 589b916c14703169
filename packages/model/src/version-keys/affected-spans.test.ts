import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateAffected } from '../affected.ts'
import type { AffectedVersions } from '../affected.ts'
import type { OsvEvent } from '../osv.ts'
import { loadVersionScheme, loadVersionSchemeById } from '../version-schemes.ts'
import { VERSION_SCHEMES } from '../versions.gen.ts'
import { affectedSpans } from './affected-spans.ts'
import { versionKey } from './version-key.ts'
import { spansHold, unionOfSpans } from './version-span.ts'

/** ECOSYSTEM range of events written `>=1 <2 <=3 #4`: introduced, fixed, last_affected, limit. */
function range(text: string): { type: string; events: OsvEvent[] } {
  const events = text.split(' ').map((part): OsvEvent => {
    if (part.startsWith('>=')) return { introduced: part.slice(2) }
    if (part.startsWith('<=')) return { last_affected: part.slice(2) }
    return part.startsWith('<') ? { fixed: part.slice(1) } : { limit: part.slice(1) }
  })
  return { type: 'ECOSYSTEM', events }
}

test.each<readonly [ecosystem: string, affected: AffectedVersions, spans: number, inside: string, outside: string]>([
  ['npm', { ranges: [range('>=0')] }, 1, '0.0.1 9.9.9', ''],
  ['npm', { ranges: [range('>=0 <2.0.0')] }, 1, '0.0.1 1.9.9 2.0.0-rc.1', '2.0.0 v2.0.1'],
  ['npm', { ranges: [range('<2.0.0 >=1.0.0 >=3.0.0 <=3.1.0')] }, 2, '1.0.0 3.1.0', '0.9.9 2.0.0 3.1.1-0'],
  ['npm', { ranges: [range('>=1.0.0 <2.0.0'), range('>=1.5.0 <3.0.0')] }, 1, '1.0.0 2.0.0', '3.0.0'],
  ['npm', { ranges: [range('>=1.0.0 <2.0.0'), range('>=2.0.0 <3.0.0')] }, 1, '2.0.0', '3.0.0'],
  ['npm', { ranges: [range('>=2.0.0 <2.0.0')] }, 0, '', '2.0.0'],
  ['npm', { ranges: [range('>=1.0.0 <2.0.0 >=2.0.0')] }, 1, '1.0.0 2.0.0 9.0.0', '0.1.0'],
  ['npm', { ranges: [range('>=0 #1.5.0 #1.0.0')] }, 1, '1.4.9', '1.5.0'],
  ['npm', { ranges: [range('>=0 #1.5.0 #*')] }, 1, '1.5.0', ''],
  ['npm', { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }], versions: ['1.0.0', 'v1.0.0'] }, 1, '1.0.0+b', '1.0.1'],
  ['npm', { versions: ['1.0.0', 'latest', '1.2.0'], ranges: [range('>=1.1.0 <1.3.0')] }, 3, '1.0.0 1.2.9', '1.3.0'],
  ['npm', {}, 0, '', '1.0.0'],
  ['PyPI', { versions: ['2.0'] }, 1, '2.0.0 2.0+cu118', '2.0.post1 2.0rc1'],
  ['PyPI', { versions: ['2.0+cu118'] }, 2, '2.0 2.0+cu118', '2.0+cu117 2.0+cu119'],
  ['PyPI', { ranges: [range('>=0 <=2.0')] }, 1, '2.0+cu118', '2.0.post1'],
  ['PyPI', { ranges: [range('>=0 <=2.0+b')] }, 1, '2.0 2.0+b 2.0+a', '2.0+c'],
  ['PyPI', { ranges: [range('>=0 <2.0')], versions: ['0.1-bulbasaur'] }, 1, '1.9 2.0rc1', '2.0'],
  ['Maven', { ranges: [range('>=4.0.0.RC1 <4.0.1')] }, 2, '4.0 4.0.0.1-1', '4.0-rc1 4.0-1 4.0.1 3.9'],
  ['Maven', { ranges: [range('>=0 <4.0.0.RC1')] }, 2, '3.9 4.0-1 4.0-rc1', '4.0 4.0.1'],
])('%s %j', async (ecosystem, affected, count, inside, outside) => {
  const scheme = await loadVersionScheme(ecosystem)
  const { spans, exact } = affectedSpans(scheme, affected)
  const holds = (version: string): boolean => spansHold(spans, versionKey(scheme, version) ?? new Uint8Array())
  const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')
  expect(exact).toBe(true)
  expect(spans).toHaveLength(count)
  expect(words(inside).filter((version) => !holds(version))).toEqual([])
  expect(words(outside).filter(holds)).toEqual([])
  for (const version of [...words(inside), ...words(outside)]) {
    expect([version, evaluateAffected(scheme, affected, version).state === 'affected']).toEqual([version, holds(version)])
  }
})

test('what cannot be said in spans is said to be inexact, and nothing is left out', async () => {
  const scheme = await loadVersionScheme('npm')
  const long = `1.${'0'.repeat(2000)}`
  const many = Array.from({ length: 2000 }, (_, at): OsvEvent => (at % 2 === 0 ? { introduced: `${at}.0.0` } : { fixed: `${at}.0.0` }))
  for (const affected of [{ versions: [long] }, { ranges: [range(`>=${long} <2.0.0`)] }, { ranges: [{ type: 'SEMVER', events: many }] }]) {
    const { spans, exact } = affectedSpans(scheme, affected)
    expect(exact).toBe(false)
    expect(spansHold(spans, versionKey(scheme, '1.0.0') ?? new Uint8Array())).toBe(true)
  }
})

const RESTS = ' -1 -rc1 .rc1 .0.rc .0.x -0.rc .ga.rc .ga.0.rc .ga.sp -sp a1 .dev0 .post1 +a +1 +9 +zz +a.1 ~b -r1 _p1 _1 ,1 zz !1 é'.split(
  ' ',
)

/** Versions that meet often; in a form of its own where the scheme knows no other. */
function versionOf(id: string): fc.Arbitrary<string> {
  const numbers = fc.array(fc.constantFrom('0', '0', '1', '2', '3'), { minLength: 1, maxLength: 3 }).map((list) => list.join('.'))
  if (id === 'datetime') return numbers.map((text) => `2024-01-01T00:00:0${text.length}.${text.at(-1)}Z`)
  const rests = fc.oneof(fc.constant(''), fc.constantFrom(...RESTS))
  return fc.tuple(numbers, rests).map(([text, rest]) => `${text}${rest}${id === 'alpm' ? '.1-1' : ''}`)
}

const CIRCLE = fc.constantFrom(...'1.0.rc 1 1-1 1.0.0.a1 1.0.1 1.0.x 1-rc 1-x 1.ga.rc 1-0.rc 1.ga.0.rc 1.1 0.9'.split(' '))

function affectedOf(version: fc.Arbitrary<string>): fc.Arbitrary<Required<AffectedVersions>> {
  const bound = fc.oneof({ weight: 8, arbitrary: version }, fc.constantFrom('0', '0', '', 'junk', '0.1-bulbasaur', '*'))
  const event: fc.Arbitrary<OsvEvent> = fc.oneof(
    bound.map((introduced): OsvEvent => ({ introduced })),
    bound.map((fixed): OsvEvent => ({ fixed })),
    bound.map((last_affected): OsvEvent => ({ last_affected })),
    fc.record({ introduced: bound, fixed: bound, last_affected: bound, limit: bound }, { requiredKeys: [] }),
  )
  const type = fc.constantFrom('ECOSYSTEM', 'ECOSYSTEM', 'SEMVER', 'GIT')
  return fc.record({
    ranges: fc.array(fc.record({ type, events: fc.array(event, { maxLength: 6 }) }), { maxLength: 3 }),
    versions: fc.array(bound, { maxLength: 3 }),
  })
}

describe.each([...VERSION_SCHEMES.map(({ id }) => [id, id, versionOf(id)] as const), ['circle of maven', 'maven', CIRCLE] as const])(
  '%s',
  (_, id, version) => {
    test('spans hold the versions that evaluateAffected calls affected', async () => {
      const scheme = await loadVersionSchemeById(id)
      let judged = 0
      fc.assert(
        fc.property(affectedOf(version), fc.array(version, { minLength: 12, maxLength: 12 }), ({ ranges, versions }, others) => {
          const { spans, exact } = affectedSpans(scheme, { ranges, versions })
          const bounds = ranges.flatMap(({ events }) => events.flatMap((one) => Object.values(one as Record<string, string>)))
          for (const text of [...others, ...bounds, ...versions]) {
            const key = versionKey(scheme, text)
            if (key === null) continue
            if (exact) judged++
            const expected = evaluateAffected(scheme, { ranges, versions }, text).state === 'affected'
            if (exact || expected) expect([text, spansHold(spans, key)]).toEqual([text, expected])
          }
          expect(unionOfSpans(spans.toReversed())).toEqual(spans)
        }),
        { seed: 1, numRuns: 1500 },
      )
      expect(judged).toBeGreaterThan(2000)
    })
  },
)
