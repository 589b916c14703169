import { describe, expect, test } from 'vitest'
import { canonicalVers, parseVers, printVers, readVers, versContains, versType } from './vers.ts'
import { versFromNative } from './vers-native.ts'
import maven from './versions/maven.ts'
import semver from './versions/semver.ts'

function contains(vers: string, version: string): boolean {
  return versContains(readVers(vers), semver, version)
}

describe('containment', () => {
  test.each([
    ['vers:npm/1.2.3|>=2.0.0|<5.0.0', ['1.2.3', '2.0.0', '4.9.9'], ['1.2.4', '5.0.0', '0.1.0']],
    ['vers:npm/<1.0.0|>=2.0.0', ['0.9.0', '2.0.0', '3.0.0'], ['1.0.0', '1.5.0']],
    ['vers:npm/>=2.2.0|!=2.2.1|<2.3.0', ['2.2.0', '2.2.2'], ['2.2.1', '2.3.0']],
    ['vers:npm/!=2.2.1', ['2.2.0', '9.0.0'], ['2.2.1']],
    ['vers:npm/>1.0.0|<=2.0.0', ['1.0.1', '2.0.0'], ['1.0.0', '2.0.1']],
    ['vers:npm/*', ['0.0.0', '9.9.9'], []],
  ])('%s', (vers, inside, outside) => {
    expect(inside.filter((version) => !contains(vers, version))).toEqual([])
    expect(outside.filter((version) => contains(vers, version))).toEqual([])
  })
})

test.each([
  'npm/1.0.0',
  'vers:NPM/1.0.0',
  'vers:npm/',
  'vers:npm/>=',
  'vers:npm/*|1.0.0',
  'vers:npm/1.0.0|1.0.0',
  'vers:npm/>=1.0.0|>=2.0.0',
  'vers:npm/1.0.0|<2.0.0',
  'vers:npm/é',
  'vers:npm/1.0%2e0',
])('%s is refused', (text) => {
  expect(() => parseVers(text, semver)).toThrow(expect.objectContaining({ name: 'VersInvalid' }))
})

test('printing encodes what it must, and reading decodes it', () => {
  const range = { type: 'generic', constraints: [{ comparator: '>=', version: '1|2%' }] } as const
  expect(printVers(range)).toBe('vers:generic/>=1%7C2%25')
  expect(readVers(printVers(range))).toEqual(range)
  expect(versType('vers:npm/1')).toBe('npm')
})

test('simplifying drops what says nothing', () => {
  const text = 'vers:npm/>0.0.0|>=0.0.1|0.0.2|<0.0.3|0.0.4|<0.0.5|>=0.0.6|!=0.8.0'
  expect(canonicalVers(text, semver, { simplify: true })).toBe('vers:npm/>0.0.0|<0.0.5|>=0.0.6|!=0.8.0')
  expect(canonicalVers('vers:npm/2.0.0|1.0.0', semver)).toBe('vers:npm/1.0.0|2.0.0')
})

test.each([
  ['npm', '^0.2.3 || ~1.2', 'vers:npm/>=0.2.3|<0.3.0|>=1.2.0|<1.3.0'],
  ['npm', '', 'vers:npm/*'],
  ['npm', '>=', null],
  ['pypi', '>=1.0,!=1.1,<2', 'vers:pypi/>=1.0|!=1.1|<2'],
  ['gem', '~> 2.0.8, != 2.0.9', 'vers:gem/>=2.0.8|!=2.0.9|<2.1'],
  ['composer', '~1.2', 'vers:composer/>=1.2.0|<2.0.0'],
  ['openssl', '~1', null],
])('%s %j', (type, native, vers) => {
  if (vers === null) expect(() => versFromNative(type, native, semver)).toThrow(expect.objectContaining({ name: 'VersInvalid' }))
  else expect(printVers(versFromNative(type, native, semver))).toBe(vers)
})

test.each([
  ['[1.0,2.0)', 'vers:maven/>=1.0|<2.0'],
  ['(,1.0],[1.2,)', 'vers:maven/<=1.0|>=1.2'],
  ['[1.5]', 'vers:maven/1.5'],
])('maven %s', (native, vers) => {
  expect(printVers(versFromNative('maven', native, maven))).toBe(vers)
})
