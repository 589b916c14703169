import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import { EXTRACTORS } from '../extractors.gen.ts'
import { claimsOf } from '../claims.ts'
import dockerfile from './dockerfile.ts'

function read(text: string, path = 'Dockerfile') {
  const { components, problems, coverage } = extractFile(memoryTree({ [path]: text }), dockerfile, path)
  return {
    images: components.map(({ purl, scopes, evidence }) => `${purl.slice('pkg:docker/'.length)} ${scopes.join()} ${evidence[0]?.line}`),
    problems: problems.map(({ code, effect, line }) => `${code} ${effect} ${line ?? ''}`.trim()),
    skipped: coverage.skipped,
  }
}

const CASES: readonly (readonly [name: string, text: string, images: readonly string[], problems: readonly string[]])[] = [
  [
    'stages: what the result is built upon or takes files from is shipped',
    `# syntax=docker/dockerfile:1
ARG NODE=20.1
FROM --platform=$BUILDPLATFORM node:\${NODE}-alpine AS build
RUN --mount=type=bind,from=ghcr.io/a/tools:2,target=/t make \\
    # a comment inside
    && FROM=x
FROM nginx:1.25@sha256:${'a'.repeat(64)} as base
from BASE
COPY --from=build /a /b
COPY --chown=x --from=busybox:1.36 /c /d
COPY --from=0 /e /f
`,
    [
      'node@20.1-alpine build 3',
      'a/tools@2?repository_url=ghcr.io build 4',
      `nginx@sha256:${'a'.repeat(64)}?tag=1.25 runtime 7`,
      'busybox@1.36 runtime 10',
    ],
    [],
  ],
  ['two results: each is shipped', 'FROM a:1 AS one\nFROM b:1 AS two\n', ['a@1 runtime 1', 'b@1 runtime 2'], []],
  ['nothing below', 'FROM scratch\nADD x /\n', [], []],
  ['a variable without a value', 'ARG V\nFROM python:${V}\nFROM ${IMAGE}\n', ['python runtime 2'], ['version-unpinned incomplete 3']],
  ['a stage that a variable chooses', 'FROM a:1 AS base-x\nFROM b:1 AS base-y\nFROM base-${V}\n', ['a@1 runtime 1', 'b@1 runtime 2'], []],
  ['defaults', 'FROM ${A:-debian}:${B-12}\n', ['debian@12 runtime 1'], []],
  ['another escape sign', '# escape=`\nFROM a:1\nRUN x `\n  FROM b:1\n', ['a@1 runtime 2'], []],
  ['a here-document', 'FROM a:1\nRUN <<EOF bash\nFROM nothing\nEOF\nCOPY --from=b:1 x y\n', ['a@1 runtime 1', 'b@1 runtime 5'], []],
  ['a here-document without an end', 'FROM a:1\nRUN <<-"EOF"\n\tFROM b:1\n', ['a@1 runtime 1'], ['malformed incomplete']],
  ['no instruction', 'FROM a:1\nFRM b:1\n', ['a@1 runtime 1'], ['unsupported-content incomplete 2']],
  ['nothing to build upon', 'RUN make\n', [], ['unsupported-content incomplete 1']],
  ['no reference', 'FROM a:1 b:1\n', [], ['unsupported-content incomplete 1']],
]

test.each(CASES)('%s', (_, text, images, problems) => {
  expect(read(text)).toMatchObject({ images, problems })
})

test('what RUN installs: components by their versions, the rest is told', () => {
  const text = `FROM a:1 AS build
RUN pip install x==1.0
FROM b:1
RUN --mount=type=cache,target=/c apt-get update && apt-get install -y curl && pip install Django==3.2 gunicorn
RUN ["npm", "install", "-g", "@s/a@1.2.3"]
`
  const { components, problems } = extractFile(memoryTree({ Dockerfile: text }), dockerfile, 'Dockerfile')
  const found = components.filter(({ purl }) => !purl.startsWith('pkg:docker'))
  expect(found.map(({ purl, scopes, evidence }) => `${purl} ${scopes.join()} ${evidence[0]?.line}`)).toEqual([
    'pkg:pypi/x@1.0 build 2',
    'pkg:pypi/django@3.2 runtime 4',
    'pkg:npm/%40s/a@1.2.3 runtime 5',
  ])
  expect(problems).toMatchObject([
    { effect: 'incomplete', line: 4, detail: 'what commands install without stating its version is not looked at: curl and 1 more' },
  ])
})

test('examples and files for developers are of the scope dev', () => {
  for (const path of ['tests/x/Dockerfile', '.devcontainer/Dockerfile', 'Dockerfile.dev'])
    expect(read('FROM a:1\n', path).images).toEqual(['a@1 dev 1'])
  expect(read('FROM ${A}\n', 'docs/Dockerfile').problems).toEqual(['version-unpinned note 1'])
})

test('which names are Dockerfiles', () => {
  const claims = claimsOf(EXTRACTORS)
  const claimed = (name: string) => claims.byName('', name).some(({ id }) => id === 'dockerfile') && dockerfile.claims?.(name) === true
  const yes = ['Dockerfile', 'Dockerfile.prod', 'Dockerfile-alpine', 'dockerfile', 'api.Dockerfile', 'Containerfile', 'x.dockerfile']
  const no = ['Dockerfile.dockerignore', 'Dockerfiles', 'Dockerfile.j2', 'dockerfile_test.go', 'DockerfileParser.java', 'Dockerfile.md']
  expect([...yes, ...no].filter(claimed)).toEqual(yes)
  expect(extractFile(memoryTree({ 'dockerfile.ex': 'defmodule A do\n' }), dockerfile, 'dockerfile.ex').foreign).toBe(true)
})
