import { expect, test } from 'vitest'
import { advisoryName, takesNamesAsWritten, VERSION_SCHEMES } from '@cupel/model'
import { ecosystemFamily, lookupKeys, packageKey, plainPrefix, releaseOf } from './package-key.ts'

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
  ['SUSE:Linux Enterprise Server 15 SP5', 'SUSE', '15 SP5'],
  ['SUSE:Linux Enterprise Server 15 SP5-LTSS', 'SUSE', '15 SP5'],
  ['SUSE:Linux Enterprise Module for Python 3 15 SP5', 'SUSE', '15 SP5'],
  ['SUSE:Linux Enterprise High Performance Computing 15 SP5-ESPOS', 'SUSE', '15 SP5'],
  ['SUSE:Linux Enterprise Server 11 SP4-LTSS EXTREME CORE', 'SUSE', '11 SP4'],
  ['SUSE:Linux Enterprise Server LTSS Extended Security 12 SP5', 'SUSE', '12 SP5'],
  ['SUSE:Linux Enterprise Module for Containers 12', 'SUSE', '12 modules'],
  ['SUSE:Linux Enterprise Server 16.0', 'SUSE', '16.0'],
  ['SUSE:Linux Enterprise Micro for Rancher 5.3', 'SUSE', 'Micro 5.3'],
  ['SUSE:Linux Micro 6.0', 'SUSE', 'Micro 6.0'],
  ['SUSE:Manager Server 4.3', 'SUSE', 'Manager Server 4.3'],
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

test('a SUSE system of release 12 asks for the modules, which are for all its service packs', () => {
  expect(lookupKeys('SUSE:Linux Enterprise Server 12 SP5', 'curl')).toEqual(['12 SP5\ncurl', '12 modules\ncurl', '\ncurl'])
  expect(lookupKeys('SUSE:Linux Enterprise Server 15 SP5', 'curl')).toEqual(['15 SP5\ncurl', '\ncurl'])
})

test('a Red Hat system asks all repositories of its release', () => {
  const keys = lookupKeys('Red Hat:enterprise_linux:9::baseos', 'httpd')
  expect(keys.slice(0, 2)).toEqual(['enterprise_linux:9::baseos\nhttpd', 'enterprise_linux:9\nhttpd'])
  expect(keys).toContain('enterprise_linux:9::appstream\nhttpd')
  expect(new Set(keys).size).toBe(keys.length)
  expect(lookupKeys('Red Hat:rhel_eus:9.2::baseos', 'httpd')).toEqual(['rhel_eus:9.2::baseos\nhttpd', '\nhttpd'])
})

test('a prefix stands for the look-up keys only where every name has one and is taken as written', () => {
  const ecosystems = VERSION_SCHEMES.flatMap((scheme) => scheme.ecosystems)
  let plain = 0
  for (const ecosystem of [...ecosystems, ...ecosystems.map((one) => `${one}:12`), 'Ubuntu:22.04:LTS']) {
    const names = ['left-pad', '@S/a_b', 'A.B--C', 'https://Host.example/A.git', 'github.com/Acme/App']
    expect(names.every((name) => advisoryName(ecosystem, name) === name)).toBe(takesNamesAsWritten(ecosystem))
    const prefix = plainPrefix(ecosystem)
    if (prefix === null) continue
    plain++
    for (const name of names) expect(lookupKeys(ecosystem, name)).toEqual([prefix + name])
  }
  expect([plain > 10, plainPrefix('npm'), plainPrefix('PyPI'), plainPrefix('Debian:12')]).toEqual([true, '\n', null, null])
})
