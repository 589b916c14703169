import { expect, test } from 'vitest'
import { ecosystemFamily, lookupKeys, packageKey, releaseOf } from './package-key.ts'

test.each([
  ['npm', 'npm', ''],
  ['Packagist:https://packages.example/8', 'Packagist', ''],
  ['Debian', 'Debian', ''],
  ['Debian:12', 'Debian', '12'],
  ['Debian:12.5', 'Debian', '12'],
  ['Debian:3.1', 'Debian', '3.1'],
  ['Ubuntu:22.04:LTS', 'Ubuntu', '22.04'],
  ['Ubuntu:22.04', 'Ubuntu', '22.04'],
  ['Ubuntu:Pro:16.04:LTS', 'Ubuntu', 'Pro:16.04'],
  ['Alpine:v3.19', 'Alpine', '3.19'],
  ['Alpine:3.19.1', 'Alpine', '3.19'],
  ['Alpine:edge', 'Alpine', 'edge'],
  ['AlmaLinux:9.4', 'AlmaLinux', '9'],
  ['Rocky Linux:8', 'Rocky Linux', '8'],
  ['Red Hat:enterprise_linux:9::appstream', 'Red Hat', 'enterprise_linux:9::appstream'],
  ['openSUSE:Leap 15.5', 'openSUSE', 'Leap 15.5'],
])('%s is %s, release %j', (ecosystem, family, release) => {
  expect([ecosystemFamily(ecosystem), releaseOf(ecosystem)]).toEqual([family, release])
})

test('a release asks for its own entries and for those without release', () => {
  expect(lookupKeys('Debian:12', 'curl')).toEqual(['12\ncurl', '\ncurl'])
  expect(packageKey('Debian', 'curl')).toBe('\ncurl')
  expect(packageKey('PyPI', 'Zope.Interface')).toBe('\nzope-interface')
})
