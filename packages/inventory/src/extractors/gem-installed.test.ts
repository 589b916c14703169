import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'
import gemInstalled from './gem-installed.ts'

const RACK = `# -*- encoding: utf-8 -*-
# stub: rack 2.2.3 ruby lib

Gem::Specification.new do |s|
  s.name = "rack".freeze
  s.version = "2.2.3"

  s.required_rubygems_version = Gem::Requirement.new(">= 0".freeze) if s.respond_to? :required_rubygems_version=
  s.require_paths = ["lib".freeze]
  s.description = "says s.version = \\"9\\"".freeze
  s.licenses = ["MIT".freeze, "Ruby".freeze]
  s.rubygems_version = "3.3.5".freeze

  s.add_runtime_dependency(%q<webrick>.freeze, ["~> 1.6"])
  s.add_development_dependency(%q<minitest>.freeze, ["~> 5.0"])
end
`
const AT = 'usr/local/bundle/specifications/rack-2.2.3.gemspec'

test('name, version and licences as RubyGems writes them', () => {
  expect(extractionText(gemInstalled, { [AT]: RACK })).toMatchInlineSnapshot(`
    "gem-installed ?: read, 1 packages
    :2 pkg:gem/rack@2.2.3 runtime (MIT) (Ruby)"
  `)
})

test('gems that come with Ruby, of a platform, and of an older RubyGems', () => {
  const old = `Gem::Specification.new do |s|\n  s.name = %q{json}\n  s.version = Gem::Version.new('1.4.6')\n  s.license = 'Ruby'\nend\n`
  expect(extractionText(gemInstalled, { 'lib/ruby/gems/specifications/default/json-1.4.6.gemspec': old })).toMatchInlineSnapshot(`
    "gem-installed ?: read, 1 packages
    :3 pkg:gem/json@1.4.6 runtime (Ruby)"
  `)
  const native = RACK.replaceAll('rack', 'nokogiri').replace('ruby lib', 'x86_64-linux lib')
  expect(extractionText(gemInstalled, { 'specifications/nokogiri-2.2.3-x86_64-linux.gemspec': native })).toContain(
    'pkg:gem/nokogiri@2.2.3 ',
  )
})

test.each([
  ['stub and statement', RACK.replace('"2.2.3"', '"2.2.4"'), 'the version is said to be 2.2.3 and 2.2.4'],
  ['two statements', RACK.replace('# stub: rack 2.2.3 ruby lib', '') + '  s.name = "sinatra"\n', 'the name is said to be rack and sinatra'],
  [
    'a computed version',
    RACK.replace('# stub: rack 2.2.3 ruby lib', '').replace('"2.2.3"', 'Rack::VERSION'),
    'the version is not written out',
  ],
  ['put together', RACK.replace('"2.2.3"', '"#{`id`}"'), 'the version is not written out'],
  ['no end', RACK.slice(0, -4), 'it is cut short'],
  ['a name that is none', RACK.replaceAll('rack', '../x'), 'has no name that is written out'],
])('%s is told, and the gem listed', (_, text, detail) => {
  const told = extractionText(gemInstalled, { [AT]: text })
  expect(told).toMatch(/ pkg:gem\/rack@2\.2\.[34] /)
  expect(told).toContain('! malformed')
  expect(told).toContain(detail)
})

test('the specification of a project and other files are not installed gems', () => {
  expect(gemInstalled.claims?.('gems/rack-2.2.3/rack.gemspec')).toBe(false)
  expect(gemInstalled.claims?.('specifications/deep/er/rack.gemspec')).toBe(false)
  expect(gemInstalled.claims?.('specifications/rack-2.2.3.gemspec')).toBe(true)
})

test('no damage is silent', () => expect(mutationFaults(gemInstalled, AT, RACK)).toEqual([]))

test('a hostile specification costs what its size costs', () => {
  const long = `${RACK.slice(0, -4)}  s.licenses = [${'"a", %q<'.repeat(200_000)}\n  s.name${' '.repeat(500_000)}\nend\n`
  expect(extractionText(gemInstalled, { [AT]: long })).toContain('pkg:gem/rack@2.2.3')
})

test('gems of one folder need each other, those that come with Ruby among them', async () => {
  const webrick = RACK.replaceAll('rack', 'webrick').replaceAll('%q<webrick>', '%q<rexml>')
  const alone = (name: string): string => RACK.replaceAll('rack', name).replace(/^ {2}s\.add_.*\n/gm, '')
  const files = {
    [AT]: RACK,
    'usr/local/bundle/specifications/webrick-2.2.3.gemspec': webrick,
    'usr/local/bundle/specifications/default/rexml-2.2.3.gemspec': alone('rexml'),
    'other/specifications/webrick-2.2.3.gemspec': alone('webrick'),
  }
  const { graphs } = await inventoryTree(memoryTree(files, 'image'), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  const graph = graphs.find(({ path }) => path === 'usr/local/bundle')
  const names = ['·', ...(graph?.components ?? [])]
  expect(graph?.edges.map(([from, to]) => `${names[from]} → ${names[to]}`)).toEqual([
    'pkg:gem/rack@2.2.3 → pkg:gem/webrick@2.2.3',
    'pkg:gem/webrick@2.2.3 → pkg:gem/rexml@2.2.3',
    '· → pkg:gem/rack@2.2.3',
  ])
})
