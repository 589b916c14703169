import { describe, expect, it } from 'vitest'
import { factsOf } from '../documents/facts-of.ts'
import type { Catalogue } from '../standards/catalogue.ts'
import { judgeStandard } from '../standards/judge-standard.ts'
import { answerClaims } from './answer-claims.ts'
import { CLAIM_KINDS, checkClaims } from './check-claims.ts'

const MIT = 'Permission is hereby granted, free of charge'
const WORKFLOW = 'on: push\njobs:\n  a:\n    steps:\n    - run: make test\n'
const INSIGHTS = (line: string): string => `header:\n  schema-version: 2.0.0\nrepository:\n${line}\n`

describe('claims', () => {
  it('are of at least twenty kinds', () => {
    expect(CLAIM_KINDS.length).toBeGreaterThanOrEqual(20)
    expect(new Set(CLAIM_KINDS.map(({ id }) => id)).size).toBe(CLAIM_KINDS.length)
  })

  it.each<readonly [kind: string, files: Readonly<Record<string, string>>, expected: string]>([
    ['named-files-exist', { 'README.md': 'See [our policy](SECURITY.md).' }, 'contradicted README.md:1 .'],
    ['named-files-exist', { 'README.md': 'See [our policy](SECURITY.md).', 'SECURITY.md': 'x' }, 'holds README.md:1 SECURITY.md'],
    ['named-files-exist', { 'README.md': 'See [our policy](../../security/policy) and [x](https://other.example/SECURITY.md).' }, ''],
    [
      'workflow-badges-are-current',
      { 'README.md': '![b](https://github.com/o/name/actions/workflows/ci.yml/badge.svg)', '.github/workflows/test.yml': WORKFLOW },
      'contradicted README.md:1 .github/workflows',
    ],
    ['ci-badges-are-current', { 'README.md': '![b](https://travis-ci.org/o/name.svg)' }, 'contradicted README.md:1 .'],
    [
      'ci-badges-are-current',
      { 'README.md': '![b](https://travis-ci.org/o/name.svg)', '.travis.yml': 'x' },
      'holds README.md:1 .travis.yml',
    ],
    [
      'coverage-badges-are-fed',
      { 'README.md': '![b](https://codecov.io/gh/o/name/badge.svg)', '.github/workflows/ci.yml': WORKFLOW },
      'contradicted README.md:1 .github/workflows',
    ],
    [
      'named-tools-run',
      { 'SECURITY.md': 'Every push: CI runs CodeQL on all code.', '.github/workflows/ci.yml': WORKFLOW },
      'contradicted SECURITY.md:1 .github/workflows/ci.yml',
    ],
    [
      'named-tools-run',
      {
        'SECURITY.md': 'CI runs CodeQL.',
        '.github/workflows/ci.yml': 'on: push\njobs:\n  a:\n    steps:\n    - uses: github/codeql-action/analyze@v3\n',
      },
      'holds SECURITY.md:1 .github/workflows/ci.yml:5',
    ],
    ['named-tools-run', { 'SECURITY.md': 'CI runs CodeQL.', '.github/workflows/ci.yml': '[' }, 'unproven SECURITY.md:1 '],
    ['update-bots-are-configured', { 'CONTRIBUTING.md': 'Dependencies are updated by Renovate.' }, 'contradicted CONTRIBUTING.md:1 .'],
    [
      'documented-commands-exist',
      { 'CONTRIBUTING.md': '```\nmake lint\n```', Makefile: 'build:\n\tgo build\n' },
      'contradicted CONTRIBUTING.md:2 Makefile',
    ],
    ['documented-commands-exist', { 'CONTRIBUTING.md': '```\nmake lint\n```', Makefile: 'include x.mk\nbuild:\n\tgo build\n' }, ''],
    [
      'documented-commands-exist',
      { 'CONTRIBUTING.md': '```\nnpm run lint\n```', 'package.json': '{"scripts":{"lint":"x"}}' },
      'holds CONTRIBUTING.md:2 package.json',
    ],
    [
      'rust-version-agrees',
      { 'README.md': 'You need Rust 1.70 or higher.', 'Cargo.toml': 'rust-version = "1.88"\n' },
      'contradicted README.md:1 Cargo.toml:1',
    ],
    [
      'python-version-agrees',
      { 'README.md': 'Python 3.9+ is supported.', 'pyproject.toml': 'requires-python = ">=3.9"\n' },
      'holds README.md:1 pyproject.toml:1',
    ],
    [
      'no-dependencies-is-true',
      { 'README.md': 'A tool with zero dependencies.', 'package.json': '{\n  "main": "a",\n  "dependencies": {\n    "x": "1"\n  }\n}' },
      'contradicted README.md:1 package.json:3',
    ],
    ['pre-commit-is-configured', { 'CONTRIBUTING.md': 'Run `pre-commit install`.' }, 'contradicted CONTRIBUTING.md:1 .'],
    [
      'code-owners-paths-exist',
      { CODEOWNERS: '/src/ @a\n/gone/ @b\n*.js @c\n', 'src/a.js': 'x' },
      'contradicted CODEOWNERS:2 ., holds CODEOWNERS:1 src',
    ],
    [
      'dependabot-folders-exist',
      { '.github/dependabot.yml': 'version: 2\nupdates:\n- directory: /gone\n' },
      'contradicted .github/dependabot.yml:3 .',
    ],
    [
      'slsa-level-has-provenance',
      { 'README.md': 'Builds are compliant with SLSA level 3.', '.github/workflows/ci.yml': WORKFLOW },
      'contradicted README.md:1 .github/workflows',
    ],
    [
      'insights-automation-agrees',
      { 'SECURITY-INSIGHTS.yml': INSIGHTS('  accepts-automated-change-request: false'), '.github/dependabot.yml': 'version: 2' },
      'contradicted SECURITY-INSIGHTS.yml:4 .github/dependabot.yml',
    ],
    [
      'insights-dependencies-agree',
      { 'SECURITY-INSIGHTS.yml': INSIGHTS('  no-third-party-packages: true'), 'go.sum': 'x h1:' },
      'contradicted SECURITY-INSIGHTS.yml:4 go.sum',
    ],
    [
      'insights-review-is-current',
      { 'SECURITY-INSIGHTS.yml': "header:\n  schema-version: 1.0.0\n  expiration-date: '2024-01-01T00:00:00.000Z'\n" },
      'contradicted SECURITY-INSIGHTS.yml:3 SECURITY-INSIGHTS.yml:3',
    ],
    [
      'insights-links-exist',
      { 'SECURITY-INSIGHTS.yml': INSIGHTS('  x: https://host.example/o/name/blob/main/SECURITY.md') },
      'contradicted SECURITY-INSIGHTS.yml:4 .',
    ],
    [
      'insights-address-agrees',
      { 'SECURITY-INSIGHTS.yml': INSIGHTS('  url: https://host.example/p/another') },
      'contradicted SECURITY-INSIGHTS.yml:4 ',
    ],
    [
      'insights-tools-run',
      {
        'SECURITY-INSIGHTS.yml': INSIGHTS('  security:\n    tools:\n    - name: Frobnicator\n      integration:\n        ci: true'),
        '.github/workflows/ci.yml': WORKFLOW,
      },
      'contradicted SECURITY-INSIGHTS.yml:6 .github/workflows/ci.yml',
    ],
    ['manifest-licence-agrees', { 'package.json': '{\n  "license": "MIT"\n}', LICENSE: MIT }, 'unproven package.json:2 '],
  ])('%s %#', (kind, files, expected) => {
    const found = checkClaims(factsOf(files)).filter((claim) => claim.kind === kind)
    expect(
      found
        .map(
          ({ verdict, stated, evidence }) =>
            `${verdict} ${stated.path}:${stated.line} ${evidence[0]?.path ?? ''}${evidence[0]?.line === undefined ? '' : `:${evidence[0].line}`}`,
        )
        .join(', '),
    ).toBe(expected)
  })

  it('have both places when they are contradicted', () => {
    const claims = checkClaims(factsOf({ 'README.md': '[x](SECURITY.md) ![b](https://travis-ci.org/o/name.svg)' }))
    expect(claims.every(({ stated, evidence }) => stated.path !== undefined && evidence.length > 0)).toBe(true)
    expect(claims.length).toBe(2)
  })

  it('of the history are held against it', () => {
    const unsigned = Array.from({ length: 30 }, () => ({}))
    expect(
      checkClaims(factsOf({ 'CONTRIBUTING.md': 'All commits must be signed off.' }, { commits: unsigned })).map(
        ({ kind, verdict }) => `${kind} ${verdict}`,
      ),
    ).toEqual(['sign-off-is-kept contradicted'])
    expect(
      checkClaims(factsOf({ 'README.md': 'This project follows semantic versioning.' }, { tags: ['v2.1', 'v1.1', 'v2.0'] })).map(
        ({ kind, verdict }) => `${kind} ${verdict}`,
      ),
    ).toEqual(['semantic-versioning-is-kept contradicted'])
    expect(
      checkClaims(
        factsOf(
          { 'SECURITY.md': '# Supported versions\n\n| Version | Supported |\n|---|---|\n| 1.x | ✅ |\n' },
          { tags: ['v3.0.0', 'v1.0.0'] },
        ),
      ).map(({ kind, verdict }) => `${kind} ${verdict}`),
    ).toEqual(['supported-versions-are-current contradicted'])
  })
})

describe('answers as claims', () => {
  it('are contradicted by evidence, with both places', () => {
    const catalogue: Catalogue = {
      id: 'c',
      title: 'C',
      version: '1',
      source: { repository: 'x', commit: '1', licence: 'CC0-1.0', note: '' },
      levels: [{ id: 'l', title: 'L' }],
      requirements: ['a', 'b', 'c'].map((id) => ({
        id,
        title: id,
        group: 'g',
        levels: ['l'],
        category: 'MUST' as const,
        met: 'probe',
        unmet: 'not probe',
      })),
    }
    const findings = new Map([
      ['probe', [{ outcome: 'false' as const, message: 'There is none', places: [{ path: 'README.md', line: 2 }] }]],
    ])
    const answer = (status: 'Met' | 'Unmet', line: number) => ({ status, justification: '', source: '.bestpractices.json', line })
    const results = judgeStandard(catalogue, findings, {
      answers: new Map([
        ['a', answer('Unmet', 3)],
        ['b', answer('Met', 4)],
      ]),
    })
    expect(
      answerClaims(results).map(
        ({ verdict, stated, evidence }) => `${verdict} ${stated.path}:${stated.line} ${evidence[0]?.path}:${evidence[0]?.line}`,
      ),
    ).toEqual(['contradicted .bestpractices.json:4 README.md:2', 'holds .bestpractices.json:3 README.md:2'])
  })
})
