import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './measure.ts'
import type { Timed } from './measure.ts'
import { versionOf } from './peers.ts'

export interface AssessBench {
  /** Where inputs are made and kept. */
  readonly work: string
  /** The program. */
  readonly bin: string
  readonly row: (what: string, figure: string, budget?: string, met?: boolean | null) => void
}

const FILES = 10_000
const COMMITS = 5000
const PROJECTS = 200
const ENV = { CUPEL_HOME: '/nonexistent/cupel', GITHUB_TOKEN: '', GH_TOKEN: '' }

/** Rows of `npm run bench` about assessing: a large repository offline, and a long list whose memory must not grow. */
export function benchAssess({ work, bin, row }: AssessBench): void {
  const large = repository(join(work, 'assess-large'), FILES, COMMITS)
  const assess = [process.execPath, bin, 'assess', large, '--offline', '--format', 'json']
  const { medianMs, rssMb } = measure(assess, { rounds: 3, cwd: work, env: ENV })
  row(
    `assess offline, ${FILES} files, ${COMMITS} commits`,
    `${(medianMs / 1000).toFixed(1)} s, ${rssMb.toFixed(0)} MB`,
    '<= 10 s, <= 400 MB',
    medianMs <= 10_000 && rssMb <= 400,
  )
  besideScorecard(large, { work, bin, row })
  const [few, many] = [20, PROJECTS].map((count) => listRun(work, bin, count)) as [ListRun, ListRun]
  row(
    `assess list of ${PROJECTS}, memory against 20`,
    `${many.rssMb.toFixed(0)} MB against ${few.rssMb.toFixed(0)} MB, ${(many.medianMs / PROJECTS).toFixed(0)} ms a project`,
    '<= 1.5 x',
    many.rssMb <= few.rssMb * 1.5,
  )
}

/** Checks that Scorecard answers of a folder without a network. */
const SCORECARD_LOCAL = [
  'Binary-Artifacts',
  'Dangerous-Workflow',
  'Dependency-Update-Tool',
  'License',
  'Packaging',
  'Pinned-Dependencies',
  'SAST',
  'Security-Policy',
  'Token-Permissions',
]

/** ossf/scorecard on the same files, where it is on the PATH: both answer the same checks, cupel by its rules; then cupel with all it does. */
function besideScorecard(repository: string, { work, bin, row }: AssessBench): void {
  const version = versionOf('scorecard', ['version'])
  if (version === null) return
  const tree = join(work, 'assess-large-tree-2')
  if (!existsSync(join(tree, '.git'))) execFileSync('git', ['clone', '--quiet', repository, tree], { stdio: 'ignore' })
  const names = SCORECARD_LOCAL.flatMap((name) => ['--check', name])
  const same = [process.execPath, bin, 'assess', tree, '--offline', '--brief', '--standard', 'none', '--as', 'scorecard-5', ...names]
  const peer = ['scorecard', '--local', tree, '--format', 'json', '--checks', SCORECARD_LOCAL.join(',')]
  const options = { rounds: 3, cwd: work, env: ENV }
  const [own, whole, theirs] = [same, [process.execPath, bin, 'assess', tree, '--offline', '--format', 'json'], peer].map((command) =>
    measure(command, options),
  ) as [Timed, Timed, Timed]
  row(
    `beside scorecard ${version} --local, ${SCORECARD_LOCAL.length} checks`,
    `${(theirs.medianMs / 1000).toFixed(2)} s; cupel ${(own.medianMs / 1000).toFixed(2)} s (${(own.medianMs / theirs.medianMs).toFixed(2)} x), with all it does ${(whole.medianMs / 1000).toFixed(2)} s`,
  )
}

interface ListRun {
  readonly medianMs: number
  readonly rssMb: number
}

function listRun(work: string, bin: string, count: number): ListRun {
  const folders = Array.from({ length: count }, (_, at) => repository(join(work, 'assess-list', `project-${at}`), 40, 30))
  const list = join(work, `assess-list-${count}.txt`)
  writeFileSync(list, folders.map((folder) => `${folder}\n`).join(''))
  const out = join(work, `assess-out-${count}`)
  rmSync(out, { recursive: true, force: true })
  return measure([process.execPath, bin, 'assess', 'list', list, '--out', out, '--offline', '--again'], { rounds: 1, cwd: work, env: ENV })
}

/** A bare repository, the same at each run: files of many kinds in the first commit, one of them changed by each further one. */
function repository(folder: string, files: number, commits: number): string {
  if (existsSync(join(folder, 'made-2'))) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const git = (args: readonly string[], input = ''): void =>
    void execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], { cwd: folder, input, stdio: ['pipe', 'ignore', 'ignore'] })
  git(['init', '--quiet', '--bare'])
  const parts: string[] = []
  const commit = (at: number, changes: readonly (readonly [string, string])[]): void => {
    const who = `Person ${at % 7} <person${at % 7}@example.org> ${1_600_000_000 + at * 3600} +0000`
    const message = `Change ${at}\n\nSigned-off-by: Person ${at % 7} <person${at % 7}@example.org>\n`
    parts.push(`commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(message)}`)
    for (const [path, text] of changes) parts.push(`M 100644 inline ${path}\n${data(text)}`)
  }
  const all = Array.from({ length: files }, (_, at) => fileOf(at))
  commit(0, [...FIXED, ...all])
  for (let at = 1; at < commits; at++) {
    const [path, text] = all[at % files] ?? ['x', '']
    commit(at, [[path, `${text}${/\.(?:ts|c)$/.test(path) ? '//' : '#'} ${at}\n`]])
  }
  git(['fast-import', '--quiet'], parts.join(''))
  writeFileSync(join(folder, 'made-2'), '')
  return folder
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

const FIXED: readonly (readonly [string, string])[] = [
  ['README.md', '# App\n\n[![license](https://img.example/MIT)](LICENSE)\n\nSays hello.\n'],
  ['LICENSE', 'MIT License\n\nCopyright (c) 2024 Somebody\n'],
  ['SECURITY.md', 'Report to security@acme.example. We answer within 14 days.\n'],
  ['package.json', '{ "name": "app", "version": "1.0.0", "license": "MIT" }\n'],
]

function fileOf(at: number): readonly [string, string] {
  const folder = `src/part${at % 97}/piece${at % 13}`
  const body = Array.from({ length: 20 + (at % 60) }, (_, line) => `export const value${line} = ${at * line} // of ${at}\n`).join('')
  if (at % 500 === 1)
    return [
      `.github/workflows/w${at}.yml`,
      `on: [push]\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci && npm test -- ${at}\n`,
    ]
  if (at % 100 === 2) return [`${folder}/run${at}.sh`, `#!/bin/sh\nset -e\ncurl -sSf https://x.example/${at} -o tool\nnpm ci\n`]
  if (at % 200 === 3) return [`${folder}/Dockerfile`, `FROM debian:12\nRUN apt-get update && apt-get install -y tool${at}\n`]
  if (at % 10 === 4) return [`${folder}/lib${at}.c`, `int value${at}(void) { return ${at}; }\n`.repeat(20)]
  if (at % 10 === 5) return [`docs/page${at}.md`, `# Page ${at}\n\n${'Words about it. '.repeat(50)}\n`]
  if (at % 20 === 6) return [`testdata/blob${at}.bin`, '\0\u0001binary'.repeat(100)]
  return [`${folder}/file${at}.ts`, body]
}
