import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, openSync, closeSync, ftruncateSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gitFolder } from '../make-git.ts'
import { AS_OF, assessJson, KEPT, scoreOf } from './assess.ts'
import { cupel, startCupel } from './cupel.ts'

const made = gitFolder()
let kept = ''
beforeAll(() => void (kept = made.makeRepository('kept', KEPT)))
afterAll(() => made.remove())

describe('a kept project', () => {
  it('is scored offline, and says what it could not see', () => {
    const { code, report } = assessJson([kept])
    expect(code).toBe(0)
    expect(report.checks).toHaveLength(20)
    expect(['Dependency-Update-Tool', 'Token-Permissions', 'Dangerous-Workflow'].map((id) => scoreOf(report, id))).toEqual([10, 10, 10])
    for (const { missing } of report.checks) for (const { remedy } of missing) expect(remedy).not.toBe('')
    for (const { answers } of report.checks)
      for (const { outcome, missing } of answers) if (outcome === 'unknown') expect(missing).toBeDefined()
    expect(report.standards.map(({ id }) => id)).toEqual(['best-practices', 'osps-baseline'])
    expect(report.asOf.startsWith('2024-06-01')).toBe(true)
  })

  it('gives the same bytes again', () => {
    expect(JSON.stringify(assessJson([kept]).report)).toBe(JSON.stringify(assessJson([kept]).report))
  })

  it('gives addresses of the forge where the clone names one, without credentials', () => {
    const folder = made.makeRepository('remote', KEPT)
    made.git(folder, 'remote', 'add', 'origin', 'https://user:hidden@github.com/acme/app.git')
    const { report } = assessJson([folder])
    expect(report.project).toMatchObject({ name: 'github.com/acme/app', url: 'https://github.com/acme/app' })
    const urls = report.checks.flatMap(({ answers }) => answers.flatMap(({ places }) => places.map(({ url }) => url ?? '')))
    expect(urls.filter((url) => url.startsWith(`https://github.com/acme/app/blob/${report.project.commit}/SECURITY.md`))).not.toEqual([])
    expect(JSON.stringify(report)).not.toContain('hidden')
  })

  it('is written in every form at once', () => {
    const names = ['json', 'html', 'scorecard', 'probe', 'sarif', 'intoto', 'badge', 'oscal', 'gemara', 'insights', 'answers']
    const out = join(made.root, 'forms')
    mkdirSync(out)
    const formats = names.flatMap((name) => ['--format', `${name}=${join(out, name)}`])
    const { code, stdout, stderr } = cupel(['assess', kept, '--offline', '--as-of', AS_OF, '--format', 'text', ...formats])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Score ')
    for (const name of names) expect([name, readFileSync(join(out, name), 'utf8').length > 100]).toEqual([name, true])
    for (const name of ['json', 'scorecard', 'probe', 'sarif', 'intoto', 'oscal', 'answers'])
      expect(() => JSON.parse(readFileSync(join(out, name), 'utf8')) as unknown).not.toThrow()
    expect(readFileSync(join(out, 'badge'), 'utf8')).toContain('role="img"')
  })

  it.each([
    [['--fail-below', '10'], 1],
    [['--fail-below', '0'], 0],
    [['--check', 'license'], 0],
    [['--check', 'Lisence'], 2],
    [['--standard', 'none', '--brief'], 0],
    [['--standard', 'slsa'], 0],
    [['--standard', 'no-such'], 2],
    [['--fail-below', 'high'], 2],
    [['--format', 'xml'], 2],
    [['--format', 'json', '--format', 'html'], 2],
    [['--as', 'scorecard-5'], 0],
    [['--as-of', 'yesterday'], 2],
    [['--answers', 'no-such.json'], 3],
    [['--releases', 'no-such'], 3],
    [['--earlier', 'no-such.json'], 3],
    [['--token-file', 'no-such'], 0],
  ])('%j exits with %i', (flags, expected) => {
    const { code, stderr } = cupel(['assess', kept, '--offline', ...flags])
    expect([code, stderr.includes('internal error')]).toEqual([expected, false])
  })

  it('takes a catalogue and answers of one’s own', () => {
    const catalogue = {
      id: 'house',
      title: 'House rules',
      version: '1',
      source: { repository: '', commit: '', licence: '', note: '' },
      levels: [{ id: 'all', title: 'All' }],
      requirements: [
        { id: 'H1', title: 'A licence', group: 'g', levels: ['all'], category: 'MUST', met: 'hasLicenseFile', unmet: 'not hasLicenseFile' },
        { id: 'H2', title: 'Tea is served', group: 'g', levels: ['all'], category: 'MUST' },
      ],
    }
    const file = join(made.root, 'house.json')
    const answers = join(made.root, 'answers.json')
    writeFileSync(file, JSON.stringify(catalogue))
    writeFileSync(answers, JSON.stringify({ h2_status: 'Met', h2_justification: 'at four' }))
    const { report } = assessJson([kept, '--standard', file, '--answers', answers])
    expect(report.standards[0]?.requirements.map(({ id, status, basis }) => [id, status, basis])).toEqual([
      ['H1', 'met', 'evidence'],
      ['H2', 'met', 'answer'],
    ])
    expect(report.standards[0]?.reached).toBe('all')
  })

  it('refuses a junk signature of a release', () => {
    const releases = join(made.root, 'releases')
    mkdirSync(join(releases, 'v1.0.0'), { recursive: true })
    writeFileSync(join(releases, 'v1.0.0', 'app.tgz'), 'content')
    writeFileSync(join(releases, 'v1.0.0', 'app.tgz.sig'), 'junk')
    const { report } = assessJson([kept, '--releases', releases])
    expect(scoreOf(report, 'Signed-Releases')).toBe(0)
  })

  it('fits a narrow terminal in ASCII without colours', () => {
    const { stdout } = cupel(['assess', kept, '--offline'], { env: { COLUMNS: '50', LANG: 'C', FORCE_COLOR: '1', NO_COLOR: '1' } })
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(50)
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/)
  })
})

describe('clones that show little', () => {
  it('takes a bare one', () => {
    const bare = join(made.root, 'bare.git')
    made.git(made.root, 'clone', '--quiet', '--bare', kept, bare)
    const { code, report } = assessJson([bare])
    expect([code, scoreOf(report, 'Dependency-Update-Tool')]).toEqual([0, 10])
  })

  it('never says "never" of a shallow one', () => {
    made.commitFiles(kept, { 'more.txt': '1\n' }, 'second')
    const shallow = join(made.root, 'shallow')
    made.git(made.root, 'clone', '--quiet', '--depth', '1', `file://${kept}`, shallow)
    const { code, report } = assessJson([shallow])
    expect(code).toBe(0)
    for (const { id, score, missing } of report.checks)
      if (['Code-Review', 'Contributors', 'Maintained'].includes(id)) expect([id, score !== 0 || missing.length > 0]).toEqual([id, true])
  })

  it('takes a folder that is no repository', () => {
    const folder = join(made.root, 'plain')
    mkdirSync(folder)
    writeFileSync(join(folder, 'LICENSE'), KEPT['LICENSE'] ?? '')
    const { code, report } = assessJson([folder])
    expect([code, report.project.commit]).toEqual([0, ''])
    expect(report.checks.flatMap(({ missing }) => missing.map(({ what }) => what))).toContain('history')
  })

  it('takes a repository without commits, and says so', () => {
    const folder = join(made.root, 'empty')
    mkdirSync(folder)
    made.git(folder, 'init', '--quiet')
    const { code, report } = assessJson([folder])
    expect(code).toBe(3)
    expect(report.problems.map(({ detail }) => detail).join()).toContain('no commits')
  })

  it('judges another revision, and the work tree when asked', () => {
    const folder = made.makeRepository('moved', { 'a.txt': '1\n' })
    made.commitFiles(folder, { '.github/dependabot.yml': KEPT['.github/dependabot.yml'] ?? '' }, 'second')
    writeFileSync(join(folder, 'renovate.json'), '{}')
    expect(scoreOf(assessJson([folder]).report, 'Dependency-Update-Tool')).toBe(10)
    expect(scoreOf(assessJson([folder, '--revision', 'HEAD~1']).report, 'Dependency-Update-Tool')).toBe(0)
    expect(cupel(['assess', folder, '--offline', '--revision', 'no-such']).code).toBe(3)
    expect(assessJson([folder, '--work-tree']).code).toBe(0)
  })
})

describe('hostile and broken input', () => {
  it('a workflow that is no YAML is an unknown or a problem, never a score of trust', () => {
    const folder = made.makeRepository('broken', { '.github/workflows/ci.yml': 'on: [push\njobs: {{{\n\t- x: &a *a\n' })
    const { code, report } = assessJson([folder])
    expect([0, 3]).toContain(code)
    expect(scoreOf(report, 'Token-Permissions')).not.toBe(10)
    expect(scoreOf(report, 'Dangerous-Workflow')).not.toBe(10)
    const told = [
      ...report.problems.map(({ path }) => path),
      ...report.checks.flatMap(({ answers }) =>
        answers.flatMap(({ outcome, places }) => (outcome === 'error' ? places.map(({ path }) => path) : [])),
      ),
    ]
    expect(told).toContain('.github/workflows/ci.yml')
  })

  it('runs nothing of the repository, and follows nothing outside', () => {
    const folder = made.makeRepository('hostile', {
      ...KEPT,
      '.gitattributes': '* filter=evil diff=evil\n',
      '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = --upload-pack=touch ran\n',
    })
    writeFileSync(join(made.root, 'secret.txt'), 'TOP-SECRET-TEXT')
    symlinkSync(join(made.root, 'secret.txt'), join(folder, 'SECURITY-INSIGHTS.yml'))
    symlinkSync('/etc/passwd', join(folder, 'CONTRIBUTING.md'))
    made.commitFiles(folder, {}, 'links')
    const ran = join(made.root, 'ran')
    const script = `#!/bin/sh\ntouch ${ran}\n`
    const evil = join(made.root, 'evil.sh')
    const hooks = ['post-checkout', 'pre-commit', 'reference-transaction', 'post-index-change', 'fsmonitor-watchman']
    for (const file of [evil, ...hooks.map((hook) => join(folder, '.git', 'hooks', hook))]) {
      writeFileSync(file, script)
      chmodSync(file, 0o755)
    }
    const settings = [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'core.editor',
      'gpg.program',
      'filter.evil.smudge',
      'filter.evil.clean',
    ]
    for (const key of [...settings, 'diff.evil.textconv', 'diff.external', 'credential.helper', 'uploadpack.packObjectsHook'])
      made.git(folder, 'config', key, evil)
    made.git(folder, 'config', 'alias.log', `!${evil}`)
    const marks = [assessJson([folder]), assessJson([folder, '--work-tree'])]
    expect(existsSync(ran)).toBe(false)
    for (const { code, report } of marks) {
      expect([0, 3]).toContain(code)
      expect(JSON.stringify(report)).not.toContain('TOP-SECRET-TEXT')
      expect(JSON.stringify(report)).not.toContain('root:x:0')
    }
  })

  it('keeps control characters of the input out of every form', () => {
    const folder = made.makeRepository('names', {
      'README.md': 'x\n',
      'a\u001b[31m\u202eb.so': '\u007fELF\u0002\u0001\u0001' + '\0'.repeat(60),
      '::error::x.exe': 'MZ' + '\0'.repeat(80),
    })
    for (const format of ['text', 'json', 'html', 'sarif', 'probe', 'scorecard']) {
      const { stdout } = cupel(['assess', folder, '--offline', '--format', format])
      // oxlint-disable-next-line no-control-regex -- exactly these must not come out
      expect([format, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(stdout)]).toEqual([format, false])
      expect(stdout).not.toMatch(/^\s*::/m)
    }
  })

  it('passes by a file of 1 GB', () => {
    const folder = made.makeRepository('large', { 'README.md': 'x\n' })
    const file = openSync(join(folder, 'huge.bin'), 'w')
    ftruncateSync(file, 1_000_000_000)
    closeSync(file)
    const { code, report } = assessJson([folder, '--work-tree'], { node: ['--max-old-space-size=400'] })
    expect([0, 3]).toContain(code)
    expect(report.checks).toHaveLength(20)
  })

  it.each([
    ['no-such-folder', 'cannot open'],
    ['package.json', 'cannot open'],
  ])('%s is explained', (target, said) => {
    const { code, stderr } = cupel(['assess', target, '--offline'])
    expect(code).toBe(3)
    expect(stderr).toContain(said)
  })

  it.skipIf(process.getuid?.() === 0)('a folder that may not be read is explained', () => {
    const folder = join(made.root, 'locked')
    mkdirSync(folder)
    chmodSync(folder, 0)
    const { code, stderr } = cupel(['assess', folder, '--offline'])
    chmodSync(folder, 0o755)
    expect(code).toBe(3)
    expect(stderr).not.toContain('internal error')
  })

  it.each(['https://github.com/acme/app', 'git@github.com:acme/app.git', 'pkg:npm/app'])(
    '%s is not reached for with --offline',
    (target) => {
      const { code, stderr } = cupel(['assess', target, '--offline'])
      expect([code, stderr]).toEqual([2, expect.stringContaining('--offline')])
    },
  )

  it('refuses protocols that run programs', () => {
    for (const target of ['file:///etc', 'git://127.0.0.1:1/x', 'http://198.51.100.1/x.git']) {
      const { code, stderr } = cupel(['assess', target])
      expect([target, code, stderr.includes('internal error')]).toEqual([target, 3, false])
    }
  })
})

describe('a clone over smart HTTP', () => {
  it('is assessed like the folder, without its token going anywhere', async () => {
    const folder = made.makeRepository('served', KEPT)
    made.git(folder, 'config', 'http.receivepack', 'false')
    const seen: string[] = []
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '')
      const [path = '', query = ''] = (request.url ?? '').split('?')
      const child = spawn('git', ['http-backend'], {
        env: {
          PATH: process.env['PATH'],
          GIT_PROJECT_ROOT: made.root,
          GIT_HTTP_EXPORT_ALL: '1',
          PATH_INFO: path,
          QUERY_STRING: query,
          REQUEST_METHOD: request.method,
          CONTENT_TYPE: request.headers['content-type'] ?? '',
          HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
          GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        },
      })
      child.stdin.on('error', () => undefined)
      request.pipe(child.stdin)
      const chunks: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk))
      child.on('close', () => {
        const answer = Buffer.concat(chunks)
        const end = answer.indexOf('\r\n\r\n')
        const headers = answer
          .subarray(0, end)
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.split(/: (.*)/s))
        const status = headers.find(([name]) => name === 'Status')?.[1]
        response.writeHead(
          Number(status?.slice(0, 3) ?? 200),
          Object.fromEntries(headers.filter(([name]) => name !== 'Status').map(([name = '', value = '']) => [name, value])),
        )
        response.end(answer.subarray(end + 4))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/served/.git`
    const { done } = startCupel(['assess', url, '--as-of', AS_OF, '--format', 'json'], {
      env: { GITHUB_TOKEN: 'ghp_hidden00000000', TMPDIR: made.root },
    })
    const { code, stdout, stderr } = await done
    server.close()
    expect([code, stderr]).toEqual([0, ''])
    expect(scoreOf(JSON.parse(stdout), 'Dependency-Update-Tool')).toBe(10)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter((one) => one !== '')).toEqual([])
    expect(stdout).not.toContain('ghp_hidden')
  })

  it('that is not there is explained', async () => {
    const server = createServer((_, response) => response.writeHead(404).end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { done } = startCupel(['assess', `http://127.0.0.1:${(server.address() as AddressInfo).port}/none.git`])
    const { code, stderr } = await done
    server.close()
    expect(code).toBe(3)
    expect(stderr).toContain('cannot open')
  })
})
