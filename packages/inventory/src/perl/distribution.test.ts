import { expect, test } from 'vitest'
import { parseDistribution } from './distribution.ts'

test.each([
  ['A/AD/ADAMK/Class-Inspector-1.28.tar.gz', 'ADAMK', 'Class-Inspector', '1.28'],
  ['R/RE/REHSACK/File-ShareDir-v1.102.0.tgz', 'REHSACK', 'File-ShareDir', 'v1.102.0'],
  ['E/ET/ETHER/Moose-2.2014-TRIAL.tar.gz', 'ETHER', 'Moose', '2.2014-TRIAL'],
  ['L/LE/LEONT/sub/Perl6-Say-0.16.zip', 'LEONT', 'Perl6-Say', '0.16'],
  ['git@git.example:tool.git', '', 'git@git.example:tool.git', ''],
])('%s', (path, author, name, version) => expect(parseDistribution(path)).toEqual({ author, name, version }))
