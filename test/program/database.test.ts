import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveBucket, writeBucket } from '../../packages/advisory/src/sources/test-bucket.ts'
import { cupel, scanJson, startCupel, withFolder } from './cupel.ts'
import { makeDatabase, RECORDS, SIGNALS } from './database.ts'
import { CLEAN_LOCK, VULNERABLE_LOCK, writeTree } from './project.ts'

interface Status {
  readonly records: number
  readonly digest: string
  readonly ecosystems: readonly { readonly name: string; readonly records: number; readonly withdrawn: number }[]
  readonly kev: { readonly entries: number } | null
  readonly epss: { readonly entries: number } | null
}

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
  writeTree(folder, { 'bad/package-lock.json': VULNERABLE_LOCK, 'good/package-lock.json': CLEAN_LOCK })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bucket = (): string => join(folder, 'bucket')
const status = (home: string): Status => JSON.parse(cupel(['db', 'status', '--json', '--db', home]).stdout) as Status
const ids = (home: string): readonly string[] =>
  scanJson([join(folder, 'bad'), '--db', home]).report.findings.map(({ advisory }) => advisory.id)

describe('from a folder', () => {
  test('status tells counts, sources and the digest, as text and as JSON', () => {
    const { code, stdout } = cupel(['db', 'status', '--db', db])
    expect(code).toBe(0)
    expect(stdout).toContain('9 advisories of 3 ecosystems')
    expect(stdout).toMatch(/npm +6 +1 withdrawn/)
    expect(stdout).toContain(`from ${bucket()}`)
    const told = status(db)
    expect(told).toMatchObject({ records: 9, kev: { entries: 1 }, epss: { entries: 2 } })
    expect(stdout).toContain(told.digest)
  })

  test('again: nothing new, the same state; --force builds the same anew', () => {
    const before = status(db)
    const again = cupel(['db', 'sync', '--from', bucket(), '--db', db])
    expect([again.code, again.stdout]).toEqual([0, '9 advisories of 3 ecosystems; nothing new\n'])
    expect(status(db).digest).toBe(before.digest)
    expect(cupel(['db', 'sync', '--from', bucket(), '--force', '--db', db]).stdout).toContain('updated: 3 ecosystems, KEV, EPSS')
  })

  test('verify, export, import elsewhere, prune', () => {
    withFolder((own) => {
      const file = join(own, 'advisories.cupel')
      const home = join(own, 'home')
      expect(cupel(['db', 'verify', '--db', db])).toMatchObject({ code: 0 })
      expect(cupel(['db', 'export', file, '--db', db])).toMatchObject({ code: 0 })
      expect(cupel(['db', 'import', file, '--db', home])).toMatchObject({ code: 0, stdout: '9 advisories of 3 ecosystems\n' })
      expect(ids(home)).toEqual(ids(db))
      expect(cupel(['db', 'prune', '--keep', 'npm', '--db', home]).stdout).toMatch(/dropped Debian, PyPI|dropped PyPI, Debian/)
      expect(status(home).ecosystems.map(({ name }) => name)).toEqual(['npm'])
      expect(ids(home)).toEqual(ids(db))
      expect(cupel(['db', 'verify', '--db', home]).code).toBe(0)
    })
  })

  test('chosen ecosystems only; CUPEL_HOME and XDG_DATA_HOME', () => {
    withFolder((own) => {
      const env = { CUPEL_HOME: '', XDG_DATA_HOME: join(own, 'xdg') }
      expect(cupel(['db', 'sync', '--from', bucket(), '--ecosystem', 'NPM'], { env }).code).toBe(0)
      expect(existsSync(join(own, 'xdg', 'cupel', 'index'))).toBe(true)
      expect(cupel(['scan', join(folder, 'bad'), '--offline'], { env }).code).toBe(1)
      expect(cupel(['db', 'status'], { env: { CUPEL_HOME: join(own, 'xdg', 'cupel') } }).stdout).toContain('6 advisories of 1 ecosystem,')
    })
  })

  test('wrong sources are refused', () => {
    withFolder((own) => {
      const home = join(own, 'home')
      for (const args of [
        ['--from', join(own, 'nowhere')],
        ['--from', own],
        ['--from', bucket(), '--ecosystem', 'nmp'],
      ]) {
        const { code, stderr } = cupel(['db', 'sync', ...args, '--db', home])
        expect(code).toBe(3)
        expect(stderr).toContain('cannot get advisories')
      }
      expect(cupel(['db', 'status', '--db', home]).code).toBe(3)
      expect(cupel(['db', 'export', join(own, 'x'), '--db', home]).code).toBe(3)
      expect(cupel(['db', 'verify', '--db', home]).code).toBe(3)
    })
  })

  test('records that cannot be read are named, the others count', () => {
    withFolder((own) => {
      writeBucket(join(own, 'bucket'), { npm: { ...RECORDS['npm'], 'GHSA-torn-torn-torn': '{"id": "GHSA-torn' } }, SIGNALS)
      const { code, stdout, stderr } = cupel(['db', 'sync', '--from', join(own, 'bucket'), '--db', join(own, 'home')])
      expect(code).toBe(3)
      expect(stdout).toContain('6 advisories')
      expect(stderr).toContain('GHSA-torn-torn-torn')
      expect(ids(join(own, 'home'))).toEqual(ids(db))
    })
  })
})

describe('over HTTP', () => {
  test('whole, then only what changed', async () => {
    await withFolder(async (own) => {
      const home = join(own, 'home')
      const source = join(own, 'bucket')
      cpSync(bucket(), source, { recursive: true })
      let records = RECORDS
      const server = await serveBucket(source, () => records)
      try {
        const sync = () => startCupel(['db', 'sync', '--from', server.url, '--db', home]).done
        expect(await sync()).toMatchObject({ code: 0, stdout: '9 advisories of 3 ecosystems; updated: 3 ecosystems, KEV, EPSS\n' })
        expect(ids(home)).toEqual(ids(db))
        const first = server.log.length
        expect(await sync()).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing new') as string })
        const second = server.log.length
        expect(server.log.slice(first).every(({ path }) => !path.endsWith('.zip'))).toBe(true)
        const npm = RECORDS['npm'] ?? {}
        const changed = {
          ...(npm['GHSA-medi-medi-medi'] as object),
          modified: '2024-07-01T00:00:00Z',
          withdrawn: '2024-07-01T00:00:00Z',
        } as never
        records = { ...RECORDS, npm: { ...npm, 'GHSA-medi-medi-medi': changed } }
        writeBucket(source, records, SIGNALS)
        expect(await sync()).toMatchObject({ code: 0, stdout: expect.stringContaining('updated: 1 ecosystem\n') as string })
        expect(server.log.slice(second).map(({ path }) => path)).toContain('/osv/npm/GHSA-medi-medi-medi.json')
        expect(ids(home)).toEqual(ids(db).filter((id) => id !== 'GHSA-medi-medi-medi'))
      } finally {
        await server.close()
      }
    })
  })

  test('a server that fails for one ecosystem leaves the others and the old data, exit 3', async () => {
    await withFolder(async (own) => {
      const home = join(own, 'home')
      const server = await serveBucket(
        bucket(),
        () => RECORDS,
        (path) => (path.startsWith('/osv/PyPI/') ? { status: 403 } : null),
      )
      try {
        const { code, stderr } = await startCupel(['db', 'sync', '--from', server.url, '--db', home]).done
        expect(code).toBe(3)
        expect(stderr).toContain('PyPI')
        expect(ids(home)).toEqual(ids(db))
      } finally {
        await server.close()
      }
    })
  })

  test('--offline forbids it: no request comes', async () => {
    const server = await serveBucket(bucket(), () => RECORDS)
    try {
      const { code, stderr } = await startCupel(['db', 'sync', '--from', server.url, '--offline', '--db', join(folder, 'never')]).done
      expect(code).toBe(2)
      expect(stderr).toContain('--offline forbids it')
      expect(server.log).toEqual([])
    } finally {
      await server.close()
    }
  })

  test('a password in the URL is not repeated', async () => {
    const { stderr } = await startCupel(['db', 'sync', '--from', 'http://user:hunter2@127.0.0.1:1/none', '--db', join(folder, 'never')], {
      node: ['--require', await impatient()],
    }).done
    expect(stderr).toContain('127.0.0.1')
    expect(stderr).not.toContain('hunter2')
  })
})

/** A preloaded script that makes waiting short, so that five tries take no seconds. */
async function impatient(): Promise<string> {
  const file = join(folder, 'impatient.cjs')
  const code =
    "const timers = require('node:timers/promises'); const { setTimeout: wait } = timers; timers.setTimeout = (ms, ...rest) => wait(ms / 1000, ...rest); require('node:module').syncBuiltinESMExports()\n"
  writeFileSync(file, code)
  return file
}

describe('the network', () => {
  /** A preloaded script that notes every attempt to reach a network, and sends `fetch` to the test's own server when one is given. */
  function watcher(marker: string, server = ''): string {
    const file = join(folder, 'watch.cjs')
    writeFileSync(
      file,
      `const { appendFileSync } = require('node:fs')
const note = (what) => appendFileSync(${JSON.stringify(marker)}, what + '\\n')
const net = require('node:net'), dns = require('node:dns'), dgram = require('node:dgram')
const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) { note('connect'); return connect.apply(this, args) }
for (const name of ['lookup', 'resolve', 'resolve4']) { const own = dns[name]; dns[name] = (...args) => { note('dns ' + args[0]); return own(...args) } }
const { createSocket } = dgram
dgram.createSocket = (...args) => { note('udp'); return createSocket(...args) }
const server = ${JSON.stringify(server)}, own = globalThis.fetch
globalThis.fetch = async (url, options) => {
  note('fetch ' + url)
  if (server === '') return own(url, options)
  const { pathname } = new URL(url)
  const at = /known_exploited/.test(pathname) ? '/kev/known_exploited_vulnerabilities.json' : /epss/.test(pathname) ? '/epss/epss_scores.csv.gz' : '/osv' + pathname
  const response = await own(server + at, options)
  Object.defineProperty(response, 'url', { value: url })
  return response
}
`,
    )
    return file
  }

  test('--offline and offline = true never touch it, whatever the command', () => {
    withFolder((own) => {
      const marker = join(own, 'marker')
      const node = ['--require', watcher(marker)]
      writeTree(own, { 'cupel.toml': '[scan]\noffline = true\n', 'package-lock.json': CLEAN_LOCK })
      const home = join(own, 'home')
      for (const args of [
        ['scan', '.'],
        ['scan', '.', '--offline'],
        ['why', 'acme-server', '.', '--offline'],
        ['explain', 'CVE-2024-1', '.', '--offline'],
        ['diff', '.', '.', '--offline'],
        ['sbom', '.'],
        ['db', 'sync', '--offline'],
        ['db', 'status'],
      ]) {
        const { code } = cupel(args, { cwd: own, node, env: { CUPEL_HOME: home } })
        expect(code, args.join(' ')).not.toBe(70)
      }
      expect(existsSync(marker)).toBe(false)
    })
  })

  test('a project without dependencies needs nobody', () => {
    withFolder((own) => {
      writeTree(own, { 'package-lock.json': '{"name":"x","lockfileVersion":3,"packages":{"":{"name":"x"}}}' })
      const marker = join(own, 'marker')
      expect(cupel(['scan', own], { node: ['--require', watcher(marker)] }).code).toBe(3)
      expect(existsSync(marker)).toBe(false)
    })
  })

  test('a first scan fetches the ecosystems it needs, and no others; the second asks nobody', async () => {
    await withFolder(async (own) => {
      const server = await serveBucket(bucket(), () => RECORDS)
      try {
        const env = { CUPEL_HOME: join(own, 'home') }
        const scan = (name: string) =>
          startCupel(['scan', join(folder, name), '--format', 'json'], {
            env,
            node: ['--require', watcher(join(own, 'marker'), server.url)],
          }).done
        const first = await scan('bad')
        expect(first.stderr).toBe('')
        expect(first.code).toBe(1)
        expect(JSON.parse(first.stdout)).toMatchObject({ index: { kind: 'full', ecosystems: [{ name: 'npm' }] }, problems: [] })
        expect(server.log.some(({ path }) => path.startsWith('/osv/PyPI'))).toBe(false)
        rmSync(join(own, 'marker'))
        expect(await scan('bad')).toEqual(first)
        expect(existsSync(join(own, 'marker'))).toBe(false)
      } finally {
        await server.close()
      }
    })
  })

  test('a first scan whose fetch fails says so and is no pass', async () => {
    await withFolder(async (own) => {
      const server = await serveBucket(
        bucket(),
        () => RECORDS,
        () => ({ status: 403 }),
      )
      try {
        const node = ['--require', watcher(join(own, 'marker'), server.url)]
        const { code, stdout } = await startCupel(['scan', join(folder, 'good')], { env: { CUPEL_HOME: join(own, 'home') }, node }).done
        expect(code).toBe(3)
        expect(stdout).toContain('advisories could not be fetched')
        expect(stdout).toContain('starter set')
      } finally {
        await server.close()
      }
    })
  })
})

describe('a damaged database is named and never half-read', () => {
  const files = (): readonly string[] => readdirSync(join(db, 'index'))

  test('every file cut, gone, or with a byte changed', () => {
    const wanted = ids(db)
    let named = 0
    for (const file of files()) {
      for (const harm of ['cut', 'flip', 'gone'] as const) {
        withFolder((own) => {
          const home = join(own, 'home')
          cpSync(db, home, { recursive: true })
          const path = join(home, 'index', file)
          const { size } = statSync(path)
          if (harm === 'cut') truncateSync(path, Math.floor(size / 2))
          if (harm === 'gone') rmSync(path)
          if (harm === 'flip') {
            const bytes = readFileSync(path)
            bytes[size >> 1] = (bytes[size >> 1] as number) ^ 0x55
            writeFileSync(path, bytes)
          }
          const verified = cupel(['db', 'verify', '--db', home])
          expect(verified.code, `${file} ${harm}`).toBe(3)
          expect(verified.stdout + verified.stderr, `${file} ${harm}`).toContain(
            file === 'manifest.json' && harm === 'gone' ? 'no advisory index' : file,
          )
          if (harm === 'flip') return
          const run = cupel(['scan', join(folder, 'bad'), '--db', home, '--offline', '--format', 'json'])
          expect([1, 3], `${file} ${harm}`).toContain(run.code)
          if (run.code === 3) expect(run.stderr, `${file} ${harm}`).toMatch(/damaged|no advisory index/)
          else
            expect((JSON.parse(run.stdout) as { findings: { advisory: { id: string } }[] }).findings.map((one) => one.advisory.id)).toEqual(
              wanted,
            )
          named++
        })
      }
    }
    expect(named).toBeGreaterThan(10)
  })

  test('a sync mends it', () => {
    withFolder((own) => {
      const home = join(own, 'home')
      cpSync(db, home, { recursive: true })
      for (const file of readdirSync(join(home, 'index'))) truncateSync(join(home, 'index', file), 3)
      expect(cupel(['scan', join(folder, 'bad'), '--db', home, '--offline']).code).toBe(3)
      expect(cupel(['db', 'sync', '--from', bucket(), '--db', home]).code).toBe(0)
      expect(cupel(['db', 'verify', '--db', home]).code).toBe(0)
      expect(ids(home)).toEqual(ids(db))
    })
  })

  test('an import that is cut or changed is refused and leaves what was there', () => {
    withFolder((own) => {
      const file = join(own, 'advisories.cupel')
      expect(cupel(['db', 'export', file, '--db', db]).code).toBe(0)
      const whole = readFileSync(file)
      const home = join(own, 'home')
      expect(cupel(['db', 'import', file, '--db', home]).code).toBe(0)
      const before = status(home).digest
      for (const at of [0, 20, whole.length >> 2, whole.length >> 1, whole.length - 2]) {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] as number) ^ 0x55
        writeFileSync(file, changed)
        expect(cupel(['db', 'import', file, '--db', home]).code, `byte ${at}`).toBe(3)
        writeFileSync(file, whole.subarray(0, at))
        expect(cupel(['db', 'import', file, '--db', home]).code, `cut at ${at}`).toBe(3)
      }
      expect(status(home).digest).toBe(before)
      expect(cupel(['db', 'verify', '--db', home]).code).toBe(0)
    })
  })
})
