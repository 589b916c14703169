import cvss from 'ae-cvss-calculator'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CVSS_GRAMMARS } from './cvss-metrics.ts'
import { scoreCvss } from './cvss.ts'

/** Scores that FIRST publishes in the guides and example documents of the versions. */
const OFFICIAL: readonly (readonly [type: string, vector: string, score: number])[] = [
  ['CVSS_V2', 'AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
  ['CVSS_V2', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['CVSS_V2', 'AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2],
  ['CVSS_V2', 'AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C', 6.2],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
  ['CVSS_V3', 'CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L', 4.2],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N', 6.8],
  ['CVSS_V3', 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8],
  ['CVSS_V3', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS_V4', 'CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.3],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 5.1],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N', 8.7],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10],
]

describe('scoreCvss', () => {
  test.each(OFFICIAL)('%s %s is %d', (type, vector, score) => {
    const rating = scoreCvss(type, vector)
    expect(rating?.score).toBe(score)
    expect(rating?.vector).toBe(vector)
  })

  test('the version is the vector’s own, whatever the type says', () => {
    expect(scoreCvss('CVSS_V3', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')?.version).toBe('3.0')
    expect(scoreCvss('CVSS_V4', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')).toMatchObject({ version: '3.1', score: 9.8 })
    expect(scoreCvss('CVSS_V2', '(AV:N/AC:L/Au:N/C:P/I:P/A:P)')).toEqual({
      version: '2.0',
      vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P',
      score: 7.5,
    })
  })

  test('case does not matter', () => {
    expect(scoreCvss('CVSS_V3', ' cvss:3.1/av:n/ac:l/pr:n/ui:n/s:u/c:h/i:h/a:h ')).toEqual({
      version: '3.1',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
    })
    expect(scoreCvss('CVSS_V2', 'av:n/ac:l/au:n/c:p/i:p/a:p')?.score).toBe(7.5)
  })

  test.each([
    ['CVSS_V3', 'CVSS:3.1/AV:N'],
    ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H'],
    ['CVSS_V3', 'CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['CVSS_V3', 'CVSS:3.1/AV:N/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/'],
    ['CVSS_V3', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['CVSS_V2', 'AV:N/AC:L'],
    ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L'],
    ['CVSS_V3', ''],
    ['CVSS_V2', `AV:N/${'x'.repeat(100_000)}`],
  ])('%s %s has no score', (type, vector) => {
    expect(scoreCvss(type, vector)?.score).toBeNull()
  })

  test.each([
    ['Ubuntu', 'medium'],
    ['CVSS_V3', 'CVSS:5.0/AV:N'],
    ['', ''],
  ])('%s %s is no CVSS', (type, vector) => {
    expect(scoreCvss(type, vector)).toBeNull()
  })
})

describe('against ae-cvss-calculator', () => {
  test.each(['2.0', '3.0', '3.1', '4.0'] as const)('version %s', (version) => {
    const { prefix, base, optional } = CVSS_GRAMMARS[version]
    const metrics = [
      ...[...base].map(([name, values]) => fc.constantFrom(...values).map((value) => `${name}:${value}`)),
      ...(version === '4.0'
        ? [...optional].map(([name, values]) => fc.constantFrom('', ...values.map((value) => `${name}:${value}`)))
        : []),
    ]
    fc.assert(
      fc.property(fc.tuple(...metrics), (parts) => {
        const vector = prefix + parts.filter((part) => part !== '').join('/')
        expect(scoreCvss(version === '2.0' ? 'CVSS_V2' : '', vector)?.score, vector).toBe(oracle(version, vector))
      }),
      { seed: 1, numRuns: 600 },
    )
  })
})

function oracle(version: '2.0' | '3.0' | '3.1' | '4.0', vector: string): number | undefined {
  if (version === '4.0') return new cvss.Cvss4P0(vector).calculateScores().overall
  // It gives -0 for no impact.
  if (version === '2.0') return (new cvss.Cvss2(vector).calculateScores().base ?? NaN) + 0
  return new (version === '3.0' ? cvss.Cvss3P0 : cvss.Cvss3P1)(vector).calculateScores().base
}
