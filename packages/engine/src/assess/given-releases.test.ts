import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CupelError } from '@cupel/model'
import { afterAll, expect, it } from 'vitest'
import { givenReleases } from './given-releases.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('takes a folder of files as one release, and folders as one each, newest first', async () => {
  for (const [at, tag] of ['v1', 'v2', 'empty'].entries()) {
    mkdirSync(join(root, tag))
    if (tag !== 'empty') writeFileSync(join(root, tag, 'app.tgz'), tag)
    utimesSync(join(root, tag), 1000 + at, 1000 + at)
  }
  symlinkSync('/etc/passwd', join(root, 'v1', 'passwd'))
  utimesSync(join(root, 'v1'), 1000, 1000)
  const releases = givenReleases(root, 'dir')
  expect(releases.map(({ tag, assets }) => [tag, assets.map(({ name }) => name)])).toEqual([
    ['v2', ['app.tgz']],
    ['v1', ['app.tgz']],
  ])
  expect(Buffer.from((await releases[0]?.assets[0]?.read()) ?? []).toString()).toBe('v2')
  writeFileSync(join(root, 'loose.zip'), 'x')
  expect(givenReleases(root, 'dir').map(({ tag }) => tag)).toEqual(['given', 'v2', 'v1'])
})

it('refuses a folder that is not there, or holds nothing', () => {
  expect(() => givenReleases(join(root, 'none'), 'none')).toThrow(CupelError)
  expect(() => givenReleases(join(root, 'empty'), 'empty')).toThrow(CupelError)
})
