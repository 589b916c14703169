import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import mavenExtensions from './maven-extensions.ts'
import railsImportmap from './rails-importmap.ts'
import requirements from './requirements.ts'

test('importmap.rb: versions in addresses and in comments, own files', () => {
  const text = `# pins
pin "application"
pin_all_from "app/javascript/controllers", under: "controllers"
pin "react", to: "https://ga.example/npm:react@17.0.1/index.js"
pin "@hotwired/stimulus", to: "https://cdn.example/npm/@hotwired/stimulus@3.2.2/+esm", preload: true
pin "lodash" # @4.17.21
pin "@a/b/c", to: "@a--b--c.js" # @1.0.0
pin "local", to: "local.js"
pin "odd", to: "https://cdn.example/odd.js"
pin name
`
  const { components, problems, coverage } = extractFile(memoryTree({ 'config/importmap.rb': text }), railsImportmap, 'config/importmap.rb')
  expect(components.map(({ purl, evidence }) => `${purl} ${evidence[0]?.line}`)).toEqual([
    'pkg:npm/react@17.0.1 4',
    'pkg:npm/%40hotwired/stimulus@3.2.2 5',
    'pkg:npm/lodash@4.17.21 6',
    'pkg:npm/%40a/b@1.0.0 7',
    'pkg:npm/odd 9',
  ])
  expect(coverage.skipped).toEqual([{ what: 'pin of an own file', count: 2 }])
  expect(problems.map(({ effect, line }) => `${effect} ${line}`)).toEqual(['incomplete 10'])
})

test('.mvn/extensions.xml', () => {
  const extension = (version: string) =>
    `<extension><groupId>a.b</groupId><artifactId>c</artifactId><version>${version}</version></extension>`
  const text = `<extensions>\n${extension('1.0')}\n${extension('${v}')}\n<x/></extensions>`
  const { components, problems } = extractFile(memoryTree({ '.mvn/extensions.xml': text }), mavenExtensions, '.mvn/extensions.xml')
  expect(components.map(({ purl, evidence, scopes }) => `${purl} ${evidence[0]?.line} ${scopes.join()}`)).toEqual([
    'pkg:maven/a.b/c@1.0 2 build',
    'pkg:maven/a.b/c 3 build',
  ])
  expect(problems.map(({ code }) => code)).toEqual(['unsupported-content', 'entries-lost'])
})

test('requirements files under other names', () => {
  const names = [
    'reqs.txt',
    'dev-reqs.txt',
    'reqs/base.txt',
    'requirements.pip',
    'a/_vendor/vendor.txt',
    'prereqs.txt',
    'freqs.txt',
    'requirements.lock',
  ]
  expect(names.filter((name) => requirements.claims?.(name) === true)).toEqual(names.filter((name) => !/prereqs|freqs/.test(name)))
})
