import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ForgeRequest, ForgeTransport } from '@cupel/assess'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { siteFacts } from './site-lists.ts'

const PROJECT = { url: 'https://github.com/acme/app' }
const STATUS = JSON.stringify({ projects: [{ main_repo: 'https://github.com/Acme/App.git' }] })
const NOW = new Date('2026-02-01T00:00:00Z')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-lists-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function site(answer: (request: ForgeRequest) => { status: number; body: string }) {
  const sent: ForgeRequest[] = []
  const transport: ForgeTransport = {
    async send(request) {
      sent.push(request)
      return { ...answer(request), headers: {} }
    },
    wait: async () => {},
    now: () => NOW,
    random: () => 0,
    kept: () => null,
    keep: () => {},
  }
  return { sent, transport }
}

describe('offline', () => {
  test('nothing kept is unknown, with the flag that helps', async () => {
    const { ossFuzz, badge } = await siteFacts(PROJECT, { folder }, null)
    expect(ossFuzz).toMatchObject({ known: false, missing: { what: 'network', remedy: expect.stringContaining('--oss-fuzz') } })
    expect(badge).toMatchObject({ known: false, missing: { what: 'network', remedy: expect.stringContaining('--badges') } })
  })

  test('kept lists and given ones answer', async () => {
    writeFileSync(join(folder, 'oss-fuzz.json'), STATUS)
    writeFileSync(join(folder, 'badges.json'), JSON.stringify([{ repo_url: 'https://github.com/acme/app', badge_level: 'silver' }]))
    expect(await siteFacts(PROJECT, { folder }, null)).toEqual({
      ossFuzz: { known: true, value: true },
      badge: { known: true, value: 'silver' },
    })
    expect(await siteFacts({ url: 'https://github.com/acme/other' }, { folder }, null)).toEqual({
      ossFuzz: { known: true, value: false },
      badge: { known: true, value: 'none' },
    })
    const given = join(folder, 'given')
    mkdirSync(join(given, 'projects', 'app'), { recursive: true })
    writeFileSync(join(given, 'projects', 'app', 'project.yaml'), 'main_repo: "https://github.com/acme/app"\n')
    expect((await siteFacts(PROJECT, { folder: null, ossFuzz: given }, null)).ossFuzz).toEqual({ known: true, value: true })
  })

  test('a broken kept list is none; a broken given one is told', async () => {
    writeFileSync(join(folder, 'oss-fuzz.json'), STATUS.slice(0, 20))
    expect((await siteFacts(PROJECT, { folder }, null)).ossFuzz.known).toBe(false)
    await expect(siteFacts(PROJECT, { folder, ossFuzz: join(folder, 'oss-fuzz.json') }, null)).rejects.toMatchObject({
      code: 'config-invalid',
    })
    await expect(siteFacts(PROJECT, { folder, badges: join(folder, 'absent') }, null)).rejects.toMatchObject({ code: 'target-missing' })
  })

  test('a clone without a home is asked about nowhere', async () => {
    const { sent, transport } = site(() => ({ status: 200, body: STATUS }))
    expect((await siteFacts({ url: '' }, { folder }, transport)).badge.known).toBe(false)
    expect(sent).toEqual([])
  })
})

describe('with a network', () => {
  test('the list is asked for once a day and kept; the badge site is asked about the repository; no credentials go along', async () => {
    const { sent, transport } = site(({ url }) => ({ status: 200, body: url.includes('status.json') ? STATUS : '[]' }))
    const asked = { ossFuzz: { known: true, value: true }, badge: { known: true, value: 'none' } }
    expect(await siteFacts(PROJECT, { folder }, transport)).toEqual(asked)
    utimesSync(join(folder, 'oss-fuzz.json'), NOW, NOW)
    expect(await siteFacts(PROJECT, { folder }, transport)).toEqual(asked)
    expect(sent.map(({ url }) => url.replace(/^https:\/\/[^/]*/, ''))).toEqual([
      '/status.json',
      '/projects.json?url=https%3A%2F%2Fgithub.com%2Facme%2Fapp',
      '/projects.json?url=https%3A%2F%2Fgithub.com%2Facme%2Fapp',
    ])
    expect(sent.every(({ headers }) => !('authorization' in headers))).toBe(true)
    expect(readFileSync(join(folder, 'oss-fuzz.json'), 'utf8')).toBe(STATUS)
  })

  test.each([
    { status: 500, body: '' },
    { status: 200, body: '<html>' },
    { status: 200, body: '{"projects":[]}' },
  ])('an answer of no use (%o) leaves what was kept', async (answer) => {
    writeFileSync(join(folder, 'oss-fuzz.json'), STATUS)
    utimesSync(join(folder, 'oss-fuzz.json'), new Date(0), new Date(0))
    const { ossFuzz, badge } = await siteFacts(PROJECT, { folder }, site(() => answer).transport)
    expect(ossFuzz).toEqual({ known: true, value: true })
    expect(badge.known).toBe(false)
  })
})
