import { memoryTree } from '@cupel/source'
import type { Tree } from '@cupel/source'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatherFacts } from '../facts/gather-facts.ts'
import type { HistorySource } from '../facts/gather-history.ts'
import type { Facts } from '../facts/facts.ts'
import { assess } from './assess.ts'
import type { Assessment } from './assess.ts'
import { probeJson } from './probe-json.ts'
import { scorecardJson } from './scorecard-json.ts'
import { scorecardSarif } from './scorecard-sarif.ts'

const DEEP = 10_000
const given = { asOf: '2026-01-01T00:00:00Z', project: { name: 'x', url: '', forge: 'none', commit: '' } } as const

async function factsOf(files: Record<string, string | Uint8Array>, git: HistorySource | null = null): Promise<Facts> {
  return gatherFacts(memoryTree(files), git, given)
}

function both(facts: Facts): readonly Assessment[] {
  return (['cupel', 'scorecard-5'] as const).map((reading) => assess(facts, { reading }))
}

/** No probe failed on the input, and every report can be written. */
function holds(assessment: Assessment): void {
  const failed = assessment.probes.flatMap(({ probe, findings }) =>
    findings.filter(({ message }) => message.startsWith('the probe failed')).map(({ message }) => `${probe.id}: ${message}`),
  )
  expect(failed).toEqual([])
  for (const { findings, probe } of assessment.probes) {
    expect(findings.length, probe.id).toBeGreaterThan(0)
    for (const { outcome, places, missing, message } of findings) {
      if (outcome === 'false') expect(places.length, probe.id).toBeGreaterThan(0)
      expect(missing !== undefined, probe.id).toBe(outcome === 'unknown')
      expect([...message].every((char) => char >= ' ')).toBe(true)
    }
  }
  const tool = { version: '0.0.0', commit: '' }
  for (const report of [scorecardJson(assessment, tool), probeJson(assessment, tool), scorecardSarif(assessment, tool)])
    JSON.stringify(report)
}

const HOSTILE: readonly (readonly [name: string, files: Record<string, string | Uint8Array>])[] = [
  ['nothing', {}],
  ['YAML nested without end', { '.github/workflows/a.yml': '['.repeat(DEEP), '.gitlab-ci.yml': `${'- '.repeat(DEEP)}x` }],
  [
    'YAML that is none',
    { '.github/workflows/a.yml': 'on: [push\njobs: {a: }}', '.github/settings.yml': '\t- x: [', 'scorecard.yml': '{{' },
  ],
  [
    'YAML aliases that multiply',
    {
      '.github/workflows/a.yml': `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, at) => `${'b'.repeat(at + 1)}: &${'b'.repeat(at + 1)} [${`*${at === 0 ? 'a' : 'b'.repeat(at)},`.repeat(9)}]`).join('\n')}\njobs: *bbbbbbbbbbbb`,
    },
  ],
  [
    'a workflow of the wrong shapes',
    {
      '.github/workflows/a.yml':
        'on: 1\npermissions: [a]\njobs:\n  a: 1\n  b: [x]\n  c:\n    runs-on: {}\n    permissions: 5\n    steps: {a: b}\n  d:\n    steps: [1, [2], null, {run: [a], uses: {}, with: 3}]\n',
    },
  ],
  [
    'shell nested without end',
    {
      'a.sh': `x=${'$('.repeat(DEEP)}`,
      'b.sh': '('.repeat(DEEP),
      'c.sh': `${'if true; then '.repeat(DEEP)}`,
      'd.sh': `echo "${'${x:-"'.repeat(DEEP)}`,
      'e.sh': `(( ${'('.repeat(DEEP)}`,
    },
  ],
  [
    'shell that ends early',
    { 'a.sh': 'cat <<EOF\nnever', 'b.sh': "echo 'x", 'c.sh': 'case x in', 'd.sh': 'echo `', 'e.sh': '$((', 'f.sh': '[[ a', 'g.sh': 'a=(b' },
  ],
  ['a shell that feeds itself', { 'a.sh': `${"bash -c '".repeat(300)}x` }],
  [
    'Dockerfiles of every kind',
    {
      Dockerfile: 'FROM',
      'Dockerfile.a': 'RUN',
      'Dockerfile.b': 'RUN <<EOF\nx',
      'Dockerfile.c': `FROM a\nRUN ${'['.repeat(DEEP)}`,
      'Dockerfile.d': `# escape=\`\nFROM a\nRUN a \`\n`,
    },
  ],
  [
    'XML that is none',
    { 'a.csproj': '<Project><', 'Directory.Packages.props': '<!DOCTYPE a [<!ENTITY a "b">]><Project/>', 'build.sh': 'dotnet restore\n' },
  ],
  [
    'hostile names',
    {
      __proto__: 'x',
      'constructor/prototype': 'x',
      'a\u001b[31m.sh': 'curl x | sh\n',
      [`${'d/'.repeat(200)}Dockerfile`]: 'FROM a\n',
      '.github/workflows/\u202e.yml': 'on: push\njobs: {a: {steps: [{uses: "a/b@main"}]}}',
    },
  ],
  [
    'names that programs have, and nothing in them',
    {
      'a.exe': '',
      'b.so': Uint8Array.of(0x7f),
      'c.jar': Uint8Array.of(0x50, 0x4b),
      'd.wasm': Uint8Array.of(0, 0x61),
      'e.dll': Uint8Array.of(0x4d, 0x5a, 0, 0, 0, 0, 0, 0, 0),
    },
  ],
  [
    'long lines',
    {
      'README.md': 'a'.repeat(500_000),
      'SECURITY.md': `${'a@'.repeat(100_000)}`,
      LICENSE: 'permission '.repeat(50_000),
      '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: ${'x'.repeat(200_000)}`,
    },
  ],
  ['an SBOM that is none', { 'a.spdx.json': '{', 'bom.json': '['.repeat(DEEP), 'x.cdx.xml': '<a' }],
]

describe('hostile trees', () => {
  test.each(HOSTILE)('%s', async (_name, files) => {
    for (const assessment of both(await factsOf(files))) holds(assessment)
  })

  test('a file of a gigabyte is not read as text', async () => {
    const small = memoryTree({ '.github/workflows/a.yml': 'x', 'a.sh': '#!/bin/sh\n', LICENSE: 'x', 'data.bin': 'x' })
    let most = 0
    const huge: Tree = {
      ...small,
      open(path) {
        const file = small.open(path)
        return file === null
          ? null
          : { ...file, size: 2 ** 30, read: (_offset, length) => ((most = Math.max(most, length)), new Uint8Array(Math.min(length, 4096))) }
      },
    }
    const facts = await gatherFacts(huge, null, given)
    for (const assessment of both(facts)) {
      holds(assessment)
      expect(assessment.problems.map(({ code }) => code)).toContain('limit-exceeded')
    }
    expect(most).toBeLessThan(1024 * 1024)
  })

  test('files that cannot be opened are problems', async () => {
    const small = memoryTree({ '.github/workflows/a.yml': 'x', 'SECURITY.md': 'x' })
    const facts = await gatherFacts(
      {
        ...small,
        open() {
          throw new Error('refused')
        },
      },
      null,
      given,
    )
    for (const assessment of both(facts)) holds(assessment)
    expect(facts.files.problems.map(({ code }) => code)).toContain('unreadable')
  })
})

describe('histories', () => {
  const empty: HistorySource = {
    isShallow: true,
    head: () => null,
    remotes: () => [],
    tags: async () => [],
    commitGraphSize: async () => 0,
    async *commits() {},
  }

  test('a repository without commits is unknown', async () => {
    const facts = await factsOf({}, empty)
    expect(facts.git).toMatchObject({ known: false, missing: { what: 'history' } })
    for (const assessment of both(facts)) holds(assessment)
  })

  test('a history that cannot be read is a problem', async () => {
    const broken: HistorySource = {
      ...empty,
      head: () => 'a'.repeat(40),
      commits() {
        throw new Error('damaged')
      },
    }
    const facts = await factsOf({}, broken)
    expect(facts.git.known).toBe(false)
    expect(facts.problems).toHaveLength(1)
  })
})

test('any text in any place is answered', async () => {
  const places = [
    '.github/workflows/a.yml',
    'a.sh',
    'Dockerfile',
    'SECURITY.md',
    'LICENSE',
    'x.csproj',
    '.gitlab-ci.yml',
    'azure-pipelines.yml',
    '.circleci/config.yml',
    '.drone.yml',
    '.github/rulesets/a.json',
    '.github/settings.yml',
    'scorecard.yml',
    'Makefile',
  ]
  const word = fc.constantFrom(
    'on: push\n',
    'jobs:\n',
    '  a:\n',
    '    steps:\n',
    '      - run: ',
    '      - uses: a/b@main\n',
    'curl x | sh\n',
    '$(',
    ')',
    '`',
    '"',
    "'",
    '${{ github.head_ref }}',
    '<<EOF\n',
    'FROM a as b\n',
    'RUN pip install x\n',
    '[',
    '{',
    '&a ',
    '<<: *a\n',
    'image: x:1\n',
    'include: ',
    'orbs: {b: c/d@1}\n',
    'resources: {repositories: [{name: x}]}\n',
    '  - container: y\n',
    '*a',
    '\u0000',
    'é',
    '\n',
    ' ',
  )
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''))
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...places), text), async (files) => {
      for (const assessment of both(await factsOf(files))) holds(assessment)
    }),
    { seed: 1, numRuns: 80 },
  )
})

test('the same facts give the same assessment', async () => {
  const files = {
    '.github/workflows/a.yml': 'on: push\njobs: {a: {runs-on: x, steps: [{uses: "a/b@main"}, {run: npm install}]}}',
    LICENSE: 'x',
  }
  expect(JSON.stringify(assess(await factsOf(files)))).toBe(JSON.stringify(assess(await factsOf(files))))
})
