import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { gatherFacts } from '../facts/gather-facts.ts'
import type { Reading } from '../probe.ts'
import { pinningOf } from './pinning-of.ts'

async function uses(files: Record<string, string>, reading: Reading = 'cupel') {
  const facts = await gatherFacts(memoryTree(files), null, {
    asOf: '2026-01-01T00:00:00Z',
    project: { name: 'x', url: '', forge: 'none', commit: '' },
  })
  return pinningOf(facts, reading)
}

/** What one command line brings in: each use as `kind` or `kind!` when nothing fixes it. */
async function line(script: string, reading: Reading = 'cupel'): Promise<string> {
  return (await uses({ 'build.sh': `#!/bin/sh\n${script}\n` }, reading)).uses
    .map(({ kind, pinned }) => kind + (pinned ? '' : '!'))
    .join(' ')
}

const HASH = 'a'.repeat(40)

describe('command lines that Scorecard 5 gets wrong', () => {
  test.each<[script: string, cupel: string, scorecard: string]>([
    ['curl http://localhost:8080/x | python -m json.tool', '', 'downloadThenRun!'],
    ['curl https://e.example/x | python3 -m json.tool', '', 'downloadThenRun!'],
    ['curl https://e.example/x | sh', 'downloadThenRun!', 'downloadThenRun!'],
    ['curl https://e.example/x | tee log | sudo bash', 'downloadThenRun!', ''],
    ['npm install --package-lock-only', '', 'npmCommand!'],
    ['npm install', 'npmCommand!', 'npmCommand!'],
    ['npm ci', 'npmCommand', 'npmCommand'],
    [`npm install github:o/r#${HASH}`, 'npmCommand', 'npmCommand'],
    [`npm install github:o/r#${HASH} other`, 'npmCommand!', 'npmCommand'],
    [`pip install git+https://e.example/r.git@${HASH}`, 'pipCommand', 'pipCommand!'],
    [`pip install x --hash=sha256:${'b'.repeat(64)}`, 'pipCommand', 'pipCommand!'],
    ['pip install --require-hashes -r r.txt', 'pipCommand', 'pipCommand'],
    ['pip install -r r.txt', 'pipCommand!', 'pipCommand!'],
    ['pip install ./dist/a.whl', 'pipCommand', 'pipCommand'],
    ['go install e.example/tool@latest', 'goCommand!', 'goCommand!'],
    ['go install e.example/tool@v1.2.3', 'goCommand', 'goCommand'],
    ['choco install x --require-checksums', 'chocoCommand', 'chocoCommand'],
    ['dotnet restore', 'nugetCommand!', 'nugetCommand!'],
    ['wget https://e.example/i.sh && sh i.sh', 'downloadThenRun!', 'downloadThenRun!'],
    ['wget -O /tmp/./i.sh https://e.example/i.sh; /tmp/i.sh', 'downloadThenRun!', 'downloadThenRun!'],
    ['bash <(curl -s https://e.example/x)', 'downloadThenRun!', 'downloadThenRun!'],
    [`curl https://raw.githubusercontent.com/o/r/${HASH}/i.sh | sh`, '', ''],
    ['bash -c "npm install x"', 'npmCommand!', 'npmCommand!'],
    ['echo npm install', '', ''],
  ])('%s', async (script, cupel, scorecard) => {
    expect([await line(script), await line(script, 'scorecard-5')]).toEqual([cupel, scorecard])
  })
})

test('images, stages, arguments and actions', async () => {
  const digest = `sha256:${'c'.repeat(64)}`
  const files = {
    Dockerfile: `ARG BASE=node:20\nfrom \${BASE} AS build\nFROM build AS last\nFROM scratch\nFROM a@${digest}\nFROM alpine\n`,
    '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    container: node:20\n    steps:\n      - uses: actions/checkout@v4\n      - uses: ./.github/actions/x\n      - uses: $/.github/actions/x\n      - uses: o/r@${HASH}\n  b:\n    uses: o/r/.github/workflows/w.yml@main\n`,
    '.github/actions/x/action.yml': 'runs:\n  using: composite\n  steps:\n    - uses: o/inner@v1\n',
  }
  const shown = ({ snippet, pinned, line: at }: { snippet: string; pinned: boolean; line: number }): string =>
    `${at} ${pinned ? 'ok' : 'no'} ${snippet.replace(/([0-9a-f]{4})[0-9a-f]{30,}/, '$1…')}`
  expect((await uses(files)).uses.map(shown)).toEqual([
    '6 no actions/checkout@v4',
    '9 ok o/r@aaaa…',
    '4 no node:20',
    '11 no o/r/.github/workflows/w.yml@main',
    '4 no o/inner@v1',
    '2 no from ${BASE} AS build',
    '5 ok FROM a@sha256:cccc…',
    '6 no FROM alpine',
  ])
})

test('tests and examples are not what is built', async () => {
  const files = { 'examples/a/Dockerfile': 'FROM a\n', 'test/b.sh': '#!/bin/sh\nnpm install\n' }
  expect((await uses(files)).uses).toEqual([])
  expect((await uses(files, 'scorecard-5')).uses).toHaveLength(2)
})
