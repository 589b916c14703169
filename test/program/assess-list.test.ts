import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gitFolder } from '../make-git.ts'
import { AS_OF, KEPT } from './assess.ts'
import { cupel, startCupel } from './cupel.ts'

const made = gitFolder()
const folders: string[] = []
const list = join(made.root, 'list.txt')
beforeAll(() => {
  folders.push(
    made.makeRepository('good', KEPT),
    made.makeRepository('poor', { 'a.sh': 'curl https://x.example | sh\n', 'b.exe': 'MZ' + '\0'.repeat(80) }),
  )
  for (let at = 0; at < 4; at++) folders.push(made.makeRepository(`more${at}`, { ...KEPT, 'n.txt': `${at}\n` }))
  writeFileSync(list, ['# projects', '', ...folders, join(made.root, 'gone'), folders[0]].join('\n'))
})
afterAll(() => made.remove())

interface Summary {
  readonly projects: number
  readonly assessed: number
  readonly failed: number
  readonly distribution: readonly number[]
  readonly rows: readonly {
    readonly target: string
    readonly outcome: string
    readonly file: string
    readonly score: number
    readonly error: string
  }[]
}

function summaryOf(out: string): Summary {
  return JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Summary
}

function run(out: string, ...more: readonly string[]) {
  return cupel(['assess', 'list', list, '--out', out, '--offline', '--as-of', AS_OF, ...more])
}

describe('cupel assess list', () => {
  it('counts what failed, shows the worst first, and goes on', () => {
    const out = join(made.root, 'out')
    const { code, stdout } = run(out)
    expect(code).toBe(3)
    const { rows, ...summary } = summaryOf(out)
    expect(summary).toMatchObject({ projects: 7, assessed: 6, failed: 1 })
    expect(rows[0]?.target).toBe(folders[1])
    expect(rows.at(-1)).toMatchObject({ outcome: 'failed', target: join(made.root, 'gone'), error: expect.stringContaining('cannot open') })
    expect(summary.distribution.reduce((sum, one) => sum + one, 0)).toBe(6)
    expect(stdout).toContain('6 of 7 assessed')
    for (const { file } of rows.slice(0, -1))
      expect(JSON.parse(readFileSync(join(out, file), 'utf8'))).toMatchObject({ schemaVersion: '1.0' })
    const page = readFileSync(join(out, 'summary.html'), 'utf8')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toContain('<script')
  })

  it('leaves alone what has not changed, and makes anew what has, and all under other options', () => {
    const out = join(made.root, 'again')
    run(out)
    const files = (): Record<string, number> =>
      Object.fromEntries(readdirSync(join(out, 'projects')).map((name) => [name, statSync(join(out, 'projects', name)).mtimeMs]))
    const before = files()
    expect(run(out).stderr).toContain('6 unchanged')
    expect(files()).toEqual(before)
    made.commitFiles(folders[2] ?? '', { 'new.txt': 'x\n' }, 'new')
    expect(run(out).stderr).toContain('5 unchanged')
    const [first = ''] = Object.keys(before)
    rmSync(join(out, 'projects', first))
    expect(run(out).stderr).toContain('5 unchanged')
    expect(existsSync(join(out, 'projects', first))).toBe(true)
    expect(run(out, '--as', 'scorecard-5').stderr).not.toContain('unchanged')
    expect(run(out, '--as', 'scorecard-5', '--again').stderr).not.toContain('unchanged')
  })

  it('is taken up after it was killed, and comes to the same', async () => {
    const out = join(made.root, 'killed')
    const { child, done } = startCupel(['assess', 'list', list, '--out', out, '--offline', '--as-of', AS_OF, '--jobs', '1'])
    const log = join(out, 'runs.jsonl')
    for (let waits = 0; waits < 2000 && (!existsSync(log) || readFileSync(log, 'utf8').split('\n').filter(Boolean).length < 2); waits++)
      await sleep(5)
    child.kill('SIGKILL')
    await done
    expect(existsSync(join(out, 'summary.json'))).toBe(false)
    // What the kill cut off.
    writeFileSync(log, readFileSync(log, 'utf8') + '{"row":{"target":"cut')
    const { code, stderr } = run(out)
    expect(code).toBe(3)
    expect(Number(/(\d+) unchanged/.exec(stderr)?.[1])).toBeGreaterThanOrEqual(2)
    const whole = join(made.root, 'whole')
    run(whole)
    expect(summaryOf(out)).toEqual(summaryOf(whole))
    expect(readdirSync(join(out, 'projects')).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  it('stops when it is interrupted, and has kept what it did', async () => {
    const out = join(made.root, 'stopped')
    const { child, done } = startCupel(['assess', 'list', list, '--out', out, '--offline', '--as-of', AS_OF, '--jobs', '1'])
    const log = join(out, 'runs.jsonl')
    for (let waits = 0; waits < 2000 && !existsSync(log); waits++) await sleep(5)
    child.kill('SIGINT')
    const { code } = await done
    expect(code).toBe(130)
    expect(summaryOf(out).projects).toBeLessThan(7)
    expect(run(out).code).toBe(3)
    expect(summaryOf(out).projects).toBe(7)
  })

  it.each([
    [['--fail-below', '9.9'], 1],
    [['--jobs', '0'], 2],
    [['--jobs', '3', '--brief', '--standard', 'none'], 3],
  ])('%j exits with %i', (flags, expected) => {
    expect(run(join(made.root, `flags${expected}`), ...flags).code).toBe(expected)
  })

  it('explains what it needs', () => {
    expect(cupel(['assess', 'list', list]).stderr).toContain('--out')
    expect(cupel(['assess', 'list', 'no-such', '--out', join(made.root, 'x')]).code).toBe(3)
    writeFileSync(join(made.root, 'none.txt'), '# nothing\n')
    expect(cupel(['assess', 'list', join(made.root, 'none.txt'), '--out', join(made.root, 'x')]).code).toBe(3)
  })
})

describe('cupel assess compare', () => {
  it('tells two runs apart project by project', () => {
    const [before, after] = [join(made.root, 'before'), join(made.root, 'after')]
    run(before)
    made.commitFiles(
      folders[1] ?? '',
      { LICENSE: KEPT['LICENSE'] ?? '', '.github/dependabot.yml': KEPT['.github/dependabot.yml'] ?? '' },
      'better',
    )
    run(after)
    const { code, stdout } = cupel(['assess', 'compare', before, after, '--format', 'json'])
    expect(code).toBe(0)
    const { projects } = JSON.parse(stdout) as { projects: { name: string; changes: { kind: string; of: string; id: string }[] }[] }
    expect(projects).toHaveLength(6)
    const changed = projects.filter(({ changes }) => changes.length > 0)
    expect(changed).toHaveLength(1)
    expect(changed[0]?.changes).toContainEqual(
      expect.objectContaining({ kind: 'better', of: 'check', id: 'Dependency-Update-Tool', before: '0', after: '10' }),
    )
    expect(cupel(['assess', 'compare', after, before, '--fail-on-worse']).code).toBe(1)
    expect(cupel(['assess', 'compare', before, after, '--fail-on-worse']).stdout).toContain('Better')
    expect(cupel(['assess', 'compare', before, after, '--format', 'markdown']).stdout).toContain(
      '| Better | Dependency-Update-Tool | 0 | 10 |',
    )
  })

  it.each([
    [['no-such.json', 'no-such.json'], 3],
    [['package.json', 'package.json'], 3],
  ])('%j exits with %i', (args, expected) => {
    const { code, stderr } = cupel(['assess', 'compare', ...args])
    expect([code, stderr.includes('internal error')]).toEqual([expected, false])
  })
})

describe('cupel assess interview', () => {
  it('prints the open questions where nobody sits', () => {
    const { code, stdout } = cupel(['assess', 'interview', folders[0] ?? '', '--offline', '--as-of', AS_OF])
    expect(code).toBe(0)
    const { questions } = JSON.parse(stdout) as { questions: { standard: string; field: string; choices: string[] }[] }
    expect(questions.length).toBeGreaterThan(20)
    expect(new Set(questions.map(({ field }) => field)).size).toBe(questions.length)
    expect(existsSync(join(folders[0] ?? '', '.bestpractices.json'))).toBe(false)
  })

  it('asks, keeps each answer, loses nothing that is there, and asks it no more', () => {
    const folder = made.makeRepository('asked', KEPT)
    const file = join(folder, '.bestpractices.json')
    writeFileSync(file, JSON.stringify({ name: 'App', english_status: '?', english_justification: 'later', custom: [1] }))
    const ask = (input: string) =>
      cupel(['assess', 'interview', folder, '--offline', '--as-of', AS_OF, '--standard', 'best-practices', '--ask'], { input })
    const first = ask('x\nu\nnot yet\n\nu\nno time\nq\n')
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('2 of ')])
    expect(first.stdout).toContain('That is none of the choices.')
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    expect(kept).toMatchObject({ name: 'App', english_status: '?', english_justification: 'later', custom: [1] })
    const answered = Object.entries(kept)
      .filter(([, value]) => value === 'Unmet')
      .map(([key]) => key.replace('_status', ''))
    expect(answered).toHaveLength(2)
    const { stdout } = cupel(['assess', 'interview', folder, '--offline', '--as-of', AS_OF, '--standard', 'best-practices'])
    const { questions } = JSON.parse(stdout) as { questions: { field: string }[] }
    expect(questions.filter(({ field }) => answered.includes(field))).toEqual([])
    expect(ask('').code).toBe(0)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(kept)
  })

  it('refuses to write over what it cannot read', () => {
    const folder = made.makeRepository('unread', KEPT)
    const file = join(folder, '.bestpractices.json')
    writeFileSync(file, '{ "a_status": ')
    const { code, stderr } = cupel(['assess', 'interview', folder, '--offline', '--ask'], { input: 'u\n\nq\n' })
    expect([code, stderr.includes('internal error')]).toEqual([3, false])
    expect(readFileSync(file, 'utf8')).toBe('{ "a_status": ')
  })
})

describe('cupel rank', () => {
  const INDEX = [
    'Package: libc\n',
    'Package: libz\nDepends: libc\n',
    'Package: tool\nDepends: libz (>= 1), libc | other\n',
    'Package: app\nDepends: tool\n',
  ].join('\n')

  it('ranks a Debian index, packed or not, each with a path', async () => {
    const { gzipSync } = await import('node:zlib')
    mkdirSync(join(made.root, 'rank'))
    writeFileSync(join(made.root, 'rank', 'Packages'), INDEX)
    writeFileSync(join(made.root, 'rank', 'Packages.gz'), gzipSync(INDEX))
    const plain = cupel(['rank', join(made.root, 'rank', 'Packages'), '--format', 'json'])
    expect(plain.code).toBe(0)
    const { ranks } = JSON.parse(plain.stdout) as { ranks: { name: string; transitive: number; why: { path: string[] } }[] }
    expect(ranks.map(({ name, transitive }) => [name, transitive])).toEqual([
      ['libc', 3],
      ['libz', 2],
      ['tool', 1],
      ['app', 0],
    ])
    expect(ranks[1]?.why.path).toEqual(['app', 'tool', 'libz'])
    expect(cupel(['rank', join(made.root, 'rank', 'Packages.gz'), '--top', '1']).stdout).toContain('libc  3 depend on it')
  })

  it('ranks a folder of lock files', () => {
    const { code, stdout } = cupel(['rank', 'examples/shop', '--format', 'json'])
    expect([0, 3]).toContain(code)
    expect((JSON.parse(stdout) as { packages: number }).packages).toBeGreaterThan(3)
  })

  it.each([
    [['no-such'], 3],
    [['README.md'], 3],
    [['package.json', '--top', 'x'], 2],
  ])('%j exits with %i', (args, expected) => {
    const { code, stderr } = cupel(['rank', ...args])
    expect([code, stderr.includes('internal error')]).toEqual([expected, false])
  })
})
