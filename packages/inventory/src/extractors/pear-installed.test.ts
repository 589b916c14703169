import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import pearInstalled from './pear-installed.ts'

type Value = string | number | boolean | null | { readonly [key: string]: Value }

function serialize(value: Value): string {
  if (value === null) return 'N;'
  if (typeof value === 'boolean') return `b:${Number(value)};`
  if (typeof value === 'number') return `i:${value};`
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`
  const pairs = Object.entries(value)
  return `a:${pairs.length}:{${pairs.map(([key, item]) => (/^\d+$/.test(key) ? `i:${key};` : serialize(key)) + serialize(item)).join('')}}`
}

const TAR: Value = {
  attribs: { version: '2.0' },
  name: 'Archive_Tar',
  channel: 'pear.php.net',
  description: 'Tär "files"; a:9:{',
  lead: { 0: { name: 'Somebody', active: 'yes' } },
  version: { release: '1.4.11', api: '1.4.0' },
  license: { attribs: { uri: 'x' }, _content: 'New BSD License' },
  dirtree: { '/usr/share/php': true },
  _lastmodified: 1_600_000_000,
  changelog: null,
}
const AT = 'usr/share/php/.registry/archive_tar.reg'

test('a package of PEAR is the one of Packagist', () => {
  expect(extractionText(pearInstalled, { [AT]: serialize(TAR) })).toMatchInlineSnapshot(`
    "pear-installed ?: read, 1 packages
    :1 pkg:composer/pear/archive_tar@1.4.11 runtime (New BSD License)"
  `)
  const first = serialize({ package: 'XML_RPC', version: '1.2', license: 'PHP License' })
  expect(extractionText(pearInstalled, { '.registry/xml_rpc.reg': first })).toContain('pkg:composer/pear/xml_rpc@1.2 ')
})

test('other channels have names of their own', () => {
  const redis = serialize({ name: 'redis', channel: 'pecl.php.net', version: { release: '5.3.7' }, license: 'PHP' })
  expect(extractionText(pearInstalled, { 'lib/php/.registry/.channel.pecl.php.net/redis.reg': redis })).toContain(
    ':1 pkg:pear/pecl.php.net/redis@5.3.7 ',
  )
})

test.each([
  ['cut', serialize(TAR).slice(0, 200), 'pkg:composer/pear/archive_tar '],
  ['with an object', serialize(TAR).replace('N;', 'O:1:"X":0:{}'), 'not what PHP serializes'],
  ['of another length', serialize(TAR).replace('s:6:"1.4.11"', 's:7:"1.4.11"'), 'does not have its length'],
  ['of another size', serialize(TAR).replace('a:10:', 'a:9:'), 'does not have its size'],
  ['doubled', serialize(TAR) + serialize(TAR), 'something stands behind'],
  ['no version', serialize({ name: 'PEAR' }), 'PEAR has no version'],
  ['no record', 's:1:"a";', 'not the record of a package'],
  ['a bad version', serialize({ name: 'A', version: '1 or 2' }), 'A has the version 1 or 2'],
  ['a bad name', serialize({ name: '../a' }), 'name-invalid'],
])('%s is told', (_, text, part) => {
  const told = extractionText(pearInstalled, { [AT]: text })
  expect(told).toContain(part)
  expect(told).toContain('  ! ')
})

test('definitions of channels and files of Windows are not packages', () => {
  expect(pearInstalled.claims?.('usr/share/php/.channels/pear.php.net.reg')).toBe(false)
  expect(pearInstalled.claims?.('tools/settings.reg')).toBe(false)
})

test('no damage is silent', () => expect(mutationFaults(pearInstalled, AT, serialize(TAR), { binary: true })).toEqual([]))

test('a hostile record costs what its size costs', () => {
  for (const part of ['a:1:{i:0;', 's:9:"', 'i:', 'a:999999999:{'])
    expect(extractionText(pearInstalled, { [AT]: part.repeat(200_000) })).toContain('! malformed')
})
