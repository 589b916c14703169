import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import cpanMeta from './cpan-meta.ts'

const RECORD = JSON.stringify(
  {
    dist: 'IO-Socket-SSL-2.085',
    name: 'IO::Socket::SSL',
    pathname: 'S/SU/SULLR/IO-Socket-SSL-2.085.tar.gz',
    provides: { 'IO::Socket::SSL': { file: 'lib/IO/Socket/SSL.pm', version: '2.085' } },
    target: 'IO::Socket::SSL',
    version: '2.085',
  },
  null,
  2,
)
const AT = 'usr/local/lib/perl5/site_perl/5.38.2/x86_64-linux-gnu/.meta/IO-Socket-SSL-2.085/install.json'

test('a distribution by its name on CPAN', () => {
  expect(extractionText(cpanMeta, { [AT]: RECORD })).toMatchInlineSnapshot(`
    "cpan-meta ?: read, 1 packages
    :2 pkg:cpan/SULLR/IO-Socket-SSL@2.085 runtime"
  `)
  const own = '{"dist":"Mine-v1.2.3","name":"Mine","version":"v1.2.3"}'
  expect(extractionText(cpanMeta, { 'local/.meta/Mine-v1.2.3/install.json': own })).toContain(':1 pkg:cpan/Mine@v1.2.3 ')
})

test.each([
  ['[]', 'pkg:cpan/IO-Socket-SSL@2.085 '],
  ['{}', 'the record names no distribution'],
  [RECORD.replace('"IO-Socket-SSL-2', '"LWP-2'), 'the folder of IO-Socket-SSL holds the record of LWP'],
])('%j is told', (text, part) => {
  const told = extractionText(cpanMeta, { [AT]: text })
  expect(told).toContain(part)
  expect(told).toContain('  ! malformed')
})

test('other files of that name are not records', () => {
  expect(cpanMeta.claims?.('app/install.json')).toBe(false)
  expect(cpanMeta.claims?.('.meta/A-1/install.json')).toBe(true)
})

test('no damage is silent', () => expect(mutationFaults(cpanMeta, AT, RECORD)).toEqual([]))
