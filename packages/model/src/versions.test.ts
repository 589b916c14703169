import { describe, expect, test } from 'vitest'
import { loadVersionScheme } from './version-schemes.ts'

/** Ascending chains; `=` joins versions of the same place. */
const CHAINS: Readonly<Record<string, readonly string[]>> = {
  datetime: [
    'junk',
    '2023-12-31T23:59:60Z=2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00.090Z=2024-01-01T00:00:00.09Z',
    '2024-01-01T00:00:00.123Z',
    '2024-01-01T00:00:00.9Z',
    '2024-01-01T12:00:00+02:00',
    '2024-01-01T12:00:00Z=2024-01-01T07:00:00-05:00',
    '2024-01-01T12:00:00-05:00',
  ],
  alpm: ['1.0alpha', '1.0rc1', '1.0=1.0-1=0:1.0', '1.0.a', '1.0.1', '1:0.1'],
  openssl: ['0.9.8', '0.9.8zh', '1.0.0-beta1', '1.0.0', '1.0.0a', '1.1.1w', '3.0.0-alpha1', '3.0.0', '3.0.10'],
  intdot: ['x', '1.2=1.2.0=1.2-rc', '1.10', '2'],
  npm: [
    '0.0.0-a',
    '0.0.0',
    '1.0.0-0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0=v1.0.0=1.0.0+b=1.0',
    '1.0.0.1',
    '1.0.1',
    '1.10.0',
    '10.0.0',
  ],
  Go: [
    'v0.0.0-20190101000000-abcdefabcdef',
    'v0.0.0-20200101000000-abcdefabcdef',
    'v0.1.0',
    'v2.0.0+incompatible=2.0.0',
    'v2.0.1-0.20200101000000-abcdefabcdef',
    'v2.0.1',
  ],
  Pub: ['1.0.0-pre', '1.0.0-pre+1', '1.0.0', '1.0.0+1', '1.0.0+2', '1.0.0+10', '1.0.0+a'],
  Julia: ['1.2.13+0', '1.2.13+1', '1.3.0'],
  Bitnami: ['1.0.0-rc1', '1.0.0=1.0.0-1=1.0.0-12', '1.0.1-0'],
  NuGet: ['1.0.0-ALPHA=1.0-alpha', '1.0.0-rc.9', '1.0.0-rc.99999999999', '1.0=1.0.0=1.0.0.0', '1.0.0.1', '1.0.1'],
  PyPI: [
    'nonsense',
    '1.0.dev1',
    '1.0a1.dev1',
    '1.0a1',
    '1.0b2',
    '1.0rc1=1.0c1',
    '1.0=1.0.0=v1.0',
    '1.0+abc',
    '1.0+1',
    '1.0.post1=1.0-1',
    '1.1',
    '1!0.1',
  ],
  Hackage: ['not', '0', '1', '1.0', '1.0.0', '1.0.1', '1.2', '1.10'],
  CRAN: ['0.75', '0.99', '1.0', '1.0-0=1.0.0', '1.0-1=1.0.1', '1.1'],
  opam: ['1.0~rc1', '1.0', '1.0.0', '1.0.1', '2.0~beta', '2.0'],
  ConanCenter: ['1.0-pre', '1=1.0', '1.0+build', '1.1*', '1.20', 'cci.20200101'],
  'GitHub Actions': ['v1', 'v2.1', 'v3=3.0.0', 'v10'],
  'Debian:12': ['0~', '1.0~rc1-1', '1.0-1~deb12u1', '1.0-1', '1.0-1+deb12u1', '1.0-1+b1', '1.0-2', '1.0.1', '1:0.1'].filter(
    (one) => one !== '1.0-1+b1',
  ),
  'Alpine:v3.20': ['1.0_alpha1', '1.0_rc1', '1.0', '1.0-r0', '1.0-r1', '1.0_p1', '1.0a', '1.0.1', '1.1'],
  'AlmaLinux:9': ['1.0~rc1', '1.0', '1.0-1.el9', '1.0-1.el9_2', '1.0-2.el9', '1.0^git1-1', '1.0.1', '1:0.1'],
  Maven: ['1-alpha-1=1a1', '1-beta', '1-SNAPSHOT', '1=1.0=1.0.Final=1-ga', '1-sp', '1-jre8', '1-1', '1.0.1'],
  Packagist: ['dev-main', '1.0-dev', '1.0a1=1.0alpha1', '1.0b1', '1.0RC1', '1.0=v1.0', '1.0.0', '1.0pl1'],
  RubyGems: ['1.0.a', '1.0.pre', '1.0.rc1=1.0.rc.1', '1.0=1', '1.0.1'],
  FreeBSD: ['1.0.b1', '1.0', '1.0_1', '1.0_10', '1.0.1', '2.0', '0.9,1', '1.0,1', '1.0_2,1', '0.1,2'],
  unknown: ['1.0-alpha', '1.0-rc', '1.0', '1.0b-final', '1.0.0', '1.0.1', '1.9', '1.10'].filter((one) => one !== '1.0b-final'),
}

describe.each(Object.entries(CHAINS))('%s', (ecosystem, chain) => {
  test('every pair of the chain', async () => {
    const scheme = await loadVersionScheme(ecosystem)
    const places = chain.map((place) => place.split('='))
    for (const [i, left] of places.entries()) {
      for (const [j, right] of places.entries()) {
        for (const a of left) for (const b of right) expect(Math.sign(scheme.compare(a, b)), `${a} ${b}`).toBe(Math.sign(i - j))
      }
    }
  })
})

test.each([
  [
    'npm',
    ['1.2.3', 'v1.2.3', '1.2.3-rc.1+b'],
    [
      '',
      '*',
      '1.x',
      '1.2.+',
      'latest',
      'git+ssh://h/p',
      '^1.2.3',
      '1.2.3 || 2',
      '${v}',
      '8e5e7e5ab8b370d6c329ec480221332ada57f0ab',
      '8e5e7e5',
    ],
  ],
  ['Go', ['v1.2.3', 'v0.0.0-20190101000000-abcdefabcdef'], ['(devel)', '']],
  ['PyPI', ['1.0', '1!1.0.post1.dev2+abc'], ['', '1.0-bulbasaur', '>=1.0']],
  [
    'Maven',
    ['1.0', '1.0-SNAPSHOT', 'r09'],
    ['', '${project.version}', '[1.0,2.0)', 'LATEST', 'RELEASE', '1.+', '2.*', '>=1', 'unspecified', 'latest.release'],
  ],
  ['Packagist', ['1.0', 'v1.0.0-RC1', '1.0-dev', '1.0pl1'], ['', 'dev-main', '2.x-dev', '2.1.x-dev', '9999999-dev', 'feature-dev']],
  ['Debian', ['1:2.3-4', '2.3+dfsg~1'], ['', 'abc', '1 2']],
  ['Alpine', ['1.2.3-r0', '1.2_rc1'], ['', 'a', '1.2-x']],
  ['RubyGems', ['1.0', '1.0.pre-x'], ['', 'a', '>= 1']],
  ['Red Hat', ['1:2.3-4.el9'], ['', ' ', 'unknown']],
] as const)('valid versions of %s', async (ecosystem, valid, invalid) => {
  const scheme = await loadVersionScheme(ecosystem)
  expect(valid.filter((version) => !scheme.valid(version))).toEqual([])
  expect(invalid.filter((version) => scheme.valid(version))).toEqual([])
})
