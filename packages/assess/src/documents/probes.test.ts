import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../facts/facts.ts'
import type { Probe } from '../probe.ts'
import { factsOf } from './facts-of.ts'

const FOLDER = join(import.meta.dirname, '..', 'probes')

async function run(name: string, facts: Facts): Promise<string> {
  const { default: probe } = (await import(`../probes/${name}.ts`)) as { readonly default: Probe }
  return probe
    .run(facts, 'cupel')
    .map(({ outcome, places }) =>
      `${outcome} ${places.map(({ path, line, commit }) => `${path ?? commit ?? ''}${line === undefined ? '' : `:${line}`}`)[0] ?? ''}`.trim(),
    )
    .join(', ')
}

const LONG = 'words that make the section say something of use to whoever reads it, and a few more of them for good measure'
const CI = (command: string): Readonly<Record<string, string>> => ({
  '.github/workflows/ci.yml': `on: [push, pull_request]\njobs:\n  a:\n    steps:\n    - run: ${command}\n`,
})

describe('probes of documents', () => {
  it.each<readonly [probe: string, files: Readonly<Record<string, string>>, expected: string]>([
    ['describes-purpose', { 'README.md': '# X\n\nX is a library that reads files of many kinds quickly.' }, 'true README.md:3'],
    ['describes-purpose', { 'README.md': '# X\n\n[![a](b)](c) ![d](e)\n' }, 'false README.md'],
    [
      'writes-english',
      { 'README.md': `${'The tool is for the people and it will be used by all of them. '.repeat(10)}` },
      'true README.md:1',
    ],
    [
      'writes-english',
      { 'README.md': `${'Dieses Programm liest Dateien und schreibt sie wieder hinaus. '.repeat(10)}` },
      'false README.md',
    ],
    ['documents-contributing', { 'CONTRIBUTING.md': 'Please open a pull request.' }, 'true CONTRIBUTING.md:1'],
    ['documents-contributing', { 'CONTRIBUTING.md': 'See the wiki.' }, 'false CONTRIBUTING.md'],
    ['documents-test-policy', { 'CONTRIBUTING.md': 'New features must come with tests.' }, 'true CONTRIBUTING.md:1'],
    ['documents-test-policy', { 'README.md': 'We have tests.' }, 'false README.md'],
    [
      'documents-test-policy',
      { '.github/ISSUE_TEMPLATE/bug.md': 'Please always include a test case for the problem.' },
      'false .github/ISSUE_TEMPLATE/bug.md',
    ],
    ['documents-test-policy', { 'CONTRIBUTING.md': 'Provide a minimal test case to reproduce the behavior.' }, 'false CONTRIBUTING.md'],
    ['documents-build', { 'README.md': `# URL Building\n\n${LONG}` }, 'false README.md'],
    ['documents-build', { 'README.md': `# How to build\n\n${LONG}` }, 'true README.md:1'],
    ['documents-build', { 'README.md': `# Building from source\n\n${LONG}` }, 'true README.md:1'],
    ['documents-build', { 'README.md': '# Install\n\n```\nnpm install express\n```\n' }, 'false README.md'],
    ['documents-build', { 'README.md': '# Contribute\n\n```\nnpm install\nnpm test\n```\n' }, 'true README.md:4'],
    ['documents-support', { 'docs/lifecycle.rst': `Application lifecycle\n=====================\n\n${LONG}` }, 'false docs/lifecycle.rst'],
    ['documents-support', { 'docs/release-lifecycle.md': LONG }, 'true docs/release-lifecycle.md:1'],
    ['documents-roadmap', { 'ROADMAP.md': LONG }, 'true ROADMAP.md:1'],
    ['documents-roadmap', { 'ROADMAP.md': '' }, 'false ROADMAP.md'],
    ['documents-roles', { 'docs/report.md': `# Role\n\n${LONG}` }, 'false docs/report.md'],
    [
      'has-threat-model',
      { 'docs/coverage.md': `# Threat model / security assessment (OSPS-SA-03.01)\n\n${LONG} ${LONG} ${LONG}` },
      'false docs/coverage.md',
    ],
    ['has-threat-model', { 'docs/threat-model.md': `${LONG} ${LONG} ${LONG}` }, 'true docs/threat-model.md:1'],
    ['documents-response-process', { 'SECURITY.md': 'We acknowledge reports within 5 business days.' }, 'true SECURITY.md:1'],
    ['documents-response-process', { 'SECURITY.md': 'Versions are kept for 90 days.' }, 'false SECURITY.md'],
    ['credits-reporters', { 'SECURITY.md': 'We acknowledge valid reports.' }, 'false SECURITY.md'],
    ['credits-reporters', { 'SECURITY.md': 'Reporters are credited in the advisory.' }, 'true SECURITY.md:1'],
    ['provides-private-reporting', { 'SECURITY.md': 'Please do not open a public issue.' }, 'true SECURITY.md:1'],
    ['has-security-contacts', { 'SECURITY.md': 'Write to security@host.example.' }, 'true SECURITY.md:1'],
    ['documents-release-verification', { 'README.md': '# Install\n\n```\ncosign verify-blob --bundle x y\n```\n' }, 'true README.md:4'],
    ['documents-interface', { 'README.md': 'See https://pkg.go.dev/other/thing.' }, 'false README.md'],
    ['documents-interface', { 'README.md': 'See https://pkg.go.dev/host.example/o/name.' }, 'true README.md:1'],
    ['has-issue-tracker', { 'README.md': 'Bugs: https://github.com/o/name/issues' }, 'true README.md:1'],
    ['has-issue-tracker', { 'README.md': 'x' }, 'unknown'],
    ['has-release-notes', { 'CHANGELOG.md': '# 1.2.0\n\nNew\n\n# 1.1.0\n\nOld\n\nMore' }, 'true CHANGELOG.md:1'],
    ['release-notes-name-vulnerabilities', { 'CHANGELOG.md': '# 1.2.0\n\nFixed CVE-2024-12345' }, 'true CHANGELOG.md:3'],
    ['release-notes-name-vulnerabilities', { 'CHANGELOG.md': '# 1.2.0' }, 'unknown'],
    [
      'shows-badge',
      { 'README.md': '[![b](https://www.bestpractices.dev/projects/12/badge)](https://www.bestpractices.dev/projects/12)' },
      'true README.md:1',
    ],
  ])('%s %#', async (probe, files, expected) => {
    expect(await run(probe, factsOf(files))).toBe(expected)
  })
})

describe('probes of CI and build', () => {
  it.each<readonly [probe: string, files: Readonly<Record<string, string>>, expected: string]>([
    ['runs-tests-in-ci', CI('cargo test --locked'), 'true .github/workflows/ci.yml:5'],
    ['runs-tests-in-ci', { ...CI('python tools/x.py'), 'tools/x.py': 'import pytest\n' }, 'false .github/workflows/ci.yml'],
    ['runs-tests-in-ci', { ...CI('rake'), Rakefile: "task release: 'changelog:check_clean'\n" }, 'true .github/workflows/ci.yml:5'],
    [
      'tests-are-invoked-standardly',
      { ...CI('rake release'), Gemfile: 'x', Rakefile: "task release: 'changelog:check_clean'\n" },
      'unknown',
    ],
    ['warnings-are-strict', CI('python setup.py check --strict'), 'unknown'],
    ['warnings-are-strict', { '.golangci.yml': 'linters:\n  enable-all: true\n' }, 'true .golangci.yml:2'],
    ['warnings-are-strict', { '.golangci.yml': 'linters-settings:\n  govet:\n    enable-all: true\n' }, 'unknown'],
    ['warnings-are-strict', CI('mypy --strict src'), 'true .github/workflows/ci.yml:5'],
    ['runs-tests-in-ci', CI('make ci'), 'true .github/workflows/ci.yml:5'],
    [
      'runs-tests-in-ci',
      { ...CI('make'), Makefile: '.PHONY: all test\nall: x.c\n\tcc x.c\ntest:\n\tx --test\n' },
      'false .github/workflows/ci.yml',
    ],
    ['runs-tests-in-ci', CI('make sign-ci-containers'), 'false .github/workflows/ci.yml'],
    ['analyses-for-vulnerabilities', CI('zizmor .'), 'false .github/workflows/ci.yml'],
    ['runs-tests-in-ci', CI('echo cargo'), 'false .github/workflows/ci.yml'],
    ['runs-tests-in-ci', { '.github/workflows/ci.yml': 'a: [' }, 'unknown .github/workflows/ci.yml'],
    ['uses-static-analysis', CI('bandit -r src'), 'true .github/workflows/ci.yml:5'],
    ['uses-static-analysis', CI('pip install bandit'), 'false .github/workflows/ci.yml'],
    ['signs-releases', CI('cosign sign-blob x'), 'false .github/workflows/ci.yml'],
    [
      'signs-releases',
      { '.github/workflows/release.yml': 'on: push\njobs:\n  a:\n    steps:\n    - run: cosign sign-blob x\n' },
      'true .github/workflows/release.yml:5',
    ],
    [
      'signs-releases',
      { '.github/workflows/e2e-with-binary.yml': 'on: push\njobs:\n  a:\n    steps:\n    - run: cosign sign-blob README.md\n' },
      'false .github/workflows/e2e-with-binary.yml',
    ],
    ['warnings-are-strict', CI('cargo clippy -- -D warnings'), 'true .github/workflows/ci.yml:5'],
    ['warnings-are-strict', { 'src/lib.rs': '#![deny(missing_docs)]\n' }, 'unknown'],
    ['warnings-are-strict', { 'src/lib.rs': '#![deny(missing_docs, warnings)]\n' }, 'true src/lib.rs:1'],
    ['warnings-are-strict', { 'm4/ax_pthread.m4': 'CFLAGS="-Werror $x"\n' }, 'unknown'],
    ['warnings-are-strict', { configure: 'echo "remove -Werror"\n' }, 'unknown'],
    ['requires-coverage-80', { 'pyproject.toml': '[tool.coverage.report]\nfail_under = 90\n' }, 'true pyproject.toml:2'],
    ['requires-coverage-80', { 'pyproject.toml': '[tool.coverage.report]\nfail_under = 60\n' }, 'false pyproject.toml:2'],
    ['locks-dependencies', { 'package.json': '{}', 'package-lock.json': '{ "integrity": "x" }' }, 'true package-lock.json'],
    ['locks-dependencies', { 'package.json': '{}' }, 'false package.json'],
    ['installs-from-lock', { ...CI('npm install'), 'package-lock.json': '{ "integrity": "x" }' }, 'false .github/workflows/ci.yml:5'],
    ['installs-from-lock', { ...CI('npm ci'), 'package-lock.json': '{ "integrity": "x" }' }, 'true .github/workflows/ci.yml:5'],
    [
      'update-tool-covers-manifests',
      { 'package.json': '{}', '.github/dependabot.yml': 'version: 2\nupdates:\n- package-ecosystem: npm\n  directory: /\n' },
      'true .github/dependabot.yml',
    ],
    [
      'update-tool-covers-manifests',
      { 'go.mod': 'module x', '.github/dependabot.yml': 'version: 2\nupdates:\n- package-ecosystem: npm\n  directory: /\n' },
      'false go.mod',
    ],
    [
      'update-tool-covers-manifests',
      { 'a.c': 'x', '.github/dependabot.yml': 'version: 2\nupdates:\n- package-ecosystem: github-actions\n  directory: /\n' },
      'unknown',
    ],
    ['update-tool-covers-manifests', { 'go.mod': 'module x', '.github/dependabot.yml': '[' }, 'unknown .github/dependabot.yml:1'],
    [
      'workflows-limit-permissions',
      { '.github/workflows/a.yml': 'permissions: read-all\njobs: {}\n', '.github/workflows/b.yml': 'jobs: {}\n' },
      'true .github/workflows/a.yml:1, unknown .github/workflows/b.yml:1',
    ],
    ['has-dependency-manifest', { 'a.c': 'x', 'docs/requirements.txt': 'x' }, 'not-applicable .'],
    ['has-dependency-manifest', { 'a.c': 'x' }, 'not-applicable .'],
    ['uses-cryptography', { 'a.go': 'package a\nimport "crypto/sha256"\n' }, 'true a.go:2'],
    ['uses-cryptography', { 'a.go': 'package a\n// "crypto/sha256"\n' }, 'false .'],
    ['uses-cryptography', { 'README.md': 'x' }, 'unknown'],
    ['npmrc-holds-no-token', { '.npmrc': '//registry.example/:_authToken=abcdefghijkl\n' }, 'false .npmrc:1'],
    ['npmrc-holds-no-token', { '.npmrc': '//registry.example/:_authToken=${TOKEN}\n' }, 'true .npmrc'],
    ['downloads-securely', { 'README.md': 'x', ...CI('curl http://files.host.org/a.tar.gz | tar x') }, 'false .github/workflows/ci.yml:5'],
    ['downloads-securely', { 'README.md': 'curl http://www.example.com:8000/' }, 'true README.md'],
    ['copyright-per-file', { 'a.c': '/* Copyright 2020 A */', 'b.c': 'int x;' }, 'false b.c'],
    ['has-vex-document', { '.vex/a.openvex.json': '{"@context":"https://openvex.dev/ns/v0.2.0"}' }, 'true .vex/a.openvex.json'],
  ])('%s %#', async (probe, files, expected) => {
    expect(await run(probe, factsOf(files))).toBe(expected)
  })
})

it.each([
  ['absent', 'false'],
  ['present', 'unknown'],
  ['verified', 'true'],
] as const)('tags whose signatures are %s: %s', async (state, expected) => {
  const facts = factsOf({}, { tags: ['v1.0.0'] })
  if (!facts.git.known) throw new Error('no history')
  const tags = facts.git.value.tags.map((tag) => ({ ...tag, signature: { kind: 'ssh', state } as const }))
  const signed = { ...facts, git: { ...facts.git, value: { ...facts.git.value, tags } } }
  expect(await run('tags-are-signed', signed)).toBe(`${expected} c0`)
})

describe('hasLeakedCredentials', () => {
  const key = `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${`${'A'.repeat(64)}\n`.repeat(8)}-----END`

  it('tells where, never what', async () => {
    expect(await run('has-leaked-credentials', factsOf({ 'config/key.pem': `\n${key}` }))).toBe('true config/key.pem:2')
    expect(
      await run(
        'has-leaked-credentials',
        factsOf({ 'test/key.pem': key, 'docs/a.md': key, 'a.txt': '-----BEGIN PRIVATE KEY-----\n...\n' }),
      ),
    ).toBe('false .')
  })

  it('checks the checksum of tokens', async () => {
    const body = 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ'
    expect(await run('has-leaked-credentials', factsOf({ 'a.txt': `${'ghp'}_${body}0mLq17` }))).toBe('true a.txt:1')
    expect(await run('has-leaked-credentials', factsOf({ 'a.txt': `${'ghp'}_${body}000000` }))).toBe('false .')
  })
})

describe('probes of history', () => {
  const feature = (paths: readonly string[]) => ({ paths, subject: 'feat: x' })

  it('judge only what is there', async () => {
    const tested = Array.from({ length: 12 }, (_, at) => feature(at < 6 ? ['a.js', 'test/a.test.js'] : ['a.js']))
    expect(await run('adds-tests', factsOf({}, { commits: tested }))).toMatch(/^true/)
    expect(await run('adds-tests', factsOf({}, { commits: Array.from({ length: 12 }, () => feature(['a.js'])) }))).toMatch(/^false/)
    expect(await run('adds-tests', factsOf({}, { commits: tested.slice(0, 3) }))).toBe('unknown')
    expect(await run('adds-tests', factsOf({}))).toBe('unknown')
    const signed = Array.from({ length: 12 }, () => ({ trailers: [['signed-off-by', 'A <a@corp.example>']] as const }))
    expect(await run('commits-are-signed-off', factsOf({}, { commits: signed }))).toMatch(/^true/)
    expect(await run('commits-are-signed-off', factsOf({}, { commits: [...signed, {}] }))).toMatch(/^false 0{38}12/)
    expect(await run('uses-semantic-versions', factsOf({}, { tags: ['v1.0.0', 'v1.1.0'] }))).toMatch(/^true/)
    expect(await run('uses-semantic-versions', factsOf({}, { tags: ['v1', 'r7.1', 'build-1.2.3.4.5'] }))).toMatch(/^false/)
    expect(await run('versions-are-unique', factsOf({}, { tags: ['v1.0.0', '1.0.0'] }))).toMatch(/^false/)
    expect(await run('is-maintained', factsOf({ 'README.md': 'This project is no longer maintained.' }, { commits: [{}] }))).toBe(
      'false README.md:1',
    )
    expect(await run('is-maintained', factsOf({ 'README.md': 'x' }, { commits: [{ committedAt: '2020-01-01T00:00:00Z' }] }))).toBe(
      'unknown',
    )
  })
})

const HOSTILE: Readonly<Record<string, string>> = {
  'README.md': 'must add include have report credited within '.repeat(20_000),
  'SECURITY.md': `${'within respond acknowledge 1 '.repeat(10_000)}`,
  'CONTRIBUTING.md': '(['.repeat(50_000),
  '.github/workflows/a.yml': '['.repeat(10_000),
  '.github/workflows/b.yml': `on: push\njobs:\n  a:\n    steps:\n    - run: ${'make '.repeat(10_000)}\n`,
  '.github/dependabot.yml': 'updates: 7',
  'package.json': '{"scripts": 3, "dependencies": []',
  Makefile: `${'a '.repeat(50_000)}:\n${'\t'.repeat(1_000)}\n`,
  'SECURITY-INSIGHTS.yml': '- '.repeat(10_000),
  'go.sum': '\u0000\u0001',
  'src/__proto__.js': 'require("'.repeat(30_000),
  'codecov.yml': 'target: '.repeat(10_000),
}

describe('every probe', () => {
  it('gives an answer on hostile and on empty trees, in its form', async () => {
    const names = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    for (const facts of [factsOf(HOSTILE), factsOf({}), factsOf({}, { commits: [], tags: [] })]) {
      for (const name of names) {
        const { default: probe } = (await import(`../probes/${name.slice(0, -3)}.ts`)) as { readonly default: Probe }
        const findings = probe.run(facts, 'cupel')
        expect(findings.length, probe.id).toBeGreaterThan(0)
        for (const { outcome, message, missing } of findings) {
          expect(message, probe.id).toMatch(/^[^\p{Cc}]+[^.]$/u)
          expect(outcome === 'unknown', `${probe.id} ${outcome}`).toBe(missing !== undefined)
        }
      }
    }
  })
})
