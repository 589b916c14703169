import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import devcontainer from './devcontainer.ts'

test('image and features of a development container, in JSON with comments', () => {
  const text = `// comment
{
  "image": "mcr.example/devcontainers/go:1-1.22", /* more */
  "features": {
    "ghcr.example/features/node:1": { "version": "20" },
    "./local": {},
    "https://a.example/x.tgz": {},
  },
}
`
  const { components, problems, coverage } = extractFile(memoryTree({ 'devcontainer.json': text }), devcontainer, 'devcontainer.json')
  expect(components.map(({ purl, scopes, evidence }) => `${purl} ${scopes.join()} ${evidence[0]?.line}`)).toEqual([
    'pkg:docker/devcontainers/go@1-1.22?repository_url=mcr.example dev 3',
    'pkg:docker/features/node@1?repository_url=ghcr.example dev 5',
  ])
  expect(problems).toMatchObject([{ effect: 'note', line: 7 }])
  expect(coverage.skipped).toHaveLength(2)
  expect(extractFile(memoryTree({ 'devcontainer.json': '{' }), devcontainer, 'devcontainer.json').problems).toMatchObject([
    { effect: 'incomplete' },
  ])
})
