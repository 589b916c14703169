import { expect, test } from 'vitest'
import { allowsVersion } from './allows-version.ts'
import type { RangeSyntax } from './allows-version.ts'

test.each<[RangeSyntax, string, string, boolean | null]>([
  ['node', '1', '1.9.0', true],
  ['node', '1.2', '1.3.0', false],
  ['node', '1.2.x', '1.2.9', true],
  ['node', '1.x.x', '2.0.0', false],
  ['node', '<=1.2', '1.2.9', true],
  ['node', '1.0 - 2.1', '2.1.7', true],
  ['node', '1.0.0 - 2.0.0', '2.0.1', false],
  ['node', '^1 || >= 3 <4', '3.4.0', true],
  ['node', '^1 || >= 3 <4', '2.4.0', false],
  ['node', '~1', '1.9.0', true],
  ['node', '~> 1.2.3', '1.2.9', true],
  ['node', '~> 1.2.3', '1.3.0', false],
  ['node', '^0.0.3', '0.0.4', false],
  ['node', '^1.0.0-beta.2', '1.0.0-beta.1', false],
  ['node', '^1.0.0-beta.2', '1.0.0-beta.10', true],
  ['node', '1.0.0-0', '1.0.0', false],
  ['node', '1.0.0+build', '1.0.0', true],
  ['node', '', '1.0.0', true],
  ['node', 'X', '1.0.0', true],
  ['node', 'latest', '1.0.0', null],
  ['node', 'github:a/b#v1.0.0', '1.0.0', null],
  ['node', 'https://registry.example/a-1.0.0.tgz', '1.0.0', null],
  ['node', '^2 || next', '1.0.0', null],
  ['cargo', '1.2', '1.9.0', true],
  ['cargo', '0.2', '0.3.0', false],
  ['cargo', '0', '0.3.0', true],
  ['cargo', '=1.2', '1.2.9', true],
  ['cargo', '1.*', '2.0.0', false],
  ['cargo', '>=1, <2.5', '2.4.0', true],
  ['cargo', '1.0', '1.0.0-rc.1', false],
  ['ruby', '~> 7', '7.9', true],
  ['ruby', '~> 7', '8.0', false],
  ['ruby', '~> 7.0.1', '7.0.9.1', true],
  ['ruby', '~> 7.0.1', '7.1.0', false],
  ['ruby', '7.0', '7.0.0', true],
  ['ruby', '7.0', '7.0.1', false],
  ['ruby', '>= 1.a', '1.0.0', true],
  ['ruby', '~> 7.0.0.rc1', '7.0.0.rc2', true],
  ['composer', '~1.2', '1.9.0', true],
  ['composer', '~1.2.3', '1.3.0', false],
  ['composer', '^1.0|^2.0', 'v2.1.0', true],
  ['composer', '1.0.*@dev', '1.1.0', false],
  ['composer', '^2.0@beta', '2.0.0-RC1', true],
  ['composer', 'dev-main as 1.0.0', '1.0.0', null],
  ['composer', '1.0.0', '1.0.0-p1', true],
  ['hex', '~> 1.7 or ~> 2.0', '2.3.0', true],
  ['hex', '>= 1.0.0 and < 1.5.0', '1.5.0', false],
  ['pub', '^1.2.0', '1.10.0', true],
  ['pub', '>=1.0.0 <2.0.0', '2.0.0', false],
  ['pub', 'any', '2.0.0', true],
  ['maven', '>=31.1-jre', '31.1-android', true],
  ['maven', '>=2.0', '1.9', false],
  ['maven', '>=2.0.RELEASE', '2.0.RELEASE', true],
  ['python', '==1.0.post1', '1.0.post1', true],
  ['python', '>=1.0', '1.0+cpu', true],
  ['python', '==1.0rc1', '1.0c1', true],
  ['python', '>=1!2.0', '1!2.1', true],
])('%s %j allows %s: %s', (syntax, range, version, expected) => expect(allowsVersion(syntax, range, version)).toBe(expected))

test('a long range costs no more than its length', () => {
  expect(allowsVersion('node', '>= '.repeat(100_000), '1.0.0')).toBe(null)
  expect(allowsVersion('node', '1'.padEnd(999, '.1'), '1.0.0')).toBe(false)
})

test('a version or range that somebody made long is none that is compared, and takes no time', () => {
  const long = `1${'.1'.repeat(500_000)}/`
  expect(allowsVersion('node', '^1.0.0', long)).toBeNull()
  expect(allowsVersion('node', long, '1.0.0')).toBeNull()
})
