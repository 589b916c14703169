import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GITTUF_SCENARIOS, ROOT } from '../gittuf-scenarios.ts'
import type { GittufScenario } from '../gittuf-scenarios.ts'
import { GittufRepository } from '../make-gittuf.ts'
import { cupel } from './cupel.ts'
import { verdict } from './signing.ts'

/** gittuf itself, from PATH or the file in CUPEL_GITTUF; where it is not installed, nothing is compared. */
const GITTUF = process.env['CUPEL_GITTUF'] ?? 'gittuf'
const isThere = spawnSync(GITTUF, ['version'], { encoding: 'utf8' }).status === 0
if (!isThere) console.log('gittuf: not compared, it is not installed (go build of its repository, then CUPEL_GITTUF=the program)')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  writeFileSync(join(folder, 'gitconfig'), '[user]\nname = A\nemail = a@b\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function made({ name, make }: GittufScenario): string {
  const repository = new GittufRepository(join(folder, name.replaceAll(/\W/g, '-')))
  make(repository)
  return repository.folder
}

const scenario = (name: string): GittufScenario => GITTUF_SCENARIOS.find((one) => one.name === name)!
/** Without line breaks. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')
const flags = (ref = 'refs/heads/main', key: string = ROOT.id): readonly string[] => ['--gittuf-root', key, '--ref', ref]

describe('cupel verify git --gittuf-root', () => {
  test('a history that its policy allows', async () => {
    const repository = made(scenario('a file by its owner'))
    const { code, report } = await verdict(['verify', 'git', repository, ...flags()], { cwd: folder })
    expect([code, report.verdict.outcome]).toEqual([0, 'verified'])
    expect(report.items).toMatchObject([
      {
        subject: 'refs/heads/main',
        kind: 'git-ref',
        outcome: 'verified',
        details: { gittuf: { changes: 2, refused: 0, files: 4, people: { ada: 2 } } },
      },
    ])
    const strange = cupel(['verify', 'git', repository, ...flags('refs/heads/main', 'SHA256:strange')], { cwd: folder })
    expect([strange.code, flat(strange.stdout).includes('names a key that was not given')]).toEqual([5, true])
  })

  test('a commit that changes a file of somebody else', () => {
    const { code, stdout } = cupel(['verify', 'git', made(scenario('a file by the owner of another')), ...flags()], { cwd: folder })
    expect(code).toBe(5)
    expect(flat(stdout)).toMatch(
      /REFUSED refs\/heads\/main git-ref the commit [0-9a-f]{12} changes src\/a against the rule source expected: 1 of ada found: nobody/,
    )
  })

  test('what nobody can judge is not verified', () => {
    const { code, stdout } = cupel(['verify', 'git', made(scenario('a change whose commits are gone')), ...flags()], { cwd: folder })
    expect([code, flat(stdout).includes('commits that are not here')]).toEqual([3, true])
  })

  test('tags, rolled back policies, and those that came back', () => {
    const judge = (name: string): readonly [number | null, string] => {
      const one = scenario(name)
      const { code, stdout } = cupel(['verify', 'git', made(one), ...flags(one.ref), '--steps'], { cwd: folder })
      return [code, flat(stdout)]
    }
    expect(judge('a tag by whom the rule names')[0]).toBe(0)
    expect(judge('a tag of somebody else, recorded by the right one')[0]).toBe(5)
    const [code, text] = judge('a policy that goes back by its number')
    expect([code, text.includes('goes back behind the one before')]).toEqual([5, true])
    const [again, said] = judge('a policy without numbers that comes back')
    expect([again, said.includes('had been in force and was replaced before')]).toEqual([3, true])
  })

  test('without a repository, a log or a key', () => {
    const bare = join(folder, 'bare')
    spawnSync('git', ['init', '-q', '--bare', bare])
    expect(cupel(['verify', 'git', bare, ...flags()], { cwd: folder }).code).toBe(5)
    expect(cupel(['verify', 'git', bare, '--ref', 'refs/heads/main'], { cwd: folder }).code).toBe(2)
    expect(cupel(['verify', 'git', join(folder, 'nothing'), ...flags()], { cwd: folder }).code).toBe(3)
  })
})

describe.skipIf(!isThere)('gittuf and cupel', () => {
  test('agree where it is not said why they do not', () => {
    let same = 0
    for (const one of GITTUF_SCENARIOS) {
      const env = { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CONFIG_GLOBAL: join(folder, 'gitconfig') }
      const { status } = spawnSync(GITTUF, ['verify-ref', one.ref ?? 'refs/heads/main'], { cwd: made(one), env })
      const own = one.verdict.startsWith('0') ? 'verifies' : 'refuses'
      expect([one.name, status === 0 ? 'verifies' : 'refuses']).toEqual([one.name, one.gittuf?.[0] ?? own])
      if (one.gittuf === undefined) same++
    }
    console.log(
      `gittuf: ${same} of ${GITTUF_SCENARIOS.length} verdicts are the same, ${GITTUF_SCENARIOS.length - same} differ for stated reasons`,
    )
  })
})
