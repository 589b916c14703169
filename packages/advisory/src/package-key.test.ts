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

test('an Ubuntu system asks for what subscribers are told too; certified packages only among themselves', () => {
  const asked = (ecosystem: string, name: string) => lookupKeys(ecosystem, name).map((key) => key.split('\n')[0])
  expect(asked('Ubuntu:20.04:LTS', 'ansible')).toEqual(['20.04', 'Pro:20.04', ''])
  expect(asked('Ubuntu:Pro:20.04:LTS', 'ansible')).toEqual(['20.04', 'Pro:20.04', ''])
  expect(asked('Ubuntu:Pro:FIPS-updates:20.04:LTS', 'openssl')).toEqual([
    'Pro:FIPS-updates:20.04',
    'Pro:FIPS:20.04',
    'Pro:FIPS-preview:20.04',
    '',
  ])
  expect(asked('Ubuntu:22.04:LTS', 'linux-realtime')).toContain('Pro:22.04:LTS:Realtime:Kernel')
  expect(asked('Ubuntu:22.04:LTS', 'linux-bluefield')).toContain('22.04:LTS:for:NVIDIA:BlueField')
  expect(asked('Ubuntu:20.04:LTS', 'linux-aws-fips')).toContain('Pro:FIPS:20.04')
})

test('a Red Hat system asks all repositories of its release', () => {
  const keys = lookupKeys('Red Hat:enterprise_linux:9::baseos', 'httpd')
  expect(keys.slice(0, 2)).toEqual(['enterprise_linux:9::baseos\nhttpd', 'enterprise_linux:9\nhttpd'])
  expect(keys).toContain('enterprise_linux:9::appstream\nhttpd')
  expect(new Set(keys).size).toBe(keys.length)
  expect(lookupKeys('Red Hat:rhel_eus:9.2::baseos', 'httpd')).toEqual(['rhel_eus:9.2::baseos\nhttpd', '\nhttpd'])
})
