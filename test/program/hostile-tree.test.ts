import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeZip } from '../make-zip.ts'
import { serveBucket, writeBucket } from '../../packages/advisory/src/sources/test-bucket.ts'
import type { OsvRecord } from '@cupel/model'
import { BIN, cupel, scanJson, startCupel, withFolder } from './cupel.ts'
import { makeDatabase, RECORDS } from './database.ts'
import { CLEAN_LOCK, packageLock, VULNERABLE_LOCK, writeTree } from './project.ts'

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
  writeTree(folder, { 'bad/package-lock.json': VULNERABLE_LOCK })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const purls = (target: string, ...flags: string[]): readonly string[] =>
  scanJson([target, '--db', db, ...flags]).report.components.map(({ purl }) => purl)

describe('links, pipes, refused folders', () => {
  test('links out of the tree are told and not followed', () => {
    withFolder((own) => {
      writeTree(own, {
        'outside/package-lock.json': packageLock({ 'acme-secret': { version: '1.0.0' } }),
        'tree/ok/package-lock.json': CLEAN_LOCK,
      })
      symlinkSync('../outside', join(own, 'tree', 'folder'))
      symlinkSync(join(own, 'outside', 'package-lock.json'), join(own, 'tree', 'package-lock.json'))
      symlinkSync('/etc/passwd', join(own, 'tree', 'requirements.txt'))
      writeTree(own, { 'tree/py/requirements.txt': '-r ../../outside/requirements.txt\n-r /etc/passwd\nacme-quick==2.0\n' })
      const { report, code } = scanJson([join(own, 'tree'), '--db', db])
      expect(report.components.map(({ purl }) => purl)).toEqual(['pkg:npm/acme-server@1.4.0', 'pkg:pypi/acme-quick@2.0'])
      expect(JSON.stringify(report)).not.toContain('root:')
      expect(code).toBe(3)
    })
  })

  test('links inside the tree are read once; loops end', () => {
    withFolder((own) => {
      writeTree(own, { 'a/package-lock.json': CLEAN_LOCK })
      symlinkSync('..', join(own, 'a', 'up'))
      symlinkSync('b', join(own, 'b'))
      symlinkSync('d', join(own, 'c'))
      symlinkSync('c', join(own, 'd'))
      symlinkSync('Cargo.lock', join(own, 'Cargo.lock'))
      expect(purls(own)).toEqual(['pkg:npm/acme-server@1.4.0'])
    })
  })

  test('pipes, sockets and devices are never opened', async () => {
    await withFolder(async (own) => {
      writeTree(own, { 'package-lock.json': CLEAN_LOCK })
      for (const name of ['requirements.txt', 'Cargo.lock', 'pom.xml', 'program', '.gitignore']) execFileSync('mkfifo', [join(own, name)])
      const server = createServer().listen(join(own, 'go.mod'))
      await new Promise((resolve) => server.on('listening', resolve))
      try {
        symlinkSync('/dev/zero', join(own, 'composer.lock'))
        expect(purls(own)).toEqual(['pkg:npm/acme-server@1.4.0'])
        expect(purls(own, '--gitignore')).toEqual(['pkg:npm/acme-server@1.4.0'])
      } finally {
        server.close()
      }
    })
  })

  test('a folder that may not be read is told', () => {
    withFolder((own) => {
      writeTree(own, { 'package-lock.json': CLEAN_LOCK, 'closed/package-lock.json': VULNERABLE_LOCK })
      chmodSync(join(own, 'closed'), 0)
      if (process.getuid?.() === 0) {
        // Root reads everything; as somebody else the same must be told.
        chmodSync(own, 0o755)
        const args = [
          '--reuid=65534',
          '--regid=65534',
          '--clear-groups',
          process.execPath,
          BIN,
          'scan',
          own,
          '--offline',
          '--fail-on',
          'none',
          '--allow-incomplete',
        ]
        const { status, stdout, stderr } = spawnSync('env', ['setpriv', ...args], {
          encoding: 'utf8',
          cwd: '/',
          env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
        })
        if (status === null || /setpriv|EACCES.*cupel\.cjs|Cannot find module/.test(stderr))
          return console.warn('skipped: cannot become another user here')
        expect(stdout).toContain('closed')
        expect(stdout).toMatch(/not walked/)
      } else {
        expect(cupel(['scan', own, '--db', db, '--offline']).code).toBe(3)
      }
      chmodSync(join(own, 'closed'), 0o755)
    })
  })

  test('a tree 300 folders deep, and names that are no UTF-8', () => {
    withFolder((own) => {
      writeTree(own, { 'package-lock.json': CLEAN_LOCK, [`${'d/'.repeat(300)}package-lock.json`]: VULNERABLE_LOCK })
      const bad = Buffer.concat([Buffer.from(`${own}/`), Buffer.from([0xff, 0xfe])])
      mkdirSync(bad)
      const { code, report } = scanJson([own, '--db', db])
      expect(code).toBe(3)
      expect(report.problems.map((problem) => problem.code).sort()).toEqual(['limit-exceeded', 'unreadable'])
    })
  })
})

describe('nothing of a tree is run', () => {
  test('hooks, git configuration, package scripts, tool configuration, a module beside the target', () => {
    withFolder((own) => {
      const marker = join(own, 'marker')
      const script = `#!/bin/sh\ntouch ${marker}\n`
      const js = `require('fs').writeFileSync(${JSON.stringify(marker)}, 'x')\n`
      execFileSync('git', ['init', '-q', join(own, 'tree')])
      writeTree(own, {
        'tree/.git/hooks/post-checkout': script,
        'tree/.git/hooks/pre-commit': script,
        'tree/evil.sh': script,
        'tree/package-lock.json': CLEAN_LOCK,
        'tree/package.json': JSON.stringify({ name: 'shop', scripts: { preinstall: `touch ${marker}`, prepare: `touch ${marker}` } }),
        'tree/.npmrc': `node-options=--require ${join(own, 'tree', 'evil.js')}\n`,
        'tree/evil.js': js,
        'tree/cupel.config.js': js,
        'tree/node_modules/cupel/index.js': js,
        'tree/node_modules/@cupel/model/index.js': js,
        'tree/setup.py': `open(${JSON.stringify(marker)}, 'w')\n`,
        'tree/mix.exs': `File.write!("${marker}", "x")\n`,
        'tree/build.gradle': `new File("${marker}").text = "x"\n`,
      })
      execFileSync('git', ['-C', join(own, 'tree'), 'config', 'core.fsmonitor', join(own, 'tree', 'evil.sh')])
      execFileSync('git', ['-C', join(own, 'tree'), 'config', 'core.pager', join(own, 'tree', 'evil.sh')])
      for (const name of ['.git/hooks/post-checkout', '.git/hooks/pre-commit', 'evil.sh']) chmodSync(join(own, 'tree', name), 0o755)
      const before = listing(join(own, 'tree'))
      for (const args of [
        ['scan', '.', '--gitignore', '--installed'],
        ['scan', '.', '--format', 'html'],
        ['why', 'acme-server', '.'],
        ['diff', '.', '.'],
      ]) {
        expect(cupel([...args, '--db', db, '--offline'], { cwd: join(own, 'tree') }).code).toBe(0)
      }
      cupel(['sbom', '.'], { cwd: join(own, 'tree') })
      expect(existsSync(marker)).toBe(false)
      expect(listing(join(own, 'tree'))).toEqual(before)
    })
  })
})

function listing(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => `${name} ${statSync(join(root, name)).mtimeMs}`)
    .sort()
}

describe('the disk', () => {
  /** A file system of one megabyte, or null (with the reason) where none can be mounted. */
  function smallDisk(own: string, options: string): string | null {
    const place = join(own, 'disk')
    mkdirSync(place)
    const { status, stderr } = spawnSync('env', ['mount', '-t', 'tmpfs', '-o', options, 'tmpfs', place], { encoding: 'utf8' })
    if (status === 0) return place
    console.warn(`skipped: cannot mount a file system here: ${stderr?.trim()}`)
    return null
  }
  const unmount = (place: string): void => void spawnSync('env', ['umount', '-l', place])

  test('a full disk: -o and db sync say so, and what was there stays', () => {
    withFolder((own) => {
      const place = smallDisk(own, 'size=1m')
      if (place === null) return
      try {
        const home = join(place, 'home')
        cpSync(db, home, { recursive: true })
        writeFileSync(join(place, 'old.json'), 'old')
        const before = cupel(['db', 'verify', '--db', home])
        spawnSync('dd', ['if=/dev/zero', `of=${join(place, 'fill')}`, 'bs=4096'])
        const report = cupel(['scan', join(folder, 'bad'), '--db', home, '--offline', '-f', 'html', '-o', join(place, 'old.json')])
        expect(report.code).toBe(2)
        expect(report.stderr).toContain('no space left')
        expect(readFileSync(join(place, 'old.json'), 'utf8')).toBe('old')
        const sync = cupel(['db', 'sync', '--from', join(folder, 'bucket'), '--force', '--db', home])
        expect(sync.code).toBe(3)
        expect(sync.stderr).toMatch(/no space left/)
        expect(cupel(['scan', join(folder, 'bad'), '--db', home, '--offline']).code).toBe(1)
        rmSync(join(place, 'fill'))
        expect(cupel(['db', 'verify', '--db', home])).toEqual(before)
        expect(readdirSync(place).sort()).toEqual(['home', 'old.json'])
      } finally {
        unmount(place)
      }
    })
  })

  test('a read-only disk: scans work, db sync says so', () => {
    withFolder((own) => {
      const place = smallDisk(own, 'size=4m')
      if (place === null) return
      try {
        const home = join(place, 'home')
        cpSync(db, home, { recursive: true })
        spawnSync('env', ['mount', '-o', 'remount,ro', place])
        expect(cupel(['scan', join(folder, 'bad'), '--db', home, '--offline']).code).toBe(1)
        expect(cupel(['db', 'status', '--db', home]).code).toBe(0)
        expect(cupel(['db', 'verify', '--db', home]).code).toBe(0)
        const sync = cupel(['db', 'sync', '--from', join(folder, 'bucket'), '--db', home])
        expect(sync.code).toBe(2)
        expect(sync.stderr).toMatch(/cannot write .*read-only/s)
        expect(cupel(['scan', join(folder, 'bad'), '--db', home, '--offline', '-o', join(place, 'x')]).code).toBe(2)
      } finally {
        unmount(place)
      }
    })
  })
})

describe('a sync that is stopped', () => {
  const grown = (count: number): Readonly<Record<string, OsvRecord>> => {
    const [pattern] = Object.values(RECORDS['npm'] ?? {}) as OsvRecord[]
    const made = Array.from({ length: count }, (_, at) => ({
      ...(pattern as OsvRecord),
      id: `GHSA-${at}`,
      modified: '2025-01-01T00:00:00Z',
    }))
    return Object.fromEntries(made.map((one) => [one.id, one]))
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('by %s leaves the old state whole, and the next one goes on', async (signal) => {
    await withFolder(async (own) => {
      const home = join(own, 'home')
      cpSync(db, home, { recursive: true })
      const digest = cupel(['db', 'verify', '--db', home]).stdout
      const fresh = { ...RECORDS, npm: { ...RECORDS['npm'], ...grown(40) } }
      cpSync(join(folder, 'bucket'), join(own, 'bucket'), { recursive: true })
      writeBucket(join(own, 'bucket'), fresh)
      let asked = (): void => {}
      const stalled = new Promise<void>((resolve) => void (asked = resolve))
      const server = await serveBucket(
        join(own, 'bucket'),
        () => fresh,
        (path) => {
          if (!/^\/osv\/npm\/(?:GHSA-|all\.zip)/.test(path)) return null
          asked()
          return { stall: true }
        },
      )
      try {
        const { child, done } = startCupel(['db', 'sync', '--from', server.url, '--db', home])
        await stalled
        child.kill(signal)
        const { code, stderr } = await done
        expect(code).toBe(signal === 'SIGKILL' ? null : 130)
        if (signal !== 'SIGKILL') expect(stderr).toContain('interrupted')
        expect(cupel(['db', 'verify', '--db', home]).stdout).toBe(digest)
        expect(scanJson([join(folder, 'bad'), '--db', home]).report.findings).toHaveLength(6)
      } finally {
        await server.close()
      }
      const again = cupel(['db', 'sync', '--from', join(own, 'bucket'), '--db', home])
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('49 advisories') as string })
      expect(cupel(['db', 'verify', '--db', home]).code).toBe(0)
      expect(readdirSync(home).filter((name) => name !== 'index')).toEqual([])
      expect(readdirSync(join(home, 'index')).filter((name) => name.endsWith('.tmp'))).toEqual([])
    })
  })

  test('SIGINT stops a scan in the middle of long work', async () => {
    await withFolder(async (own) => {
      // Some minutes of nested archives.
      let jar = makeZip([{ name: 'a/B.class', content: 'x' }])
      for (let depth = 0; depth < 5; depth++) {
        const inner = jar
        jar = makeZip(Array.from({ length: 20 }, (_, at) => ({ name: `${at}.jar`, content: inner })))
      }
      writeFileSync(join(own, 'wide.jar'), jar)
      const { child, done } = startCupel(['scan', own, '--offline'])
      await sleep(400)
      child.kill('SIGINT')
      // Ended by the signal, or by a limit before it; what must not be is minutes of deafness.
      expect([null, 3]).toContain((await done).code)
    })
  })

  test('two at once both succeed and leave one whole state', async () => {
    await withFolder(async (own) => {
      const home = join(own, 'home')
      const runs = [1, 2, 3].map(() => startCupel(['db', 'sync', '--from', join(folder, 'bucket'), '--db', home]).done)
      for (const run of await Promise.all(runs)) expect(run).toMatchObject({ code: 0, stderr: '' })
      expect(cupel(['db', 'verify', '--db', home]).code).toBe(0)
      expect(scanJson([join(folder, 'bad'), '--db', home]).report.findings).toHaveLength(6)
      expect(readdirSync(home)).toEqual(['index'])
    })
  })
})

describe('streams', () => {
  test('stdout closed early is no error', () => {
    const line = `${process.execPath} ${BIN} scan examples/shop --offline --format json; echo "exit $?" >&2`
    const { stderr, stdout } = spawnSync('bash', ['-c', `set -o pipefail; (${line}) | head -c 100`], {
      cwd: join(BIN, '..', '..', '..', '..'),
      encoding: 'utf8',
    })
    expect(stdout).toHaveLength(100)
    expect(stderr).toBe('exit 1\n')
  })

  test('stdout on a full device is told', () => {
    const { stderr, status } = spawnSync('bash', ['-c', `${process.execPath} ${BIN} formats > /dev/full`], { encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toContain('no space left')
  })

  test('all streams closed', () => {
    const { status } = spawnSync(
      'bash',
      ['-c', `${process.execPath} ${BIN} scan ${join(folder, 'bad')} --db ${db} --offline <&- >&- 2>&-`],
      { encoding: 'utf8' },
    )
    expect([0, 1, 2]).toContain(status)
  })
})
