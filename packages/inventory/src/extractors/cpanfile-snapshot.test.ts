import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import carton from './cpanfile-snapshot.ts'

const LOCK = `# carton snapshot format: version 1.0
DISTRIBUTIONS
  Class-Inspector-1.28
    pathname: A/AD/ADAMK/Class-Inspector-1.28.tar.gz
    provides:
      Class::Inspector 1.28
      Class::Inspector::Functions 1.28
    requirements:
      ExtUtils::MakeMaker 6.59
      perl 5.006
  File-ShareDir-v1.102.0
    pathname: R/RE/REHSACK/File-ShareDir-v1.102.0.tar.gz
    provides:
      File::ShareDir v1.102.0
    requirements:
      Class::Inspector 1.12
      perl 5.008
  Our-Tool-0.1
    pathname: git@git.example:tool.git@main
    provides:
      Our::Tool 0.1
    requirements:
      File::ShareDir 0
`

test('distributions, authors and edges through modules', () => {
  expect(extractionText(carton, { 'cpanfile.snapshot': LOCK })).toMatchInlineSnapshot(`
    "cpanfile-snapshot 1.0: read, 3 packages
    :3 pkg:cpan/ADAMK/Class-Inspector@1.28 runtime
    :11 pkg:cpan/REHSACK/File-ShareDir@v1.102.0 runtime
    :18 pkg:cpan/Our-Tool@0.1 runtime
      pkg:cpan/REHSACK/File-ShareDir@v1.102.0 → pkg:cpan/ADAMK/Class-Inspector@1.28
      pkg:cpan/Our-Tool@0.1 → pkg:cpan/REHSACK/File-ShareDir@v1.102.0"
  `)
})

test.each([
  ['a later version', LOCK.replace('version 1.0', 'version 2.0'), '! unsupported-version :1'],
  ['no section', '# carton snapshot format: version 1.0\n', '! malformed :? the section DISTRIBUTIONS is missing'],
  ['two files in one', LOCK + LOCK, '! malformed :25 DISTRIBUTIONS stands twice'],
  ['a distribution without path', LOCK.replace('    pathname: A/AD/ADAMK/Class-Inspector-1.28.tar.gz\n', ''), '! malformed :3'],
  ['another line', LOCK + 'more\n', '! unsupported-content :24'],
])('%s is reported', (_, lock, problem) => expect(extractionText(carton, { 'cpanfile.snapshot': lock })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace('version 1.0', 'version 9')
  expect(mutationFaults(carton, 'cpanfile.snapshot', LOCK, { unknownVersion, wholeAfterCut: () => true })).toEqual([])
})
