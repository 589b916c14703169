import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assessProject, forgeTokens } from '@cupel/engine/assess'
import type { AssessRequest } from '@cupel/engine/assess'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitFolder } from '../make-git.ts'
import { SAMPLE } from './sample-state.ts'
import { simulateForge } from './simulate-forge.ts'
import type { SimulatedForge } from './simulate-forge.ts'
import { answerAsGitea } from './simulate-gitea.ts'
import { answerAsGithub } from './simulate-github.ts'
import { answerAsGitlab } from './simulate-gitlab.ts'

const ANSWERS = { github: answerAsGithub, gitlab: answerAsGitlab, gitea: answerAsGitea } as const
const KINDS = ['github', 'gitlab', 'gitea'] as const
const folder = gitFolder()
const home = mkdtempSync(join(tmpdir(), 'cupel-test-self-'))
const forges = new Map<string, SimulatedForge>()

beforeAll(async () => {
  for (const kind of KINDS) forges.set(kind, await simulateForge(SAMPLE, ANSWERS[kind]))
})
afterAll(async () => {
  for (const forge of forges.values()) await forge.close()
  folder.remove()
  rmSync(home, { recursive: true, force: true })
})

function clone(name: string, forge: SimulatedForge): string {
  const place = folder.makeRepository(name)
  folder.git(place, 'remote', 'add', 'origin', `${forge.url}/acme/app.git`)
  return place
}

function request(hosts: AssessRequest['forgeHosts'], files: ReadonlyMap<string, string>): AssessRequest {
  return {
    cwd: folder.root,
    offline: false,
    asOf: new Date('2026-01-01T00:00:00Z'),
    standards: [],
    brief: true,
    advisories: null,
    lists: { folder: home },
    ...(hosts === undefined ? {} : { forgeHosts: hosts }),
    forge: {
      token: forgeTokens({ env: { GITHUB_TOKEN: 'tok-public' }, files, anonymous: false, ...(hosts === undefined ? {} : { hosts }) }),
      cacheFolder: null,
    },
  }
}

describe.each(KINDS)('a self-hosted %s', (kind) => {
  test('is asked only where the user said what it is, and with its own token only', async () => {
    const forge = forges.get(kind) as SimulatedForge
    const place = clone(kind, forge)
    const { host } = new URL(forge.url)
    forge.seen.length = 0
    const unsaid = await assessProject(place, request(undefined, new Map([[host, 'tok-admin']])))
    expect([unsaid.forge, unsaid.facts.project.forge, forge.seen.length]).toEqual([null, 'other', 0])

    const untold = await assessProject(place, request(new Map([[host, kind]]), new Map()))
    expect([untold.forge, untold.facts.project.forge, forge.seen.length]).toEqual([null, kind, 0])

    const said = await assessProject(place, request(new Map([[host, kind]]), new Map([[host, 'tok-admin']])))
    expect(said.facts.project.url).toBe(`${forge.url}/acme/app`)
    expect(said.facts.forge.repository).toMatchObject({ known: true })
    expect(said.forge?.cost.calls).toBeLessThanOrEqual(5)
    expect(new Set(forge.seen.map(({ authorization }) => authorization.replace(/^\w+ /, '')))).toEqual(new Set(['tok-admin']))
    // Sites of the public know no private forge, and are not told of it.
    expect(said.facts.forge.badge.known).toBe(false)
  })
})
