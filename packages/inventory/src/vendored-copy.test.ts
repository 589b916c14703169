import { expect, it } from 'vitest'
import { extractionText } from '../../../test/extraction-text.ts'
import gemfileLock from './extractors/gemfile-lock.ts'
import { vendoredCopy } from './vendored-copy.ts'

it.each([
  ['gem', 'net-imap', 'vendor/net-imap', { name: 'net-imap', version: '1.0.0' }],
  ['npm', '@a/b', 'web/third_party/b', { namespace: '@a', name: 'b', version: '1.0.0' }],
  ['composer', 'a/b', '3rdparty/b', { namespace: 'a', name: 'b', version: '1.0.0' }],
  ['cargo', 'c', 'Vendored/c', { name: 'c', version: '1.0.0' }],
  ['gem', 'engine', 'engines/engine', null],
  ['gem', 'engine', 'vendors/engine', null],
  ['gem', '', 'vendor/x', null],
  ['maven', 'g:a', 'vendor/a', null],
])('%s %s in %s', (type, name, path, copied) => {
  expect(vendoredCopy(type, { name, version: '1.0.0', path })).toEqual(copied)
  expect(vendoredCopy(type, { name, version: '', path })).toBeNull()
})

it('a gem that was put under vendor is a component, and whoever needs the folder has it', () => {
  const lock = `PATH
  remote: vendor/net-imap
  specs:
    net-imap (0.3.3)

PATH
  remote: engines/own
  specs:
    own (0.1.0)
      net-imap

DEPENDENCIES
  own!
`
  const text = extractionText(gemfileLock, { 'Gemfile.lock': lock })
  expect(text).toContain('pkg:gem/net-imap@0.3.3 runtime direct')
  expect(text).toContain('[own 0.1.0 in engines/own] → [net-imap 0.3.3 in vendor/net-imap]')
  expect(text).toContain('[net-imap 0.3.3 in vendor/net-imap] → pkg:gem/net-imap@0.3.3')
  expect(text).not.toContain('pkg:gem/own')
})
