import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import vscodeExtensions from './vscode-extensions.ts'

function read(content: unknown) {
  const path = '.vscode/extensions/extensions.json'
  return extractFile(memoryTree({ [path]: JSON.stringify(content, null, 1) }), vscodeExtensions, path)
}

test('extensions with their platform', () => {
  const { components, problems } = read([
    { identifier: { id: 'ms-python.python', uuid: 'x' }, version: '2024.1.0', metadata: { targetPlatform: 'linux-x64' } },
    { identifier: { id: 'Redhat.Java' }, version: '1.46.0', metadata: { targetPlatform: 'undefined' } },
    { identifier: { id: 'nothing' }, version: '1' },
  ])
  expect(components.map(({ purl, ecosystem, evidence }) => [purl, ecosystem, evidence[0]?.line])).toEqual([
    ['pkg:vscode-extension/ms-python/python@2024.1.0?platform=linux-x64', 'VSCode', 4],
    ['pkg:vscode-extension/redhat/java@1.46.0', 'VSCode', 14],
  ])
  expect(problems.map(({ code }) => code)).toEqual(['name-invalid', 'entries-lost'])
})

test('recommendations of a project and files of other tools leave no trace', () => {
  expect(read({ recommendations: ['a.b'] }).foreign).toBe(true)
  expect(read([{ name: 'x' }]).foreign).toBe(true)
})
