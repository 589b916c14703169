import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { openIndex } from '../store/open-index.ts'
import { verifyDatabase } from '../store/verify-database.ts'
import { writeBucket } from './test-bucket.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-kill-'))
const program = join(root, 'sync.mjs')

beforeAll(async () => {
  const entry = join(root, 'entry.mjs')
  const door = pathToFileURL(join(import.meta.dirname, '..', 'sync.ts')).pathname
  const code = [
    `import { syncDatabase } from ${JSON.stringify(door)}`,
    'const [home, from] = process.argv.slice(2)',
    'const emit = (event) => process.stdout.write(JSON.stringify(event) + "\\n")',
    'await syncDatabase({ home, from, signal: new AbortController().signal, now: () => new Date(), emit })',
  ]
  writeFileSync(entry, code.join('\n'))
  const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'silent', cwd: import.meta.dirname })
  await bundle.write({ file: program, format: 'esm', codeSplitting: false })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Starts a sync in a process of its own; `line` sees every event. */
function start(home: string, from: string, line: (event: { readonly type: string }, child: ChildProcess) => void): Promise<number | null> {
  const child = spawn(process.execPath, [program, home, from], { stdio: ['ignore', 'pipe', 'inherit'] })
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) line(JSON.parse(one) as { type: string }, child)
  })
  return new Promise((resolve) => {
    child.on('close', (code) => resolve(code))
  })
}

function bucket(name: string, count: number, day: string): string {
  const from = join(root, name)
  const ids = Array.from({ length: count }, (_, at) => `GHSA-${at}`)
  const records = ids.map((id, at) => [
    id,
    { id, modified: day, aliases: [`CVE-${at}`], affected: [{ package: { ecosystem: 'npm', name: `p${at}` }, versions: [day] }] },
  ])
  writeBucket(from, { npm: Object.fromEntries(records), PyPI: {} })
  return from
}

/** Which of the two days every package is affected on: never a mixture. */
function days(home: string, count: number): readonly string[] {
  const index = openIndex(home) as AdvisoryIndex
  const seen = Array.from({ length: count }, (_, at) =>
    index.lookup('npm', `p${at}`).map((entry) => entry.affected[0]?.versions?.[0] ?? ''),
  )
  index.close()
  return [...new Set(seen.flat())]
}

describe('syncs in processes of their own', () => {
  test('killed at any point, the old index stays whole, and the next sync goes through', async () => {
    const [old, fresh] = [bucket('old', 2000, '2024-01-01T00:00:00Z'), bucket('new', 2000, '2024-02-02T00:00:00Z')]
    const home = join(root, 'killed')
    expect(await start(home, old, () => undefined)).toBe(0)
    const events = ['start', 'records', 'records', 'ecosystem', 'ecosystem', 'signal', 'signal']
    for (const [at, type] of events.entries()) {
      const nth = events.slice(0, at + 1).filter((one) => one === type).length
      let seen = 0
      const code = await start(home, fresh, (event, child) => {
        if (event.type === type) seen += 1
        if (seen === nth) child.kill('SIGKILL')
      })
      expect(verifyDatabase(home).ok).toBe(true)
      const found = days(home, 2000)
      expect(found).toHaveLength(1)
      if (code === 0) expect(found).toEqual(['2024-02-02T00:00:00Z'])
    }
    expect(await start(home, fresh, () => undefined)).toBe(0)
    expect(days(home, 2000)).toEqual(['2024-02-02T00:00:00Z'])
    expect(existsSync(join(home, 'sync.lock'))).toBe(false)
    expect(readdirSync(join(home, 'index')).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('two at once: the second waits, and both come out whole', async () => {
    const from = bucket('both', 4000, '2024-01-01T00:00:00Z')
    const home = join(root, 'both-home')
    const events: string[] = []
    const codes = await Promise.all([
      start(home, from, (event) => events.push(event.type)),
      start(home, from, (event) => events.push(event.type)),
    ])
    expect(codes).toEqual([0, 0])
    expect(events.filter((type) => type === 'done')).toHaveLength(2)
    expect(verifyDatabase(home).ok).toBe(true)
    expect(days(home, 4000)).toEqual(['2024-01-01T00:00:00Z'])
  })

  test('a lock left by a dead process is taken over, one of another machine only after silence', async () => {
    const from = bucket('left', 5, '2024-01-01T00:00:00Z')
    const home = join(root, 'left-home')
    expect(await start(home, from, () => undefined)).toBe(0)
    const lock = join(home, 'sync.lock')
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname() }))
    expect(await start(home, from, () => undefined)).toBe(0)
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'another.example' }))
    const old = new Date(Date.now() - 600_000)
    utimesSync(lock, old, old)
    expect(await start(home, from, () => undefined)).toBe(0)
    expect(existsSync(lock)).toBe(false)
  })

  test('a lock that is held is waited for, and its holder named', async () => {
    const from = bucket('held', 5, '2024-01-01T00:00:00Z')
    const home = join(root, 'held-home')
    expect(await start(home, from, () => undefined)).toBe(0)
    const lock = join(home, 'sync.lock')
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: (await import('node:os')).hostname() }))
    const waiting: string[] = []
    const done = start(home, from, (event) => {
      if (event.type !== 'waiting') return
      waiting.push((event as unknown as { holder: string }).holder)
      rmSync(lock)
    })
    expect(await done).toBe(0)
    expect(waiting[0]).toContain(`process ${process.pid} on `)
    expect(readFileSync(join(home, 'index', 'manifest.json'), 'utf8')).toContain('"npm"')
  })
})
