import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import githubWorkflow from './github-workflow.ts'

const COMMIT = '0123456789012345678901234567890123456789'

const WORKFLOW = `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    container:
      image: registry.example:5000/team/build:1.2@sha256:${'a'.repeat(64)}
    services:
      db:
        image: postgres:16-alpine
      cache: redis
    steps:
      - uses: actions/checkout@v4
      - uses: actions/cache@${COMMIT} # v4.1.1
      - uses: "actions/setup-node@${COMMIT}" # tag=v3
      - uses: actions/pinned@${COMMIT} # see the notes of 2024
      - uses: github/codeql-action/init@main # v9 of a branch says nothing
      - uses: ./local
      - uses: docker://alpine:3.20
      - uses: Owner/Unpinned
      - run: echo
  call:
    uses: owner/shared/.github/workflows/release.yml@v1.2.3
  matrix:
    container: \${{ matrix.image }}
    steps: []
`

describe('github-workflow', () => {
  test.each([
    ['.github/workflows/ci.yml', true],
    ['sub/.github/workflows/ci.yaml', true],
    ['.github/workflows/notes.md', false],
    ['.github/workflows/nested/ci.yml', false],
    ['tools/setup/action.yml', true],
    ['my-action.yml', false],
  ])('claims %s: %s', (path, claimed) => {
    expect(githubWorkflow.claims?.(path)).toBe(claimed)
  })

  test('actions, commits with their version in a comment, reusable workflows, images', () => {
    expect(extractionText(githubWorkflow, { '.github/workflows/ci.yml': WORKFLOW })).toMatchInlineSnapshot(`
      "github-workflow ?: read, 11 packages, skipped 1 × expression, skipped 1 × local action
      :6 pkg:docker/team/build@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?repository_url=registry.example:5000&tag=1.2 build direct
      :9 pkg:docker/postgres@16-alpine build direct
      :10 pkg:docker/redis build direct
      :12 pkg:githubactions/actions/checkout@v4 build direct
      :13 pkg:githubactions/actions/cache@v4.1.1?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Factions%2Fcache%400123456789012345678901234567890123456789 build direct
      :14 pkg:githubactions/actions/setup-node@v3?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Factions%2Fsetup-node%400123456789012345678901234567890123456789 build direct
      :15 pkg:githubactions/actions/pinned@0123456789012345678901234567890123456789?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Factions%2Fpinned%400123456789012345678901234567890123456789 build direct
      :16 pkg:githubactions/github/codeql-action@main#init build direct
      :18 pkg:docker/alpine@3.20 build direct
      :19 pkg:githubactions/Owner/Unpinned build direct
      :22 pkg:githubactions/owner/shared@v1.2.3#.github/workflows/release.yml build direct"
    `)
  })

  test('composite and Docker actions', () => {
    const composite = 'runs:\n  using: composite\n  steps:\n    - uses: actions/cache@v4\n'
    expect(extractionText(githubWorkflow, { 'action.yml': composite })).toMatchInlineSnapshot(`
      "github-workflow ?: read, 1 packages
      :4 pkg:githubactions/actions/cache@v4 build direct"
    `)
    const docker = 'runs:\n  using: docker\n  image: docker://ghcr.example/o/tool:1\n'
    expect(extractionText(githubWorkflow, { 'action.yaml': docker })).toMatchInlineSnapshot(`
      "github-workflow ?: read, 1 packages
      :3 pkg:docker/o/tool@1?repository_url=ghcr.example build direct"
    `)
    expect(extractionText(githubWorkflow, { 'action.yml': 'name: something else\n' })).toMatchInlineSnapshot(
      `"github-workflow ?: read, 0 packages"`,
    )
  })

  test('files that are odd or damaged', () => {
    const cases = [
      '',
      'name: x\n',
      'jobs: none\n',
      'jobs:\n  a:\n   b: [\n',
      'jobs:\n  a:\n    steps:\n      - uses: nobody\n      - uses: docker://UPPER\n',
    ]
    const read = cases.map((text) => `${JSON.stringify(text)}\n${extractionText(githubWorkflow, { '.github/workflows/a.yml': text })}`)
    expect(read.join('\n\n')).toMatchInlineSnapshot(`
      """
      github-workflow ?: read, 0 packages
        note malformed :? the file is empty

      "name: x\\n"
      github-workflow ?: partial, 0 packages
        ! unsupported-content :1 not understood: a document without jobs

      "jobs: none\\n"
      github-workflow ?: partial, 0 packages
        ! unsupported-content :1 not understood: a document without jobs

      "jobs:\\n  a:\\n   b: [\\n"
      github-workflow ?: failed, 0 packages
        ! malformed :4 not valid YAML: deficient indentation

      "jobs:\\n  a:\\n    steps:\\n      - uses: nobody\\n      - uses: docker://UPPER\\n"
      github-workflow ?: partial, 0 packages
        ! unsupported-content :4 not understood: uses "nobody"
        ! unsupported-content :5 not understood: uses "docker://UPPER"
        ! entries-lost :? 2 of 2 entries gave no component"
    `)
  })

  test('what commands install by name, with their lines', () => {
    const text = `on: push
jobs:
  a:
    steps:
      - run: pip install flask==1.0
      - run: |
          npm ci
          npm install -g left-pad@1.3.0 \\
            right
      - run: pip install \${{ matrix.x }}
`
    expect(extractionText(githubWorkflow, { '.github/workflows/a.yml': text })).toMatchInlineSnapshot(`
      "github-workflow ?: read, 2 packages, skipped 1 × package that a command installs
      :5 pkg:pypi/flask@1.0 build direct
      :8 pkg:npm/left-pad@1.3.0 build direct
        note version-unpinned :8 what commands install without stating its version is not looked at: right"
    `)
  })
})
