import { describe, expect, it } from 'vitest'
import { ciCommands } from './ci-commands.ts'
import { ciSteps, ciUnread } from './ci-steps.ts'
import { documentSections } from './document-sections.ts'
import { factsOf } from './facts-of.ts'
import { projectDocuments } from './project-documents.ts'
import { requiredCoverage } from './required-coverage.ts'
import { toolsInUse } from './tools-in-use.ts'
import { versionTags } from './version-tags.ts'

function outline(text: string): readonly string[] {
  return documentSections(text).flatMap(({ heading, level, line, paragraphs }) => [
    ...(heading === '' ? [] : [`${line} ${'#'.repeat(level)} ${heading}`]),
    ...paragraphs.map((one) => `${one.line} ${one.code ? 'code' : 'text'} ${one.text.replaceAll('\n', '⏎')}`),
  ])
}

describe('documentSections', () => {
  it('reads Markdown', () => {
    expect(
      outline(
        'Intro\nmore\n\n# One [link](x) #\n<!-- hidden\n# no -->\n- a\n- b\n\n```sh\n# not a title\nmake\n```\n## Two ##\nSetext\n======\ntext',
      ),
    ).toEqual([
      '1 text Intro more',
      '4 # One link',
      '7 text - a',
      '8 text - b',
      '11 code # not a title⏎make',
      '14 ## Two',
      '15 # Setext',
      '17 text text',
    ])
  })

  it('reads reStructuredText and AsciiDoc', () => {
    expect(outline('Title\n=====\n\ntext\n\nSub\n---\n\n::\n\n    make test\n')).toEqual([
      '1 # Title',
      '4 text text',
      '6 ## Sub',
      '9 text ::',
      '11 code     make test'.replace('    make', 'make'),
    ])
    expect(outline('= Title\n\n== Sub\ntext')).toEqual(['1 # Title', '3 ## Sub', '4 text text'])
  })

  it.each([
    '#'.repeat(100_000),
    '```\n'.repeat(50_001),
    '<!--'.repeat(50_000),
    '- '.repeat(100_000),
    '[a]('.repeat(50_000),
    '='.repeat(200_000),
    '\n'.repeat(100_000),
  ])('is linear in hostile text %#', (text) => {
    expect(documentSections(text).length).toBeLessThan(200_000)
  })
})

describe('projectDocuments', () => {
  it('takes the project’s own documents by role, the root first', () => {
    const facts = factsOf({
      'docs/usage.md': 'x',
      'vendor/x/README.md': 'x',
      'test/fixtures/README.md': 'x',
      'README.md': 'x',
      'SECURITY.md': 'x',
      'CMakeLists.txt': 'x',
      'requirements.txt': 'x',
      Makefile: 'x',
      CHANGES: 'x',
      'src/notes.md': 'x',
      '.github/CONTRIBUTING.md': 'x',
      '.github/ISSUE_TEMPLATE/bug.md': 'x',
    })
    expect(projectDocuments(facts).map(({ path, role }) => `${role} ${path}`)).toEqual([
      'changelog CHANGES',
      'readme README.md',
      'security SECURITY.md',
      'contributing .github/CONTRIBUTING.md',
      'other docs/usage.md',
      'template .github/ISSUE_TEMPLATE/bug.md',
    ])
  })
})

describe('CI', () => {
  const facts = factsOf({
    '.github/workflows/ci.yml':
      'on: [push, pull_request]\njobs:\n  a:\n    steps:\n    - uses: github/codeql-action/analyze@v3\n    - run: |\n        npm ci\n        npm run lint && \\\n          make deep\n    - run: apt-get install -y cppcheck\n',
    '.gitlab-ci.yml': 'job:\n  script:\n    - tox -e py\n',
    '.circleci/config.yml': 'a: [',
    'package.json': '{ "scripts": { "lint": "eslint . --max-warnings 0" } }',
    Makefile: 'deep: other\n\tgo test -race ./...\nother:\n\t@gosec ./...\n',
    'tox.ini': '[testenv]\ncommands = pytest --cov --cov-fail-under=85\n',
  })

  it('gives steps with lines and events, and names what it could not read', () => {
    expect(ciSteps(facts).map(({ path, line, kind, text }) => `${path.split('/').at(-1)}:${line} ${kind} ${text}`)).toEqual(
      [
        '.gitlab-ci.yml:3 run tox -e py',
        'ci.yml:5 uses github/codeql-action/analyze@v3',
        'ci.yml:7 run npm ci',
        'ci.yml:8 run npm run lint && make deep',
        'ci.yml:10 run apt-get install -y cppcheck',
      ].sort((a, b) => Number(a.startsWith('.gitlab')) - Number(b.startsWith('.gitlab'))),
    )
    expect(ciUnread(facts)).toEqual(['.circleci/config.yml'])
  })

  it('follows tasks of the project', () => {
    expect(ciCommands(facts).map(({ path, line, text }) => `${path}:${line} ${text}`)).toEqual(
      expect.arrayContaining(['package.json:1 eslint . --max-warnings 0', 'Makefile:2 go test -race ./...', 'Makefile:4 gosec ./...']),
    )
  })

  it('finds the tools that run, not those that are only installed', () => {
    expect(toolsInUse(facts).map(({ tool }) => tool.name)).toEqual([
      'CodeQL',
      'gosec',
      'ESLint',
      'lint task',
      'Go race detector',
      'coverage',
    ])
    expect(requiredCoverage(facts)).toMatchObject([{ percent: 85, place: { path: 'tox.ini', line: 2 } }])
  })

  it('does not follow loops of tasks for ever', () => {
    const looped = factsOf({
      '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    steps:\n    - run: make a\n',
      Makefile: 'a: b\n\tmake b\nb: a\n\tmake a\n',
    })
    expect(ciCommands(looped).length).toBeLessThan(20)
  })
})

describe('versionTags', () => {
  it('knows versions in the names of tags', () => {
    const tags = versionTags(
      factsOf({}, { tags: ['v1.2.3', 'release-2.0', 'curl-8_1_0', 'pkg/sub/v1.0.0-rc.1', 'nightly', 'build-20260101'] }),
    )
    expect(tags.known && tags.value.map(({ prefix, version }) => `${prefix}|${version}`)).toEqual([
      'v|1.2.3',
      'release-|2.0',
      'curl-|8_1_0',
      'pkg/sub/v|1.0.0-rc.1',
    ])
  })
})
