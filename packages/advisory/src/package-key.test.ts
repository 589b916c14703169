import { expect, test } from 'vitest'
import { advisoryName, takesNamesAsWritten, VERSION_SCHEMES } from '@cupel/model'
import { ecosystemFamily, lookupKeys, packageKey, PACKAGE_KEY_REVISION, plainPrefix, releaseOf } from './package-key.ts'
import { FORMAT_VERSION } from './store/segment-header.ts'

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

/** Keys are stored: when one of these changes, PACKAGE_KEY_REVISION grows, and with it FORMAT_VERSION and the server's schema. */
const STORED: Readonly<Record<string, readonly string[]>> = {
  'AlmaLinux:9.4 curl': ['9 curl', ' curl'],
  'Alpine:v3.19.1 curl': ['3.19 curl', ' curl'],
  'CRAN data.table': [' data.table'],
  'Debian:12.5 curl': ['12 curl', ' curl'],
  'GitHub Actions Actions/Checkout': [' actions/checkout'],
  'Go github.com/Azure/x': [' github.com/azure/x'],
  'Maven G:A': [' G:A'],
  'NuGet Newtonsoft.Json': [' newtonsoft.json'],
  'Packagist:https://registry.example/8 Drupal/Core': [' drupal/core'],
  'PyPI Zope.Interface[test]': [' zope-interface'],
  'Red Hat:rhel_eus:9.2::baseos curl': ['rhel_eus:9.2::baseos curl', ' curl'],
  'Rocky Linux:8.10 curl': ['8 curl', ' curl'],
  'RubyGems Rails': [' Rails'],
  'SUSE:Linux Enterprise Module for Basesystem 15 SP5 curl': ['15 SP5 curl', ' curl'],
  'SUSE:Linux Enterprise Server 12 SP5-LTSS curl': ['12 SP5 curl', '12 modules curl', ' curl'],
  'SUSE:Linux Micro 6.0 curl': ['Micro 6.0 curl', ' curl'],
  'SwiftURL https://github.com/Apple/swift-nio.git': [' github.com/apple/swift-nio'],
  'Ubuntu:22.04:LTS curl': ['22.04 curl', 'Pro:22.04 curl', ' curl'],
  'crates.io Serde_JSON': [' Serde_JSON'],
  'npm @S/JSONStream': [' @S/JSONStream'],
  'openSUSE:Leap 15.5 curl': ['Leap 15.5 curl', ' curl'],
}

test('packages are kept under keys that do not change unseen', () => {
  const keys = (asked: string): readonly string[] => {
    const end = asked.lastIndexOf(' ')
    return lookupKeys(asked.slice(0, end), asked.slice(end + 1)).map((key) => key.replace('\n', ' '))
  }
  expect(Object.fromEntries(Object.keys(STORED).map((asked) => [asked, keys(asked)]))).toEqual(STORED)
  expect({ keys: PACKAGE_KEY_REVISION, index: FORMAT_VERSION }).toEqual({ keys: 2, index: 3 })
})
