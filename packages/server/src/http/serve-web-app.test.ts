import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp } from '../testing/test-app.ts'

let server: TestApp
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-web-'))
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true })
  mkdirSync(join(folder, 'web', '.vite'))
  writeFileSync(join(folder, 'web', 'index.html'), '<style nonce="__CUPEL_NONCE__"></style><p>cupel</p>')
  writeFileSync(join(folder, 'web', 'assets', 'index-Ab3dEf9h.js'), `// ${'x'.repeat(5000)}`)
  writeFileSync(join(folder, 'web', 'icon.svg'), '<svg/>')
  writeFileSync(join(folder, 'web', '.vite', 'manifest.json'), '{}')
  writeFileSync(join(folder, 'outside.txt'), 'OUTSIDE')
  symlinkSync(join(folder, 'outside.txt'), join(folder, 'web', 'link.txt'))
  // Nobody is logged in, so nothing is asked of the store.
  server = await openTestApp({} as Database, { routes: [], web: join(folder, 'web') })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const problem = (answer: { statusCode: number; headers: Record<string, unknown>; json(): unknown }) => {
  expect(String(answer.headers['content-type'])).toContain('application/problem+json')
  return answer.json() as { type: string; status: number; detail: string }
}

describe('the web app', () => {
  test('its page is answered at every address, with a policy that lets no inline script run and a new nonce each time', async () => {
    const answers = await Promise.all(
      ['/', '/projects/7', '/index.html', '/setup'].map((url) => server.app.inject({ url, headers: { accept: 'text/html' } })),
    )
    const nonces = answers.map(({ body, headers, statusCode }) => {
      const nonce = /nonce="([^"]+)"/.exec(body)?.[1] ?? ''
      const policy = String(headers['content-security-policy'])
      expect([statusCode, headers['cache-control'], policy.includes(`'nonce-${nonce}'`)]).toEqual([200, 'no-store', true])
      expect(policy).toContain("script-src 'self';")
      expect(policy).not.toMatch(/unsafe|\*/)
      return nonce
    })
    expect(new Set(nonces).size).toBe(4)
  })

  test('its files are answered packed, and for good where their name says what they hold', async () => {
    const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers })
    const script = await get('/assets/index-Ab3dEf9h.js', { 'accept-encoding': 'gzip, br' })
    expect([script.headers['content-encoding'], script.headers['cache-control'], script.headers['content-type']]).toEqual([
      'br',
      'public, max-age=31536000, immutable',
      'text/javascript; charset=utf-8',
    ])
    expect((await get('/assets/index-Ab3dEf9h.js', { 'accept-encoding': 'gzip;q=1, br;q=0' })).headers['content-encoding']).toBe('gzip')
    expect((await get('/assets/index-Ab3dEf9h.js')).headers['content-encoding']).toBeUndefined()
    expect((await get('/icon.svg', { 'if-none-match': String((await get('/icon.svg')).headers.etag) })).statusCode).toBe(304)
    expect((await get('/icon.svg')).headers['cache-control']).toBe('no-cache')
  })

  test.each([
    '/../outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/link.txt',
    '/.vite/manifest.json',
    '/assets//..//..//outside.txt',
    '/..\\outside.txt',
    '/none.js',
    '/assets/',
  ])('nothing outside the folder is at %s', async (url) => {
    const answer = await server.app.inject({ url })
    expect(answer.body).not.toContain('OUTSIDE')
    expect(answer.body === '{}').toBe(false)
  })

  test('what the API does not have is a problem, not a page', async () => {
    expect(problem(await server.app.inject({ url: '/api/v1/none', headers: { accept: 'text/html' } })).status).toBe(404)
    expect(problem(await server.app.inject({ method: 'POST', url: '/none' })).status).toBe(404)
  })
})
