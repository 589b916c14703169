import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import preCommit from './pre-commit.ts'

test('repositories, and what hooks install in their language', () => {
  const text = `default_stages: [commit]
repos:
- repo: https://github.com/psf/black
  rev: 22.3.0
  hooks:
  - id: black
    additional_dependencies: [click==8.0.4, tomli, .]
- repo: https://github.com/pre-commit/mirrors-eslint
  rev: v8.1.0
  hooks:
  - id: eslint
    additional_dependencies:
    - eslint@8.1.0
    - '@a/b@^2.0.0'
- repo: local
  hooks:
  - id: x
    language: node
    additional_dependencies: [prettier]
  - id: y
    language: golang
    additional_dependencies: [a.example/b@v1, github.com/c/d/v2/cmd/e@v2.1.0]
  - id: z
    language: rust
    additional_dependencies: ['cli:ripgrep:13.0.0', serde]
  - id: r
    language: ruby
    additional_dependencies: ['rubocop:1.0.0']
  - id: p
    language: perl
    additional_dependencies: ['Perl::Tidy@1']
- repo: meta
  hooks: []
`
  const { components, problems, coverage } = extractFile(
    memoryTree({ '.pre-commit-config.yaml': text }),
    preCommit,
    '.pre-commit-config.yaml',
  )
  expect(components.map(({ purl, evidence, scopes }) => `${purl} ${evidence[0]?.line} ${scopes.join()}`)).toEqual([
    'pkg:github/psf/black@22.3.0 3 dev',
    'pkg:pypi/click@8.0.4 7 dev',
    'pkg:pypi/tomli 7 dev',
    'pkg:github/pre-commit/mirrors-eslint@v8.1.0 8 dev',
    'pkg:npm/eslint@8.1.0 13 dev',
    'pkg:npm/%40a/b 14 dev',
    'pkg:npm/prettier 19 dev',
    'pkg:golang/a.example/b 22 dev',
    'pkg:golang/github.com/c/d/v2@v2.1.0 22 dev',
    'pkg:cargo/ripgrep@13.0.0 25 dev',
    'pkg:cargo/serde 25 dev',
    'pkg:gem/rubocop@1.0.0 28 dev',
  ])
  expect(problems).toMatchObject([{ effect: 'note', line: 31 }])
  expect(coverage.skipped).toEqual([
    { what: 'dependency of a hook in perl', count: 1 },
    { what: 'local hooks', count: 1 },
    { what: 'local path', count: 1 },
    { what: 'meta hooks', count: 1 },
  ])
})

test('what is no configuration is said', () => {
  const read = (text: string) => extractFile(memoryTree({ '.pre-commit-config.yaml': text }), preCommit, '.pre-commit-config.yaml').problems
  expect(read('hooks: []\n')).toMatchObject([{ effect: 'incomplete' }])
  expect(read('repos:\n- hooks: []\n')).toMatchObject([{ effect: 'incomplete', line: 2 }])
})
