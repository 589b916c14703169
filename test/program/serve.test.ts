import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cupel, startCupel } from './cupel.ts'
import type { Started } from './cupel.ts'

let folder = ''
const running = new Set<Started>()
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))))
afterEach(async () => {
  for (const { child, done } of running) {
    child.kill('SIGKILL')
    await done
  }
  running.clear()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Serving {
  /** Address that was printed, and the token in it. */
  readonly url: string
  readonly token: string
  readonly shown: string
  readonly started: Started
}

/** Starts the server and waits until it says that it is ready. */
async function serve(...args: readonly string[]): Promise<Serving> {
  const started = startCupel(['serve', '--port', '0', '--offline', ...args], {
    cwd: folder,
    input: null,
    env: { CUPEL_HOME: join(folder, 'home'), TMPDIR: folder },
  })
  running.add(started)
  const shown = await new Promise<string>((ready, failed) => {
    let text = ''
    started.child.stdout?.on('data', (chunk: string) => {
      text += chunk
      if (text.endsWith('ready\n')) ready(text)
    })
    void started.done.then(({ stderr }) => failed(new Error(stderr)))
  })
  const [, url = '', token = ''] = /(http:\S+?)(?:\/setup#token=(\S+))?\n/.exec(shown) ?? []
  return { url, token, shown, started }
}

async function stop(serving: Serving): Promise<void> {
  expect(await stopped(serving)).toBe('')
}

/** What it has logged. */
async function stopped({ started }: Serving): Promise<string> {
  running.delete(started)
  started.child.kill('SIGTERM')
  return (await started.done).stderr
}

interface Browser {
  readonly cookie: string
  readonly csrf: string
}

async function setUp({ url, token }: Serving): Promise<Browser> {
  const headers = { 'content-type': 'application/json', origin: url }
  const answer = await fetch(`${url}/api/v1/session/setup`, { method: 'POST', headers, body: JSON.stringify({ token, name: 'Ada' }) })
  expect(answer.status).toBe(200)
  const cookie = String(answer.headers.getSetCookie()[0]).split(';', 1)[0] ?? ''
  const session = (await (await fetch(`${url}/api/v1/session`, { headers: { cookie } })).json()) as { csrf: string }
  return { cookie, csrf: session.csrf }
}

async function get<T>(url: string, browser?: Browser): Promise<T> {
  const answer = await fetch(url, { headers: browser === undefined ? {} : { cookie: browser.cookie } })
  expect([url, answer.status]).toEqual([url, 200])
  return (await answer.json()) as T
}

async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await ask()
    if (holds(value) || tries === 300) return value
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test('first start to findings: set up, hand in an SBOM, see what is wrong, and find it again after a restart', async () => {
  const first = await serve('--data', 'data')
  expect(first.shown).toMatch(/^first start: http:\/\/localhost:\d+\/setup#token=[\w-]{43}\nready\n$/)
  const page = await fetch(first.url)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await page.text()).toContain('<div id="root">')
  expect((await fetch(`${first.url}/api/v1/projects`)).status).toBe(401)

  const browser = await setUp(first)
  const headers = { cookie: browser.cookie, 'x-csrf-token': browser.csrf, origin: first.url }
  const made = await fetch(`${first.url}/api/v1/projects`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ slug: 'shop', name: 'Shop' }),
  })
  expect(made.status).toBe(201)
  const { id } = (await made.json()) as { id: number }
  const bom = cupel(['sbom', 'examples/shop', '--format', 'cyclonedx'])
  expect(bom.code).toBe(0)
  const upload = await fetch(`${first.url}/api/v1/projects/${id}/uploads?name=shop.json`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: bom.stdout,
  })
  expect(upload.status).toBe(202)
  const { id: document } = (await upload.json()) as { id: number }
  const read = await until(
    () => get<{ state: string; problems: object[] }>(`${first.url}/api/v1/uploads/${document}`, browser),
    ({ state }) => state === 'done' || state === 'failed',
  )
  expect(read).toMatchObject({ state: 'done' })
  const findings = await get<{ items: { vulnerability: { severity: string } }[]; total: { count: number } }>(
    `${first.url}/api/v1/projects/${id}/findings?limit=200`,
    browser,
  )
  expect(findings.total.count).toBeGreaterThan(20)
  await stop(first)

  const second = await serve('--data', 'data', '--log-level', 'debug')
  expect(second.shown).toMatch(/^http:\/\/localhost:\d+\nready\n$/)
  const again = await get<{ total: object }>(`${second.url}/api/v1/projects/${id}/findings?limit=200`, browser)
  expect(again.total).toEqual(findings.total)
  const other = cupel(['serve', '--port', '0', '--data', 'data'], { cwd: folder, env: { CUPEL_HOME: join(folder, 'home') } })
  expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('has the database') as string])
  const large = await fetch(`${second.url}/api/v1/projects/${id}/uploads?name=large.json`, {
    method: 'POST',
    headers: { ...headers, origin: second.url, 'content-type': 'application/json' },
    body: JSON.stringify({ ...(JSON.parse(bom.stdout) as object), properties: [{ name: 'padding', value: 'x'.repeat(9e6) }] }),
  })
  expect(large.status).toBe(202)
  const { id: one } = (await large.json()) as { id: number }
  const whole = await until(
    () => get<{ state: string }>(`${second.url}/api/v1/uploads/${one}`, browser),
    ({ state }) => state === 'done' || state === 'failed',
  )
  expect(whole).toMatchObject({ state: 'done' })
  expect(await stopped(second)).toContain('read in a thread of its own')
})

test('--demo: example projects with findings, everybody is administrator, and nothing is left', async () => {
  const demo = await serve('--demo')
  expect(demo.shown).toContain('demonstration: nothing is kept, and everybody on this machine is administrator\n')
  const session = await get<{ demo: boolean; permissions: string[]; csrf: string }>(`${demo.url}/api/v1/session`)
  expect(session).toMatchObject({ demo: true, account: { name: 'Demo' } })
  expect(session.permissions).toContain('admin:write')
  type Projects = { items: { slug: string; components: number; counts: { critical: number; high: number } }[] }
  const { items } = await until(
    () => get<Projects>(`${demo.url}/api/v1/projects`),
    ({ items: all }) => all.every(({ components }) => components > 0),
  )
  expect(items.length).toBe(7)
  const worst = items.find(({ slug }) => slug === 'billing')
  expect(worst?.counts.critical).toBeGreaterThan(0)
  // A page elsewhere cannot use that nobody has to log in.
  const steal = await fetch(`${demo.url}/api/v1/projects`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example', 'x-csrf-token': session.csrf },
    body: '{}',
  })
  expect(steal.status).toBe(403)
  expect(cupel(['serve', '--demo', '--host', '0.0.0.0']).code).toBe(2)
  await stop(demo)
  expect(readdirSync(folder).filter((name) => name.startsWith('cupel-demo-'))).toEqual([])
})

test('wrong flags and a port that is taken are said in words', async () => {
  const { url } = await serve('--data', 'taken')
  const port = new URL(url).port
  const run = (...args: string[]) => cupel(['serve', ...args], { cwd: folder, env: { CUPEL_HOME: join(folder, 'home') } })
  expect(run('--port', port, '--data', 'more')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`cannot listen at 127.0.0.1:${port}`) as string,
  })
  expect(run('--port', 'x').code).toBe(2)
  expect(run('--origin', 'ftp://x').code).toBe(2)
  const proxied = cupel(['serve'], { cwd: folder, env: { CUPEL_HOME: join(folder, 'home'), CUPEL_TRUST_PROXY: '10.0.0.7, yes' } })
  expect([proxied.code, proxied.stderr]).toEqual([2, expect.stringContaining('it needs the addresses of the proxies') as string])
})
