import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { aggregateScore, assess, gatherFacts, noForge, scorecardSarif } from '@cupel/assess'
import type { Assessment, Facts, ForgeChange, ForgeFacts, ProbeFinding } from '@cupel/assess'
import { memoryTree } from '@cupel/source'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

interface FixtureCase {
  readonly test: string
  readonly case: string | null
  readonly fixtures: readonly string[]
  readonly expected: Readonly<Record<string, number | string>>
}

const casesPath = sharedPath('assessment/scorecard/fixture-cases.json')
const dangerousPath = sharedPath('assessment/scorecard/dangerous-workflow.json')
const archivePath = sharedPath('assessment/scorecard/scorecard-fixtures.tar.gz')
const sarifPath = sharedPath('schemas/sarif/sarif-2.1.0.schema.json')
const checksPath = sharedPath('assessment/scorecard-checks-and-probes.json')

/** Files of a tar archive (POSIX ustar, GNU long names) by path without the first folder. */
function untar(path: string): ReadonlyMap<string, Uint8Array> {
  const bytes = gunzipSync(readFileSync(path))
  const files = new Map<string, Uint8Array>()
  let longName = ''
  for (let at = 0; at + 512 <= bytes.length;) {
    const field = (from: number, length: number): string => bytes.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 12).trim() || '0', 8)
    const type = field(156, 1)
    const content = bytes.subarray(at + 512, at + 512 + size)
    const name = longName || [field(345, 155), field(0, 100)].filter((part) => part !== '').join('/')
    longName = type === 'L' ? content.toString('latin1').replace(/\0.*$/s, '') : ''
    if ((type === '0' || type === '') && name !== '') files.set(name.replace(/^[^/]*\//, ''), content)
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

const fixtures = archivePath === null ? new Map<string, Uint8Array>() : untar(archivePath)

async function factsOf(files: Readonly<Record<string, string | Uint8Array>>, forge: Partial<ForgeFacts> = {}): Promise<Facts> {
  return gatherFacts(memoryTree(files), null, {
    asOf: '2026-08-07T00:00:00Z',
    project: { name: 'example.org/a/b', url: 'https://example.org/a/b', forge: 'none', commit: '' },
    forge: { ...noForge(), ...forge },
  })
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function fixture(path: string): Uint8Array {
  const content = fixtures.get(path)
  // Cases about a name alone have no file.
  return content ?? new TextEncoder().encode('FROM example\n')
}

function inWorkflows(paths: readonly string[]): Record<string, Uint8Array> {
  return Object.fromEntries(paths.map((path) => [`.github/workflows/${nameOf(path)}`, fixture(path)]))
}

function inPlace(paths: readonly string[]): Record<string, Uint8Array> {
  return Object.fromEntries(paths.map((path) => [path.replace(/^checks\/(?:raw\/)?(?:testdata\/)?/, ''), fixture(path)]))
}

/** All fixtures under a folder, by their path below it. */
function below(folder: string): Record<string, Uint8Array> {
  return Object.fromEntries(
    [...fixtures].filter(([path]) => path.startsWith(`${folder}/`)).map(([path, content]) => [path.slice(folder.length + 1), content]),
  )
}

function scoreOf(assessment: Assessment, id: string): number | undefined {
  return assessment.checks.find(({ check }) => check.id === id)?.score
}

async function score(files: Record<string, string | Uint8Array>, id: string, forge: Partial<ForgeFacts> = {}): Promise<number | undefined> {
  return scoreOf(assess(await factsOf(files, forge), { reading: 'scorecard-5', checks: [id] }), id)
}

async function pins(files: Record<string, Uint8Array>): Promise<readonly ProbeFinding[]> {
  const { probes } = assess(await factsOf(files), { reading: 'scorecard-5', checks: ['Pinned-Dependencies'] })
  return probes[0]?.findings ?? []
}

type Kind = 'action' | 'image' | 'command'

async function unpinned(files: Record<string, Uint8Array>, kind: Kind): Promise<number> {
  const kindOf = (finding: ProbeFinding): Kind => {
    const type = finding.values?.['dependencyType']
    return type === 'GitHubAction' ? 'action' : type === 'containerImage' ? 'image' : 'command'
  }
  return (await pins(files)).filter((finding) => finding.outcome === 'false' && kindOf(finding) === kind).length
}

const change: ForgeChange = {
  number: 1,
  url: '',
  mergedAt: '2026-08-01T00:00:00Z',
  author: null,
  mergedBy: null,
  headCommit: 'a',
  labels: [],
  reviews: [],
  checks: [],
}
const analysed: ForgeChange = { ...change, checks: [{ kind: 'check-run', name: 'github-code-scanning', url: '', state: 'success' }] }

/** What a case measures, as Scorecard's own test names it; undefined where it is not about a number or an answer. */
async function measure({
  test: name,
  case: title,
  fixtures: paths,
  expected,
}: FixtureCase): Promise<readonly [number | string | undefined, number | string | undefined]> {
  const [path = ''] = paths
  switch (name) {
    case 'TestGithubTokenPermissions':
      return [await score(inWorkflows(paths), 'Token-Permissions'), expected['Score']]
    case 'TestBinaryArtifacts': {
      if (expected['Score'] !== undefined) return [await score(below(path), 'Binary-Artifacts'), expected['Score']]
      const files = {
        ...inPlace(paths.filter((one) => !one.includes('/workflows/'))),
        ...inWorkflows(paths.filter((one) => one.includes('/workflows/'))),
      }
      return [10 - Number(await score(files, 'Binary-Artifacts')), expected['expect'] ?? 0]
    }
    case 'TestLicenseFileSubdirectory':
      return [await score(below(path), 'License'), expected['Score']]
    case 'TestPinningDependencies':
      return [await score(inPlace(paths), 'Pinned-Dependencies'), expected['Score']]
    case 'TestGithubWorkflowPinning':
    case 'TestNonGithubWorkflowPinning':
      return [await unpinned(inWorkflows(paths), 'action'), expected['warns']]
    case 'TestGithubWorkflowPkgManagerPinning':
    case 'TestGitHubWorkflowRunDownload':
      return [await unpinned(inWorkflows(paths), 'command'), expected['unpinned']]
    case 'TestDockerfilePinning':
    case 'TestDockerfilePinningWithoutHash':
      return [await unpinned(inPlace(paths), 'image'), expected['warns']]
    case 'TestFileIsInVendorDir':
      return [(await unpinned(inPlace(paths), 'image')) === 0 ? 'true' : 'false', expected['expected']]
    case 'TestDockerfileInvalidFiles':
      return [(await unpinned(inPlace(paths), 'image')) > 0 ? 'true' : 'false', expected['expected']]
    case 'TestDockerfileScriptDownload':
    case 'TestDockerfileScriptDownloadInfo':
    case 'TestShellScriptDownload':
      return [await unpinned(inPlace(paths), 'command'), expected['unpinned']]
    case 'TestShellScriptDownloadPinned':
      return [await unpinned(inPlace(paths), 'command'), expected['warns']]
    case 'TestDockerfileInsecureDownloadsLineNumber':
      return [(await pins(inPlace(paths))).filter(({ outcome }) => outcome === 'error').length, expected['processingErrors']]
    case 'TestIsSupportedShellScriptFile': {
      // A script that is understood shows what it downloads.
      const text = `${new TextDecoder().decode(fixture(path))}\ncurl https://example.org/x | bash\n`
      return [(await unpinned({ [nameOf(path)]: new TextEncoder().encode(text) }, 'command')) > 0 ? 'true' : 'false', expected['expected']]
    }
    case 'Test_SAST': {
      const all = title === null && !path.includes('hadolint')
      return [await score(inWorkflows(paths), 'SAST', { changes: { known: true, value: [all ? analysed : change] } }), expected['Score']]
    }
    case 'TestSecurityPolicy':
      return [await score({ [title ?? '']: fixture(path) }, 'Security-Policy'), expected['Score']]
    default:
      return [undefined, undefined]
  }
}

describe.skipIf(casesPath === null || archivePath === null)('Scorecard 5’s own fixture cases', () => {
  test('at least 95 % give the same number or answer', async () => {
    const { cases } = JSON.parse(readFileSync(casesPath ?? '', 'utf8')) as { cases: readonly FixtureCase[] }
    const different: string[] = []
    for (const one of cases) {
      const [ours, theirs] = await measure(one)
      if (String(ours) !== String(theirs)) different.push(`${one.test} ${one.case}: ${ours}, not ${theirs}`)
    }
    console.log(`scorecard fixture cases: ${cases.length - different.length} of ${cases.length} equal`)
    expect(cases).toHaveLength(79)
    expect(different).toEqual([])
  })
})

describe.skipIf(dangerousPath === null || archivePath === null)('Scorecard 5’s dangerous workflows', () => {
  const data = JSON.parse(readFileSync(dangerousPath ?? '/dev/null', 'utf8') || '{}') as {
    readonly context_expressions: readonly { readonly expr: string; readonly untrusted: boolean }[]
    readonly workflow_files: readonly { readonly case: string; readonly fixture: string; readonly dangerous_patterns: number }[]
  }

  async function patterns(files: Record<string, string | Uint8Array>): Promise<number> {
    const { probes } = assess(await factsOf(files), { reading: 'scorecard-5', checks: ['Dangerous-Workflow'] })
    return probes.flatMap(({ findings }) => findings).filter(({ outcome }) => outcome === 'true').length
  }

  test('every expression is judged alike', async () => {
    const different: string[] = []
    for (const { expr, untrusted } of data.context_expressions) {
      const workflow = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "\${{ ${expr} }}"\n`
      if ((await patterns({ '.github/workflows/a.yml': workflow })) > 0 !== untrusted) different.push(expr)
    }
    console.log(`dangerous expressions: ${data.context_expressions.length - different.length} of ${data.context_expressions.length} equal`)
    expect(different).toEqual([])
  })

  test('every workflow has as many patterns', async () => {
    const different: string[] = []
    for (const { case: title, fixture: path, dangerous_patterns: wanted } of data.workflow_files) {
      const got = await patterns(inWorkflows([path]))
      if (got !== wanted) different.push(`${title}: ${got}, not ${wanted}`)
    }
    console.log(`dangerous workflows: ${data.workflow_files.length - different.length} of ${data.workflow_files.length} equal`)
    expect(different).toEqual([])
  })
})

describe.skipIf(checksPath === null)('the list of checks and probes', () => {
  test('has every check with its risk, and every probe id', async () => {
    const { CHECKS, PROBES, RISK_WEIGHT } = await import('@cupel/assess')
    const data = JSON.parse(readFileSync(checksPath ?? '', 'utf8')) as {
      readonly checks: readonly { readonly name: string; readonly weight: number }[]
      readonly probes: readonly { readonly id: string }[]
    }
    expect(CHECKS.map(({ id, risk }) => `${id} ${RISK_WEIGHT[risk]}`).sort()).toEqual(
      data.checks.map(({ name, weight }) => `${name} ${weight}`).sort(),
    )
    const own = new Set(PROBES.map(({ id }) => id))
    expect(data.probes.filter(({ id }) => !own.has(id)).map(({ id }) => id)).toEqual([])
    console.log(`scorecard checks: ${data.checks.length}, probes: ${data.probes.length}`)
  })
})

test('the aggregate is the weighted mean to one decimal, without checks that have no score', () => {
  expect(
    aggregateScore([
      { risk: 'high', score: 10 },
      { risk: 'low', score: 0 },
      { risk: 'critical', score: -1 },
    ]),
  ).toBe(7.5)
  expect(aggregateScore([{ risk: 'medium', score: -1 }])).toBe(-1)
})

describe.skipIf(sarifPath === null || archivePath === null)('SARIF 2.1.0', () => {
  test('a log of both readings is valid by the official schema', async () => {
    const { $schema: _draft, id, ...rest } = JSON.parse(readFileSync(sarifPath ?? '', 'utf8')) as Record<string, unknown>
    const validate = addFormats.default(new Ajv.default({ strict: false, allErrors: true })).compile({ ...rest, $id: String(id) })
    const facts = await factsOf({
      ...below('checks/testdata/.github/workflows'),
      ...inWorkflows([...fixtures.keys()].filter((path) => path.includes('/workflows/'))),
    })
    let results = 0
    for (const reading of ['cupel', 'scorecard-5'] as const) {
      const log = scorecardSarif(assess(facts, { reading }), { version: '0.1.0', commit: '' })
      expect(validate(log), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
      results += (log as { runs: readonly [{ results: readonly unknown[] }] }).runs[0].results.length
    }
    console.log(`scorecard SARIF results: ${results}`)
    expect(results).toBeGreaterThan(50)
  })
})
