import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { gatherFacts } from '../facts/gather-facts.ts'
import { pinningOf } from './pinning-of.ts'

const COMMIT = 'a'.repeat(40)
const DIGEST = `sha256:${'b'.repeat(64)}`

async function read(path: string, text: string): Promise<readonly string[]> {
  const project = { name: 'x', url: '', forge: 'none', commit: '' } as const
  const facts = await gatherFacts(memoryTree({ [path]: text }), null, { asOf: '2026-01-01T00:00:00Z', project })
  expect(pinningOf(facts, 'scorecard-5').uses).toEqual([])
  return pinningOf(facts, 'cupel').uses.map(
    ({ kind, line, pinned, snippet }) => `${line} ${kind}${pinned ? '' : '!'} ${snippet.replaceAll(/([0-9a-f]{4})[0-9a-f]{30,}/g, '$1…')}`,
  )
}

describe('GitLab CI', () => {
  test('images, services and included files', async () => {
    const text = [
      'include:',
      '  - local: /ci/a.yml',
      '  - template: Jobs/SAST.gitlab-ci.yml',
      '  - remote: https://e.example/ci.yml',
      `  - remote: https://e.example/raw/${COMMIT}/ci.yml`,
      '  - remote: https://e.example/sum.yml',
      `    integrity: sha256-${'A'.repeat(43)}=`,
      '  - project: acme/ci',
      '    ref: main',
      '  - project: acme/ci',
      `    ref: ${COMMIT}`,
      '  - project: acme/ci',
      '  - component: gitlab.example/acme/scan@1.0',
      'image: node:22',
      'default: { image: { name: alpine, entrypoint: [""] } }',
      'test:',
      `  image: node@${DIGEST}`,
      '  services: [postgres:16, { name: redis, alias: r }]',
      '  script:',
      '    - npm install',
      '    - curl https://e.example/i.sh | sh',
      'own:',
      '  image: $CI_REGISTRY_IMAGE:latest',
    ].join('\n')
    expect(await read('.gitlab-ci.yml', text)).toEqual([
      '4 ciInclude! https://e.example/ci.yml',
      '5 ciInclude https://e.example/raw/aaaa…/ci.yml',
      '6 ciInclude https://e.example/sum.yml',
      '8 ciInclude! acme/ci',
      '10 ciInclude acme/ci',
      '12 ciInclude! acme/ci',
      '13 ciInclude! gitlab.example/acme/scan@1.0',
      '14 containerImage! node:22',
      '15 containerImage! alpine',
      '17 containerImage node@sha256:bbbb…',
      '18 containerImage! postgres:16',
      '18 containerImage! redis',
      '20 npmCommand! npm install',
      '21 downloadThenRun! curl https://e.example/i.sh | sh',
    ])
  })

  test.each([
    ['include: https://e.example/ci.yml', ['1 ciInclude! https://e.example/ci.yml']],
    ['include: /local.yml', []],
    ['include: { project: a/b, ref: v1 }', ['1 ciInclude! a/b']],
    ['image: [', []],
    ['- 1', []],
    ['', []],
    ['image: scratch', []],
  ])('%s', async (text, expected) => {
    expect(await read('.gitlab-ci.yml', text)).toEqual(expected)
  })
})

test('Azure Pipelines: repositories, containers, marketplace tasks', async () => {
  const text = [
    'resources:',
    '  repositories:',
    '    - { repository: shared, type: github, name: acme/templates, ref: refs/heads/main }',
    `    - { repository: fixed, type: github, name: acme/fixed, ref: ${COMMIT} }`,
    '  containers:',
    '    - { container: linux, image: "ubuntu:22.04" }',
    'jobs:',
    '  - job: a',
    '    container: linux',
    '    steps:',
    '      - task: UsePythonVersion@0',
    '      - task: acme.tools.Deploy@1',
    '      - task: acme.tools.Deploy@1.2.3',
    '      - script: pip install tool',
    '  - job: b',
    '    container: debian:12',
    `  - job: c`,
    `    container: { image: debian@${DIGEST} }`,
    '  - job: d',
    '    container: $[ variables.image ]',
  ].join('\n')
  expect((await read('azure-pipelines.yml', text)).filter((one) => !one.includes('pipCommand'))).toEqual([
    '3 ciInclude! acme/templates',
    '4 ciInclude acme/fixed',
    '6 containerImage! ubuntu:22.04',
    '12 ciTask! acme.tools.Deploy@1',
    '13 ciTask acme.tools.Deploy@1.2.3',
    '16 containerImage! debian:12',
    '18 containerImage debian@sha256:bbbb…',
  ])
})

test('CircleCI: orbs and images', async () => {
  const text = [
    'version: 2.1',
    'orbs:',
    '  node: circleci/node@5.2.0',
    '  aws: circleci/aws-cli@4',
    '  dev: acme/tool@volatile',
    '  inline: { commands: {} }',
    'executors:',
    '  small:',
    '    docker: [{ image: "cimg/base:2024.01" }]',
    'jobs:',
    '  build:',
    '    docker:',
    `      - image: cimg/node@${DIGEST}`,
    '      - image: << parameters.image >>',
    '    steps:',
    '      - run: npm ci',
    '      - run: { name: tool, command: "npm install -g << parameters.tool >>" }',
  ].join('\n')
  expect(await read('.circleci/config.yml', text)).toEqual([
    '3 ciOrb circleci/node@5.2.0',
    '4 ciOrb! circleci/aws-cli@4',
    '5 ciOrb! acme/tool@volatile',
    '13 containerImage cimg/node@sha256:bbbb…',
    '9 containerImage! cimg/base:2024.01',
    '17 npmCommand! npm install -g CI_VAR',
    '16 npmCommand npm ci',
  ])
})

test('images of other services', async () => {
  expect(await read('.drone.yml', 'kind: pipeline\nsteps:\n  - name: a\n    image: golang:1.25\n')).toEqual([
    '4 containerImage! golang:1.25',
  ])
  expect(await read('.woodpecker.yml', `steps:\n  a:\n    image: golang@${DIGEST}\n`)).toEqual(['3 containerImage golang@sha256:bbbb…'])
})

test('hostile files end', async () => {
  const deep = `${'a: {'.repeat(5000)}`
  expect(await read('azure-pipelines.yml', deep)).toEqual([])
  const aliases = `a: &a [${'x,'.repeat(100)}]\n${Array.from({ length: 50 }, (_, at) => `b${at}: [*a, *a, *a]`).join('\n')}\n`
  expect(await read('.gitlab-ci.yml', aliases)).toEqual([])
})
