import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { moduleVersion } from '../perl/module-version.ts'
import perlPacklist from './perl-packlist.ts'

const AT = 'usr/local/lib/perl5/site_perl/5.38.2/x86_64-linux-gnu/auto/Net/SSLeay/.packlist'
const LIST = '/usr/local/lib/perl5/site_perl/5.38.2/x86_64-linux-gnu/Net/SSLeay.pm\n'

test('the module tells the version, beside auto or above', () => {
  const beside = 'usr/local/lib/perl5/site_perl/5.38.2/x86_64-linux-gnu/Net/SSLeay.pm'
  expect(extractionText(perlPacklist, { [AT]: LIST, [beside]: "package Net::SSLeay;\nour $VERSION = '1.92';\n" })).toMatchInlineSnapshot(`
    "perl-packlist ?: read, 1 packages
    :? pkg:cpan/Net-SSLeay@1.92 runtime"
  `)
  const above = 'usr/local/lib/perl5/site_perl/5.38.2/Net/SSLeay.pm'
  expect(extractionText(perlPacklist, { [AT]: LIST, [above]: 'package Net::SSLeay 1.94;\n' })).toContain('pkg:cpan/Net-SSLeay@1.94 ')
})

test('without a plain version it is listed, and told', () => {
  expect(extractionText(perlPacklist, { [AT]: LIST })).toMatchInlineSnapshot(`
    "perl-packlist ?: partial, 1 packages
    :? pkg:cpan/Net-SSLeay runtime
      ! version-unpinned :? which version of Net-SSLeay is installed is not written out in its module"
  `)
})

test('what cpanm has a record of is not listed twice', () => {
  const meta = 'usr/local/lib/perl5/site_perl/5.38.2/x86_64-linux-gnu/.meta'
  const told = (folder: string): string => extractionText(perlPacklist, { [AT]: LIST, [`${meta}/${folder}/install.json`]: '{}' })
  expect(told('Net-SSLeay-1.92')).toBe('perl-packlist ?: read, 0 packages, skipped 1 × distribution with a record of cpanm')
  expect(told('Net-SSLeay-Extra-1.92')).toContain('pkg:cpan/Net-SSLeay ')
})

test("the list of Perl's own files is not a distribution's", () => {
  expect(perlPacklist.claims?.('usr/local/lib/perl5/5.38.2/x86_64-linux-gnu/.packlist')).toBe(false)
  expect(perlPacklist.claims?.('auto/A/.packlist')).toBe(true)
})

test.each([
  ["our $VERSION = '1.23';", '1.23'],
  ['$Foo::Bar::VERSION = "v1.2.3";', 'v1.2.3'],
  ['our($VERSION)=1.5;', '1.5'],
  ['  package Foo::Bar v2.0.1 {', 'v2.0.1'],
  ["# $VERSION = '1'\nour $VERSION = '2';", '2'],
  ['our $VERSION = $Other::VERSION;', ''],
  ['our $VERSION = sprintf "%d", q$Revision: 1$;', ''],
  ["__END__\n$VERSION = '1';", ''],
])('%j', (text, version) => expect(moduleVersion(text)).toBe(version))

test('a hostile module costs what its size costs', () => {
  expect(
    moduleVersion(`package ${'A'.repeat(1_000_000)}\n${'our '.repeat(300_000)}\n${'A::'.repeat(300_000)}\n${' '.repeat(250_000)}`),
  ).toBe('')
})
