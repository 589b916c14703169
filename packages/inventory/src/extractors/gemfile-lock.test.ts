import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import gemfile from './gemfile-lock.ts'

const LOCK = `GIT
  remote: https://token@git.example/tool.git
  revision: 0123abc
  branch: main
  specs:
    tool (1.2.0)
      rack (>= 2)

PATH
  remote: engines/own
  specs:
    own (0.1.0)
      nokogiri

GEM
  remote: https://registry.example/
  specs:
    nokogiri (1.15.0)
      racc (~> 1.4)
    nokogiri (1.15.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.1)
    rack (2.2.8)
    rspec (3.12.0)
    rubocop-rails_config (1.0.0.pre.1)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  bundler (~> 2.4)
  own!
  rspec
  rubocop-rails_config
  tool!

CHECKSUMS
  nokogiri (1.15.0) sha256=${'a'.repeat(64)}
  nokogiri (1.15.0-x86_64-linux) sha256=${'b'.repeat(64)}
  racc (1.7.1)

RUBY VERSION
   ruby 3.2.2p53

BUNDLED WITH
   2.5.0
`

test('sources, platforms as one component, checksums, own engines, edges', () => {
  expect(extractionText(gemfile, { 'Gemfile.lock': LOCK })).toMatchInlineSnapshot(`
    "gemfile-lock 2.5.0: read, 6 packages, skipped 1 × local path, skipped 1 × platform of a listed gem
    :6 pkg:gem/tool@1.2.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%400123abc runtime direct
    :18 pkg:gem/nokogiri@1.15.0 runtime direct sha256:aaaaaa sha256:bbbbbb
    :22 pkg:gem/racc@1.7.1 runtime transitive
    :23 pkg:gem/rack@2.2.8 runtime transitive
    :24 pkg:gem/rspec@3.12.0 runtime direct
    :25 pkg:gem/rubocop-rails_config@1.0.0.pre.1 runtime direct
      [· in .] → [own 0.1.0 in engines/own]
      [· in .] → pkg:gem/rspec@3.12.0
      [· in .] → pkg:gem/rubocop-rails_config@1.0.0.pre.1
      [· in .] → pkg:gem/tool@1.2.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%400123abc
      pkg:gem/tool@1.2.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%400123abc → pkg:gem/rack@2.2.8
      [own 0.1.0 in engines/own] → pkg:gem/nokogiri@1.15.0
      pkg:gem/nokogiri@1.15.0 → pkg:gem/racc@1.7.1"
  `)
})

test('groups of a plain Gemfile give scopes', () => {
  const manifest = `source "https://registry.example"
gem "tool", git: "x" # group: :test
group :development, :test do
  gem 'rspec'
  if ENV["X"]
    gem "other"
  end
end
gem "rubocop-rails_config", "~> 1", require: false, groups: [:development]
`
  const rows = extractionText(gemfile, { 'gems.locked': LOCK, 'gems.rb': manifest }).split('\n')
  expect(rows.filter((row) => row.startsWith(':'))).toMatchInlineSnapshot(`
    [
      ":6 pkg:gem/tool@1.2.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%400123abc runtime direct",
      ":18 pkg:gem/nokogiri@1.15.0 runtime direct sha256:aaaaaa sha256:bbbbbb",
      ":22 pkg:gem/racc@1.7.1 runtime transitive",
      ":23 pkg:gem/rack@2.2.8 runtime transitive",
      ":24 pkg:gem/rspec@3.12.0 test+dev direct",
      ":25 pkg:gem/rubocop-rails_config@1.0.0.pre.1 dev direct",
    ]
  `)
})

test.each([
  ['an unknown section', LOCK.replace('PLATFORMS', 'FUTURE'), '! unsupported-content :27 not understood: section FUTURE'],
  ['a cut', LOCK.slice(0, LOCK.indexOf('DEPENDENCIES')), '! malformed :? no section DEPENDENCIES'],
  ['a doubled file', LOCK + LOCK, '! malformed :74 not a line of a Gemfile.lock: a second section PLATFORMS'],
  [
    'a line of another shape',
    LOCK.replace('    racc (1.7.1)', '    racc (1.7.1'),
    '! malformed :22 not a line of a Gemfile.lock: racc (1.7.1',
  ],
  ['a merge conflict', LOCK.replace('\n    rack', '\n<<<<<<< HEAD\n    rack'), '! malformed :23 a merge conflict marker'],
  [
    'a constraint for a version',
    LOCK.replace('    racc (1.7.1)', '    racc (>= 1.7)'),
    '! malformed :22 not a line of a Gemfile.lock: racc (>= 1.7)',
  ],
  ['a gem that is not locked', LOCK.replace('  rspec\n', '  gone\n'), 'note malformed :34 gone is asked for and not locked'],
])('%s is reported', (_, lock, problem) => expect(extractionText(gemfile, { 'Gemfile.lock': lock })).toContain(problem))
