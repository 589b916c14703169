import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { gatherFacts } from '../facts/gather-facts.ts'
import type { Facts } from '../facts/facts.ts'
import type { TagFact } from '../facts/git-facts.ts'
import { assess } from '../scorecard/assess.ts'
import type { AssessedCheck } from '../scorecard/assess.ts'

const SHA = 'a'.repeat(40)
const RELEASE = '.github/workflows/release.yml'

function workflow(steps: string, more = ''): string {
  return `on:\n  push:\n    tags: ['v*']\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@${SHA}\n${steps}${more}`
}

function tag(state: 'absent' | 'present' | 'verified' | 'refused'): TagFact {
  return { name: 'v1.0.0', commit: SHA, date: '2026-01-01T00:00:00Z', annotated: true, message: '', signature: { kind: 'openpgp', state } }
}

async function checked(id: string, files: Record<string, string>, tags: readonly TagFact[] = []): Promise<AssessedCheck & { sum: number }> {
  const project = { name: 'forge.example/a/b', url: 'https://forge.example/a/b', forge: 'github', commit: SHA } as const
  const gathered = await gatherFacts(memoryTree(files), null, { asOf: '2026-02-01T00:00:00Z', project })
  const git: Facts['git'] = { known: true, value: { head: SHA, commits: [], commitCount: 0, shallow: false, tags, remotes: [] } }
  const { checks, score } = assess({ ...gathered, git }, { checks: [id] })
  const [check] = checks
  if (check === undefined) throw new Error(`no check ${id}`)
  return { ...check, sum: score }
}

const PUBLISH = '      - run: gh release create v1 dist/*\n'

describe('Signed-Releases where no release was seen', () => {
  test.each([
    ['provenance', '      - uses: actions/attest-build-provenance@v1\n', 10],
    ['signatures', '      - run: cosign sign-blob --yes dist/app\n', 8],
    ['nothing', '', 0],
  ])('the release process that makes %s answers, and does not count', async (_, step, score) => {
    const check = await checked('Signed-Releases', { [RELEASE]: workflow(PUBLISH + step) })
    expect(check).toMatchObject({ score, basis: 'clone', sum: -1, reason: expect.stringContaining('by the clone alone') })
    expect(check.missing?.[0]?.what).toBe('network')
  })

  test('unsigned tags say nothing of the files; tags of unknown keys keep it open', async () => {
    expect(await checked('Signed-Releases', { README: '' }, [tag('absent')])).toMatchObject({ score: -1 })
    expect(await checked('Signed-Releases', { [RELEASE]: workflow(PUBLISH) }, [tag('present')])).toMatchObject({ score: -1 })
    expect(await checked('Signed-Releases', { [RELEASE]: workflow(PUBLISH) }, [tag('verified')])).toMatchObject({ score: 8, sum: 8 })
    expect(await checked('Signed-Releases', { [RELEASE]: workflow(PUBLISH) }, [tag('refused')])).toMatchObject({ score: 0, sum: 0 })
  })

  test.each([
    ['calls a workflow of another repository', workflow(PUBLISH, `  sign:\n    uses: acme/shared/.github/workflows/sign.yml@${SHA}\n`)],
    ['cannot be read', 'on: [push\njobs: {'],
    ['pushes images only', workflow('      - uses: docker/build-push-action@v6\n')],
    ['only tries', workflow('      - run: goreleaser release --snapshot\n')],
  ])('a process that %s proves nothing', async (_, text) => {
    expect(await checked('Signed-Releases', { [RELEASE]: text })).toMatchObject({ score: -1 })
    expect(await checked('SBOM', { [RELEASE]: text })).toMatchObject({ score: -1 })
  })

  test('Scorecard’s reading is what it was', async () => {
    const project = { name: 'a', url: 'https://forge.example/a/b', forge: 'github', commit: SHA } as const
    const files = { [RELEASE]: workflow(`${PUBLISH}      - run: cosign sign-blob x\n`) }
    const facts = await gatherFacts(memoryTree(files), null, { asOf: '2026-02-01T00:00:00Z', project })
    const { checks } = assess(facts, { reading: 'scorecard-5' })
    expect(checks.filter(({ basis }) => basis !== undefined)).toEqual([])
    expect(checks.find(({ check }) => check.id === 'Signed-Releases')?.score).toBe(-1)
  })
})

describe('other checks by the clone alone', () => {
  test('SBOM: a release process that writes none is a 0, one that does 5', async () => {
    expect(await checked('SBOM', { [RELEASE]: workflow(PUBLISH) })).toMatchObject({ score: 0, basis: 'clone', sum: -1 })
    expect(await checked('SBOM', { [RELEASE]: workflow(`${PUBLISH}      - run: syft . -o spdx-json\n`) })).toMatchObject({
      score: 5,
      basis: 'clone',
    })
  })

  test('SBOM: builders that write one by themselves leave it open', async () => {
    expect(await checked('SBOM', { [RELEASE]: workflow(`${PUBLISH}      - uses: PyO3/maturin-action@v1\n`) })).toMatchObject({ score: -1 })
  })

  test('Packaging: publishing through make is seen', async () => {
    const files = { [RELEASE]: workflow('      - run: make release\n'), Makefile: 'release:\n\tgoreleaser release --clean\n' }
    expect(await checked('Packaging', files)).toMatchObject({ score: 10, basis: 'clone', sum: -1 })
  })

  test('Branch-Protection: what a file declares does not count', async () => {
    const settings =
      'branches:\n  - name: main\n    protection:\n      required_pull_request_reviews:\n        required_approving_review_count: 2\n'
    expect(await checked('Branch-Protection', { '.github/settings.yml': settings })).toMatchObject({ basis: 'clone', sum: -1 })
  })

  test('Branch-Protection: rulesets kept in the tree', async () => {
    const rule = (type: string, parameters = {}): object => ({ type, parameters })
    const ruleset = (more: object): string =>
      JSON.stringify({
        name: 'main',
        target: 'branch',
        enforcement: 'active',
        conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
        bypass_actors: [],
        rules: [
          rule('deletion'),
          rule('non_fast_forward'),
          rule('pull_request', {
            required_approving_review_count: 2,
            require_code_owner_review: true,
            require_last_push_approval: true,
            dismiss_stale_reviews_on_push: true,
          }),
          rule('required_status_checks', { strict_required_status_checks_policy: true, required_status_checks: [{ context: 'test' }] }),
        ],
        ...more,
      })
    const scoreOf = async (text: string): Promise<number> =>
      (await checked('Branch-Protection', { '.github/rulesets/main.json': text, CODEOWNERS: '* @a\n' })).score
    expect(await checked('Branch-Protection', { '.github/rulesets/main.json': ruleset({}), CODEOWNERS: '* @a\n' })).toMatchObject({
      score: 10,
      basis: 'clone',
      sum: -1,
    })
    for (const more of [
      { enforcement: 'evaluate' },
      { target: 'tag' },
      { conditions: { ref_name: { include: ['refs/heads/old'] } } },
      { conditions: { ref_name: { include: ['~ALL'], exclude: ['~DEFAULT_BRANCH'] } } },
    ])
      expect(await scoreOf(ruleset(more))).toBe(-1)
    expect(await scoreOf(ruleset({ rules: [] }))).toBe(0)
    expect(await scoreOf('{"rules"')).toBe(-1)
    expect(await scoreOf('[[[[1]]]]')).toBe(-1)
  })

  test('CII-Best-Practices: a link to an entry does not count', async () => {
    expect(await checked('CII-Best-Practices', { 'README.md': 'https://www.bestpractices.dev/projects/1\n' })).toMatchObject({
      score: 2,
      basis: 'clone',
      sum: -1,
    })
  })
})

describe('Vulnerabilities out of part of the data', () => {
  const match = (at: number, paths = ['package-lock.json']) =>
    ({ id: `CVE-2026-${at}`, aliases: [], component: 'pkg:npm/x@1', scopes: [], paths, kind: 'vulnerability' }) as const

  async function scoreOf(count: number, paths?: string[]): Promise<number | undefined> {
    const project = { name: 'a', url: '', forge: 'none', commit: SHA } as const
    const facts = await gatherFacts(memoryTree({}), null, { asOf: '2026-02-01T00:00:00Z', project })
    const advisoriesAtLeast = Array.from({ length: count }, (_, at) => match(at, paths))
    return assess({ ...facts, advisoriesAtLeast }, { checks: ['Vulnerabilities'] }).checks[0]?.score
  }

  test('ten are enough for nothing, fewer leave it open, those of tests do not count', async () => {
    expect([await scoreOf(10), await scoreOf(9), await scoreOf(0), await scoreOf(50, ['tests/package-lock.json'])]).toEqual([0, -1, -1, -1])
  })
})
