import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { forgeHosts } from './forge-hosts.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-test-hosts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function configured(text: string): string {
  writeFileSync(join(folder, 'cupel.toml'), text)
  return folder
}

describe('forges of one’s own', () => {
  test('come from flags, over those of the configuration', async () => {
    const cwd = configured('[forge.hosts]\n"git.acme.example" = "gitlab"\n"Code.acme.example:8443" = "gitea"\n')
    expect([...(await forgeHosts(['git.acme.example=gitea', 'ghe.acme.example=github'], cwd))]).toEqual([
      ['git.acme.example', 'gitea'],
      ['code.acme.example:8443', 'gitea'],
      ['ghe.acme.example', 'github'],
    ])
  })

  test('none by default', async () => {
    expect([...(await forgeHosts([], configured('[scan]\n')))]).toEqual([])
  })

  test.each([
    'git.acme.example',
    '=gitlab',
    'git.acme.example=forgejo',
    'https://git.acme.example=gitlab',
    'github.com=gitea',
    'a b=gitlab',
    'GitHub.com:443=gitlab',
    `${'a'.repeat(400)}=gitlab`,
  ])('%s is refused', async (stated) => {
    await expect(forgeHosts([stated], configured(''))).rejects.toMatchObject({ code: 'usage-wrong-value' })
  })

  test.each([
    '[forge]\nhosts = 1\n',
    '[forge]\nhost = {}\n',
    '[forge.hosts]\n"github.com" = "gitlab"\n',
    '[forge.hosts]\n"git.example" = 1\n',
    'forge = 1\n',
  ])('a configuration of %j is refused', async (text) => {
    await expect(forgeHosts([], configured(text))).rejects.toMatchObject({ code: 'config-invalid' })
  })
})
