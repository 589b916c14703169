import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import type { Tree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'
import ciPipeline from './ci-pipeline.ts'
import composeFile from './compose-file.ts'

test('services, what is built here, variables with and without a value', () => {
  const text = `name: x
services:
  db: { image: "postgres:\${PG:-16}" }
  web:
    image: registry.example:5000/a/web:1
    build: .
  cache:
    image: redis:\${REDIS}
  queue:
    image: rabbit:\${RABBIT}
  other:
    image: \${ALL}
x-image: &shared nats:2
`
  const files = { 'compose.yaml': text, '.env': 'export REDIS="7.2" # x\n' }
  const { components, problems, coverage } = extractFile(memoryTree(files), composeFile, 'compose.yaml')
  expect(components.map(({ purl, evidence, scopes }) => `${purl} ${evidence[0]?.line} ${scopes.join()}`)).toEqual([
    'pkg:docker/postgres@16 3 runtime',
    'pkg:docker/redis@7.2 8 runtime',
    'pkg:docker/rabbit 10 runtime',
  ])
  expect(problems.map(({ code, effect, line }) => `${code} ${effect} ${line}`)).toEqual(['version-unpinned incomplete 12'])
  expect(coverage.skipped).toEqual([
    { what: 'image named by a variable', count: 1 },
    { what: 'image that is built here', count: 1 },
  ])
})

test('an alias is not guessed, no image is said, and the first version has services at the top', () => {
  const read = (text: string, path = 'docker-compose.yml') => extractFile(memoryTree({ [path]: text }), composeFile, path)
  expect(read('services: {a: {image: *x}}').problems).toMatchObject([{ effect: 'incomplete' }])
  expect(read('services: {a: {image: NOPE}}').problems).toMatchObject([{ code: 'unsupported-content', effect: 'incomplete' }])
  expect(read('services: {a: {image: NOPE}}', 'docker-compose.test.yml').problems).toEqual([])
  expect(read('db:\n  image: postgres:9\n').components).toHaveLength(1)
  expect(extractFile(memoryTree({ 'compose-notes.yml': 'a: b\n' }), composeFile, 'compose-notes.yml').foreign).toBe(true)
  expect(read('a: b\n').problems).toMatchObject([{ code: 'unsupported-content', effect: 'incomplete' }])
  expect(read('services: {a: {image: "a:1"}}', 'docker-compose.override.yml').components).toMatchObject([{ scopes: ['dev'] }])
})

const PIPELINES: readonly (readonly [path: string, text: string, images: readonly string[], notes: number])[] = [
  [
    '.gitlab-ci.yml',
    'image: ruby:2.6\ninclude:\n- local: a.yml\n- project: b\na:\n  image:\n    name: node:20\n  services: [postgres:16, {name: "redis:7"}]\n',
    ['node@20', 'postgres@16', 'redis@7', 'ruby@2.6'],
    1,
  ],
  [
    '.circleci/config.yml',
    'orbs: {node: circleci/node@5}\njobs:\n  a:\n    docker: [{image: cimg/node:14}]\n  b:\n    machine: {image: ubuntu-2204:current}\n',
    ['cimg/node@14'],
    1,
  ],
  ['azure-pipelines.yml', 'container: linux\njobs:\n- container: ubuntu:22.04\n', ['ubuntu@22.04'], 0],
  [
    '.drone.yml',
    'kind: pipeline\nsteps:\n- image: golang:1\n---\nkind: pipeline\nsteps:\n- image: golang:2\n',
    ['golang@1', 'golang@2'],
    0,
  ],
  ['bitbucket-pipelines.yml', 'image: $IMAGE\npipelines: {default: [{step: {image: {name: "a/b:1"}}}]}\n', ['a/b@1'], 1],
]

test.each(PIPELINES)('%s', (path, text, images, notes) => {
  const { components, problems } = extractFile(memoryTree({ [path]: text }), ciPipeline, path)
  expect(components.map(({ purl }) => purl.slice('pkg:docker/'.length)).toSorted()).toEqual(images)
  expect(components.every(({ scopes }) => scopes.join() === 'build')).toBe(true)
  expect(problems.map(({ effect }) => effect)).toEqual(Array.from({ length: notes }, () => 'note'))
})

test('images that are shipped or run lower the verdict once; those that build do not; in an image nobody asks', async () => {
  const files = { 'a/Dockerfile': 'FROM a:1\n', 'b/compose.yml': 'services: {x: {image: "b:1"}}', '.gitlab-ci.yml': 'image: c:1\n' }
  const options = { extractors: EXTRACTORS, limits: DEFAULT_LIMITS }
  const { problems } = await inventoryTree(memoryTree(files), options)
  expect(problems.map(({ effect, path, line, detail }) => [effect, path, line, detail])).toEqual([
    [
      'incomplete',
      'a/Dockerfile',
      1,
      'pkg:docker/a@1 and 1 more image is part of what is shipped or run, and what is in it was not looked at',
    ],
  ])
  expect((await inventoryTree(memoryTree({ '.gitlab-ci.yml': 'image: c:1\n' }), options)).problems).toEqual([])
  const image: Tree = { ...memoryTree({ ...files, 'etc/os-release': 'ID=x\n' }), kind: 'image' }
  expect((await inventoryTree(image, options)).components).toEqual([])
})
