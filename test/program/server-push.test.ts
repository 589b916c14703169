import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCupel } from './cupel.ts'
import { makeDatabase } from './database.ts'
import type { Run, Started } from './cupel.ts'
import { bundleStoreProgram, ENGINE, startStoreProgram, tokenText } from './store-process.ts'

/** 50 for the long form. */
const RUNS = Math.max(1, Math.floor(Number(process.env['CUPEL_FAULT_RUNS'] ?? 5) / 2))

let scratch: string
let data: string
let program: string
let server: Started
let url: string

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'cupel-push-'))
  data = join(scratch, 'store')
  mkdirSync(join(scratch, 'documents'))
  writeFileSync(join(scratch, 'documents', 'first.cdx.json'), bom('first'))
  writeFileSync(join(scratch, 'documents', 'second.vex.json'), JSON.stringify(VEX))
  makeDatabase(scratch)
  writeFileSync(join(scratch, 'documents', 'notes.txt'), 'not a document')
  writeFileSync(join(scratch, 'token'), `${tokenText()}\n`)
  program = await bundleStoreProgram(scratch)
  await seeded(data)
  ;({ server, url } = await serve())
})
afterAll(async () => {
  server.child.kill('SIGTERM')
  expect((await server.done).code).toBe(0)
  rmSync(scratch, { recursive: true, force: true })
})

const VEX = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://acme.example/vex/1',
  author: 'acme',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2024-10002' },
      products: [{ '@id': 'pkg:npm/first@1.0.0' }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    },
  ],
}

function bom(name: string): string {
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      { type: 'library', name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0` },
      { type: 'library', name: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20' },
    ],
  })
}

async function seeded(store: string): Promise<string> {
  const seeding = startStoreProgram(program, ['seed', store, ENGINE, tokenText()])
  await seeding.done
  expect(seeding.lines).toEqual(['open'])
  return store
}

interface Serving {
  readonly store?: string
  readonly home?: string
  readonly flags?: readonly string[]
}

async function serve({ store = data, home = join(scratch, 'home'), flags = [] }: Serving = {}): Promise<{
  readonly server: Started
  readonly url: string
}> {
  const started = startCupel(['serve', '--data', store, '--port', '0', '--offline', ...flags], { env: { CUPEL_HOME: home } })
  const printed = await new Promise<string>((resolve, reject) => {
    let text = ''
    started.child.stdout?.on('data', (part: string) => {
      text += part
      if (text.includes('ready\n')) resolve(text)
    })
    void started.done.then(({ stderr }) => reject(new Error(`the server ended: ${stderr}`)))
  })
  return { server: started, url: /http:\/\/[^/\s]+/.exec(printed)?.[0] ?? '' }
}

function push(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return startCupel(['push', ...args, ...(args.includes('--server') ? [] : ['--server', url])], {
    cwd: scratch,
    env: { CUPEL_TOKEN: tokenText(), ...env },
  }).done
}

test('a folder of documents is handed in, read, and judged', async () => {
  const { code, stdout, stderr } = await push(['documents', '--project', 'shop', '--wait'])
  expect(stderr).toBe('  no rule that counts is in use there: nothing was judged\n')
  expect(stdout).toMatch(/^first\.cdx\.json: sbom done, 2 components.*\nsecond\.vex\.json: vex done.*\nverdict: none\n$/)
  expect(code).toBe(0)
})

test('two inventories for one project are refused: each would take the place of the other', async () => {
  const names = ['left', 'right'].map((name) => `${name}.cdx.json`)
  for (const name of names) writeFileSync(join(scratch, name), bom(name))
  const { code, stderr } = await push([...names, '--project', 'shop'])
  expect(stderr).toContain('2 inventories (left.cdx.json, right.cdx.json)')
  expect(stderr).toContain('cupel sbom merge')
  expect(code).toBe(2)
})

test('one file, the token from a file, and a project that is made', async () => {
  const { code, stdout } = await push(['documents/first.cdx.json', '--project', 'acme/new', '--create', '--token-file', 'token'], {
    CUPEL_TOKEN: '',
  })
  expect(stdout).toContain('first.cdx.json')
  expect(code).toBe(0)
})

test('a document that is none is said to be, and does not pass', async () => {
  writeFileSync(join(scratch, 'broken.json'), '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type"')
  const { code, stdout } = await push(['broken.json', '--project', 'shop', '--wait'])
  expect(stdout).toContain('verdict: none, but not everything could be read')
  expect(code).toBe(3)
})

test('a server that knows only the starter set proves nothing', async () => {
  const store = join(scratch, 'poor')
  const poor = await serve({ store: await seeded(store), home: join(scratch, 'nothing') })
  try {
    const { code, stdout } = await push(['documents', '--project', 'shop', '--wait', '--server', poor.url])
    expect(stdout).toMatch(/verdict: none, but .*starter set/)
    expect(code).toBe(3)
  } finally {
    poor.server.child.kill('SIGTERM')
    await poor.server.done
  }
})

test('what nobody answers is no pass: the time ends, somebody stops it, the server goes away', async () => {
  const store = await seeded(join(scratch, 'idle'))
  // Nothing is ever read there.
  const { server: idle, url: address } = await serve({ store, flags: ['--no-worker'] })
  const args = [join('documents', 'first.cdx.json'), '--project', 'idle', '--create', '--wait', '--server', address]
  const ended = await push([...args, '--timeout', '1'])
  expect(ended).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('the time to wait ended before') })
  const waits = async (uploads: number): Promise<Started> => {
    const pushing = startCupel(['push', ...args], { cwd: scratch, env: { CUPEL_TOKEN: tokenText() } })
    await expect.poll(() => uploadsAt(address), { timeout: 60_000 }).toBe(uploads)
    return pushing
  }
  const stopped = await waits(2)
  stopped.child.kill('SIGINT')
  expect((await stopped.done).code).toBe(130)
  const left = await waits(3)
  idle.child.kill('SIGKILL')
  expect(await left.done).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('cannot be reached') })
})

async function uploadsAt(address: string): Promise<number> {
  const answer = await fetch(`${address}/api/v1/uploads`, { headers: { authorization: `Bearer ${tokenText()}` } })
  return ((await answer.json()) as { total: { count: number } }).total.count
}

test('what is wrong is said without the token', async () => {
  const wrong = tokenText().replace(/.{6}$/, 'aaaaaa')
  const cases: readonly (readonly [args: readonly string[], env: Readonly<Record<string, string>>, code: number, words: string])[] = [
    [['documents', '--project', 'shop'], { CUPEL_TOKEN: wrong }, 3, 'the token is not valid there'],
    [['documents', '--project', 'shop'], { CUPEL_TOKEN: '' }, 2, 'an API token in CUPEL_TOKEN'],
    [['documents', '--project', 'nothing'], {}, 3, '--create makes it'],
    [['documents'], {}, 2, '--project SLUG'],
    [['missing.json', '--project', 'shop'], {}, 3, 'missing.json'],
    [['.', '--project', 'shop', '--server', 'http://cupel.example'], {}, 2, 'https'],
  ]
  for (const [args, env, code, words] of cases) {
    const shown = await push(args, env)
    expect(shown.stderr, words).toContain(words)
    expect(shown.code, words).toBe(code)
    expect(`${shown.stdout}${shown.stderr}`).not.toContain(tokenText().slice(8, 30))
  }
})

test(
  `the server killed ${RUNS} times after it took an upload: none is lost`,
  async () => {
    for (let run = 0; run < RUNS; run++) {
      const name = `run-${run}.cdx.json`
      writeFileSync(join(scratch, name), bom(`run-${run}`))
      const pushed = await push([name, '--project', 'shop'])
      expect(pushed.code).toBe(0)
      server.child.kill('SIGKILL')
      await server.done
      ;({ server, url } = await serve())
    }
    for (let tries = 0; tries < 200; tries++) {
      const { items } = await answerOf<{ items: { name: string; state: string }[] }>('/uploads?limit=200')
      const states = new Map(items.map((item) => [item.name, item.state]))
      const open = Array.from({ length: RUNS }, (_, run) => states.get(`run-${run}.cdx.json`)).filter((state) => state !== 'done')
      if (open.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    throw new Error('an upload that was taken was never read')
  },
  600_000 + RUNS * 30_000,
)

async function answerOf<T>(path: string): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${tokenText()}` } })
  return (await response.json()) as T
}
