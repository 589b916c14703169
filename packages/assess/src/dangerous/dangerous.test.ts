import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { gatherFacts } from '../facts/gather-facts.ts'
import type { Reading } from '../probe.ts'
import { assess } from '../scorecard/assess.ts'

async function hits(files: Record<string, string>, reading: Reading): Promise<readonly string[]> {
  const facts = await gatherFacts(memoryTree(files), null, {
    asOf: '2026-01-01T00:00:00Z',
    project: { name: 'x', url: '', forge: 'none', commit: '' },
  })
  const { probes } = assess(facts, { reading, checks: ['Dangerous-Workflow'] })
  return probes.flatMap(({ findings }) =>
    findings.filter(({ outcome }) => outcome === 'true').map(({ places: [place] }) => `${place?.path}:${place?.line}`),
  )
}

const step = (text: string, on = 'issues', job = ''): string => `on: ${on}\njobs:\n  a:\n    runs-on: x\n${job}    steps:\n${text}`
const W = '.github/workflows/w.yml'
const TITLE = '${{ github.event.issue.title }}'
const HEAD = '${{ github.event.pull_request.head.sha }}'

test.each<[name: string, files: Record<string, string>, cupel: readonly string[], scorecard: readonly string[]]>([
  ['an expression in a script', { [W]: step(`      - run: |\n          echo a\n          echo ${TITLE}\n`) }, [`${W}:8`], [`${W}:8`]],
  ['an environment variable in a shell', { [W]: step(`      - env: {T: "${TITLE}"}\n        run: echo "$T"\n`) }, [], []],
  [
    'an environment variable as an expression',
    { [W]: step(`      - env: {T: "${TITLE}"}\n        run: echo "\${{ env.T }}"\n`) },
    [`${W}:7`],
    [],
  ],
  [
    'github-script',
    { [W]: step(`      - uses: actions/github-script@v7\n        with:\n          script: console.log("${TITLE}")\n`) },
    [`${W}:8`],
    [],
  ],
  [
    'a composite action that is given it',
    {
      [W]: step(`      - uses: ./.github/actions/x\n        with:\n          title: ${TITLE}\n`),
      '.github/actions/x/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.title }}\n      shell: bash\n',
    },
    ['.github/actions/x/action.yml:4'],
    [],
  ],
  [
    'a reusable workflow that is given it',
    {
      [W]: `on: issues\njobs:\n  a:\n    uses: ./.github/workflows/r.yml\n    with:\n      title: ${TITLE}\n`,
      '.github/workflows/r.yml': step('      - run: echo ${{ inputs.title }}\n', 'workflow_call'),
    },
    ['.github/workflows/r.yml:6'],
    [],
  ],
  [
    'an outsider’s checkout',
    { [W]: step(`      - uses: actions/checkout@v4\n        with: {ref: "${HEAD}"}\n`, 'pull_request_target') },
    [`${W}:6`],
    [`${W}:6`],
  ],
  [
    'a checkout of own branches only',
    {
      [W]: step(
        `      - uses: actions/checkout@v4\n        with: {ref: "${HEAD}"}\n`,
        'pull_request_target',
        '    if: github.event.pull_request.head.repo.full_name == github.repository\n',
      ),
    },
    [],
    [`${W}:7`],
  ],
  ['a checkout in a script', { [W]: step('      - run: gh pr checkout 1\n', 'pull_request_target') }, [`${W}:6`], []],
  [
    'the same on pull_request',
    { [W]: step(`      - uses: actions/checkout@v4\n        with: {ref: "${HEAD}"}\n`, 'pull_request') },
    [],
    [],
  ],
])('%s', async (_name, files, cupel, scorecard) => {
  expect([await hits(files, 'cupel'), (await hits(files, 'scorecard-5')).length]).toEqual([cupel, scorecard.length])
})
