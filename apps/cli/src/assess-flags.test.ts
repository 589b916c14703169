import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { assessRequest, PROJECT_FLAGS } from './assess-flags.ts'
import type { CommandContext, Output } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-test-flags-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'public'), 'public-token-1\n')
writeFileSync(join(folder, 'own'), 'own-token-2\n')
writeFileSync(join(folder, 'git.acme.example=odd'), 'odd-token-3\n')

const nowhere: Output = { write() {}, terminal: false, columns: 80, colour: false, unicode: true }

function requestOf(flags: CommandContext['flags'], target = '.') {
  const context: CommandContext = {
    args: [target],
    flags,
    env: { CUPEL_HOME: join(folder, 'home') },
    cwd: folder,
    now: () => new Date('2026-01-01T00:00:00Z'),
    signal: new AbortController().signal,
    stdout: nowhere,
    stderr: nowhere,
    stdin: () => '',
  }
  return assessRequest(target, context, { cloning() {}, paused() {} })
}

function address(web: string, kind: 'github' | 'gitlab' | 'gitea') {
  return { kind, web, api: `${web}/api`, owner: 'acme', name: 'app' } as const
}

describe('tokens of files', () => {
  test('one for the public forges, one for each host', async () => {
    const { forge, forgeHosts } = await requestOf({
      'forge-host': ['git.acme.example=gitlab'],
      'token-file': ['public', 'Git.acme.example=own'],
    })
    expect([...(forgeHosts ?? [])]).toEqual([['git.acme.example', 'gitlab']])
    expect(forge?.token(address('https://git.acme.example', 'gitlab'))).toBe('own-token-2')
    expect(forge?.token(address('https://github.com', 'github'))).toBe('public-token-1')
    expect(forge?.token(address('https://other.example', 'gitlab'))).toBeNull()
  })

  test('a path with a = is a path where no such host was named', async () => {
    const { forge } = await requestOf({ 'token-file': ['git.acme.example=odd'] })
    expect(forge?.token(address('https://github.com', 'github'))).toBe('odd-token-3')
  })

  test('two for the public forges are refused, and neither is shown', async () => {
    const refused = await requestOf({ 'token-file': ['public', 'own'] }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'usage-wrong-value' })
    expect(JSON.stringify(refused) + String(refused)).not.toMatch(/token-[12]/)
  })
})

test('lists, downloads and offline', async () => {
  const { lists, forge } = await requestOf({ 'oss-fuzz': 'status.json', badges: 'badges.json', 'download-releases': '20' })
  expect(lists).toEqual({
    folder: join(folder, 'home', 'assess'),
    ossFuzz: join(folder, 'status.json'),
    badges: join(folder, 'badges.json'),
  })
  expect(forge?.downloadBytes).toBe(20_000_000)
  expect((await requestOf({ offline: true, 'download-releases': '20' })).forge).toBeNull()
  await expect(requestOf({ 'download-releases': 'all' })).rejects.toMatchObject({ code: 'usage-wrong-value' })
})

test('every flag says what it is for', () => {
  for (const [name, { help }] of Object.entries(PROJECT_FLAGS))
    expect([name, help]).toEqual([name, expect.stringMatching(/^[^A-Z].{5,160}[^.]$|^OSS-Fuzz/)])
})
