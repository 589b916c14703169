import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import packageArchive from './package-archive.ts'

test.each([
  ['typing_extensions-4.8.0-py3-none-any.whl', 'pkg:pypi/typing-extensions@4.8.0'],
  ['numpy-1.26.0-1-cp312-cp312-manylinux_2_17_x86_64.whl', 'pkg:pypi/numpy@1.26.0'],
  ['setuptools-0.6c11-py2.7.egg', 'pkg:pypi/setuptools@0.6c11'],
  ['rails-html-sanitizer-1.6.0.gem', 'pkg:gem/rails-html-sanitizer@1.6.0'],
  ['nokogiri-1.16.0-x86_64-linux.gem', 'pkg:gem/nokogiri@1.16.0'],
  ['Newtonsoft.Json.13.0.1.nupkg', 'pkg:nuget/Newtonsoft.Json@13.0.1'],
  ['My.Lib.2.0.nupkg', 'pkg:nuget/My.Lib@2.0'],
  ['lib.v2.1.0.0-beta.1.nupkg', 'pkg:nuget/lib.v2@1.0.0-beta.1'],
  ['serde-json-1.0.100.crate', 'pkg:cargo/serde-json@1.0.100'],
])('%s', (file, purl) => {
  const { components, problems } = extractFile(memoryTree({ [file]: 'PK' }), packageArchive, file)
  expect([components.map((component) => component.purl), problems]).toEqual([[purl], []])
})

test('another name is said', () => {
  const told = (path: string, kind: 'image' | 'folder' = 'folder') => {
    const { components, problems } = extractFile(memoryTree({ [path]: '' }, kind), packageArchive, path)
    return [components.length, problems[0]?.effect]
  }
  expect(told('mine.whl')).toEqual([0, 'incomplete'])
  expect(told('tests/mine.whl')).toEqual([0, 'note'])
  expect(told('tests/mine.whl', 'image')).toEqual([0, 'incomplete'])
  expect(told('node_modules/a/mine.gem', 'image')).toEqual([0, 'note'])
})
