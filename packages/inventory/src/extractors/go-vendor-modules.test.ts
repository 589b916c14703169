import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import goVendorModules from './go-vendor-modules.ts'

function read(text: string) {
  return extractFile(memoryTree({ 'vendor/modules.txt': text }), goVendorModules, 'vendor/modules.txt')
}

test('modules that gave packages, after replace', () => {
  const { components, coverage, problems } = read(`## workspace
# github.com/pkg/errors v0.9.1
## explicit; go 1.17
github.com/pkg/errors
# golang.org/x/text v0.3.0 => golang.org/x/text v0.3.7
golang.org/x/text/language
golang.org/x/text/transform
# example.com/mine v0.0.0 => ./mine
## explicit
example.com/mine
# example.com/unused v1.0.0
## explicit
`)
  expect(components.map(({ purl, evidence }) => [purl, evidence[0]?.line])).toEqual([
    ['pkg:golang/github.com/pkg/errors@v0.9.1', 2],
    ['pkg:golang/golang.org/x/text@v0.3.7', 5],
  ])
  expect([coverage.skipped, problems]).toEqual([
    [
      { what: 'module without vendored packages', count: 1 },
      { what: 'replaced by a local path', count: 1 },
    ],
    [],
  ])
})

test('packages without a module and noise are said', () => {
  expect(read('github.com/pkg/errors\n# a v1.0.0\nb c\n').problems.map(({ code, line }) => [code, line])).toEqual([
    ['unsupported-content', 1],
    ['unsupported-content', 3],
  ])
  expect(read('').problems).toMatchObject([{ effect: 'note' }])
})
