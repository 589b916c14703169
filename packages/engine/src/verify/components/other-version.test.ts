import { expect, it } from 'vitest'
import { otherName } from './other-version.ts'

const npm = (name: string, version: string) => ({ purl: `pkg:npm/${name.replace('@', '%40')}@${version}`, name, version })
const LEFT = npm('left', '1.2.0')
const SCOPED = npm('@acme/left', '1.2.0')
const WHEEL = { purl: 'pkg:pypi/acme-lib@1.0', name: 'acme-lib', version: '1.0' }
const COMPOSER = { purl: 'pkg:composer/acme/lib@v1.2.0', name: 'acme/lib', version: 'v1.2.0' }
const NUGET = { purl: 'pkg:nuget/Acme.Lib@1.0', name: 'Acme.Lib', version: '1.0' }
const GEM = { purl: 'pkg:gem/nokogiri@1.15.0', name: 'nokogiri', version: '1.15.0' }

it.each<[readonly string[], typeof LEFT, string | null]>([
  [[], LEFT, null],
  [['left-1.2.0.tgz'], LEFT, null],
  [['dist/left-1.2.0.tgz'], LEFT, null],
  [['left-1.2.1.tgz'], LEFT, 'left-1.2.1.tgz'],
  [['left-1.2.0-beta.tgz'], LEFT, 'left-1.2.0-beta.tgz'],
  [['left-1.2.0+build.tgz'], LEFT, null],
  [['acme.lib.1.0.0.nupkg'], NUGET, null],
  [['Acme.Lib.1.0.nupkg'], NUGET, null],
  [['acme.lib.1.0.0.0.nupkg'], NUGET, null],
  [['acme.lib.1.0.1.nupkg'], NUGET, 'acme.lib.1.0.1.nupkg'],
  [['acme.lib.1.0.0-rc.1.nupkg'], NUGET, 'acme.lib.1.0.0-rc.1.nupkg'],
  [['acme.lib.other.1.0.1.nupkg'], NUGET, null],
  [['pkg:nuget/acme.lib@1.0.0'], NUGET, null],
  [['pkg:nuget/ACME.LIB@1'], NUGET, null],
  [['pkg:nuget/acme.lib@1.0.1'], NUGET, 'pkg:nuget/acme.lib@1.0.1'],
  [['pkg:nuget/acme@1.0.0'], NUGET, 'pkg:nuget/acme@1.0.0'],
  [['left-1.2.0.1.tgz'], LEFT, 'left-1.2.0.1.tgz'],
  [['LEFT-1.2.1.TGZ'], LEFT, 'LEFT-1.2.1.TGZ'],
  [['left.tgz', 'anything', ''], LEFT, null],
  [['right-9.9.9.tgz'], LEFT, null],
  [['acme-left-1.2.0.tgz'], SCOPED, null],
  [['acme-left-1.1.0.tgz'], SCOPED, 'acme-left-1.1.0.tgz'],
  [['left-1.1.0.tgz'], SCOPED, 'left-1.1.0.tgz'],
  [['pkg:npm/left@1.2.0'], LEFT, null],
  [['PKG:npm/left@1.2.0?x=y'], LEFT, null],
  [['pkg:npm/left'], LEFT, null],
  [['pkg:npm/left@1.2.1'], LEFT, 'pkg:npm/left@1.2.1'],
  [['pkg:npm/%40acme/left@1.2.0'], LEFT, 'pkg:npm/%40acme/left@1.2.0'],
  [['pkg:npm/left@1.2.1', 'pkg:npm/left@1.2.0'], LEFT, null],
  [['left-1.2.0.tgz', 'pkg:npm/left@1.2.1'], LEFT, 'pkg:npm/left@1.2.1'],
  [['pkg:', 'left-1.2.0.tgz'], LEFT, null],
  [['acme_lib-1.0-py3-none-any.whl'], WHEEL, null],
  [['acme_lib-1.0.0.tar.gz'], WHEEL, null],
  [['acme_lib-1.1-py3-none-any.whl'], WHEEL, 'acme_lib-1.1-py3-none-any.whl'],
  [['other-1.0-py3-none-any.whl'], WHEEL, 'other-1.0-py3-none-any.whl'],
  [['lib-1.2.0.zip'], COMPOSER, null],
  [['lib-v1.2.0.zip'], COMPOSER, null],
  [['lib-1.3.0.zip'], COMPOSER, 'lib-1.3.0.zip'],
  [['nokogiri-1.15.0-x86_64-linux.gem'], GEM, null],
  [['nokogiri-1.14.0-x86_64-linux.gem'], GEM, 'nokogiri-1.14.0-x86_64-linux.gem'],
])('%j about %o', (names, component, expected) => {
  expect(otherName(names, component)).toBe(expected)
})
