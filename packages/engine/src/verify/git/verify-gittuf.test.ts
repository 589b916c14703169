import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Step } from '@cupel/model'
import { afterAll, describe, expect, it } from 'vitest'
import {
  gittufEnvelope as envelope,
  gittufKey,
  GittufRepository,
  gittufRoot as rootOf,
  gittufRules,
} from '../../../../../test/make-gittuf.ts'
import { verifyGittuf } from './verify-gittuf.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const cwd = mkdtempSync(join(tmpdir(), 'cupel-gittuf-'))
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true })
})

const [root, ada, eve] = [gittufKey(1), gittufKey(2), gittufKey(3)]
const rulesOf = (...paths: readonly string[]): object =>
  gittufRules({ ada }, [{ name: 'main', paths, terminating: true, principalIDs: ['ada'] }])

let made = 0

class Repository extends GittufRepository {
  constructor() {
    super(join(cwd, `r${++made}`))
  }

  async judge({ rootKeys = [root.id], refs = [] as readonly string[] } = {}): Promise<string> {
    const { verdict, items } = await verifyGittuf({ target: this.folder, rootKeys, refs, cwd, now: NOW })
    return `${verdict.exitCode} ${innermost(items[0]?.step)}`
  }
}

function innermost(step: Step | undefined): string {
  const inner = step?.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? (step?.code ?? '') : innermost(inner)
}

function start(rules = rulesOf('git:refs/heads/main')): Repository {
  const repository = new Repository()
  repository.policy({ root: envelope(rootOf(root), root), targets: envelope(rules, root) }, root)
  return repository
}

describe('a ref under a gittuf policy', () => {
  it('is verified when those whom the policy names recorded every change', async () => {
    const repository = start()
    const first = repository.commit('one')
    repository.record('refs/heads/main', first, ada)
    repository.record('refs/heads/main', repository.commit('two', { parents: [first] }), ada)
    expect(await repository.judge()).toBe('0 ')
    expect(await repository.judge({ refs: ['refs/heads/main'] })).toBe('0 ')
  })

  it.each<[string, (repository: Repository, first: string) => void, string]>([
    ['recorded by a stranger', (r, first) => r.record('refs/heads/main', r.commit('two', { parents: [first] }), eve), '5 signer-unknown'],
    ['recorded by nobody', (r, first) => r.record('refs/heads/main', r.commit('two', { parents: [first] })), '5 evidence-missing'],
    ['moved past the log', (r, first) => r.point('refs/heads/main', r.commit('two', { parents: [first] })), '5 content-mismatch'],
    ['gone', (r) => r.git('', 'update-ref', '-d', 'refs/heads/main'), '5 content-mismatch'],
    [
      'brought back by a stranger who takes the newest change back',
      (r, first) => {
        const newest = r.record('refs/heads/main', r.commit('two', { parents: [first] }), ada)
        r.takeBack(newest, eve)
        r.point('refs/heads/main', first)
      },
      '5 content-mismatch',
    ],
    [
      'brought back by one of them',
      (r, first) => {
        const newest = r.record('refs/heads/main', r.commit('two', { parents: [first] }), eve)
        r.takeBack(newest, ada)
        r.point('refs/heads/main', first)
      },
      '0 ',
    ],
    [
      'under a policy that a stranger put there',
      (r) => r.policy({ root: envelope(rootOf(eve), eve), targets: envelope(rulesOf('*'), eve) }, root),
      '5 threshold-not-met',
    ],
    [
      'under a policy that is signed by a stranger',
      (r) => r.policy({ root: envelope(rootOf(root), eve), targets: envelope(rulesOf('*'), root) }, root),
      '5 threshold-not-met',
    ],
  ])('%s', async (_, change, expected) => {
    const repository = start()
    const first = repository.commit('one')
    repository.record('refs/heads/main', first, ada)
    change(repository, first)
    expect(await repository.judge()).toBe(expected)
  })

  it('is refused where nothing protects it, or nothing is logged', async () => {
    const other = start(rulesOf('git:refs/heads/release'))
    other.record('refs/heads/main', other.commit('one'), ada)
    expect(await other.judge()).toBe('5 policy-not-met')
    expect(await start().judge()).toBe('5 evidence-missing')
    expect(await new Repository().judge()).toBe('5 evidence-missing')
  })

  it('is judged for the keys that were given alone, whatever the metadata calls them', async () => {
    const repository = start()
    repository.record('refs/heads/main', repository.commit('one'), ada)
    expect(await repository.judge({ rootKeys: [eve.id] })).toBe('5 signer-unknown')
    expect(await repository.judge({ rootKeys: [eve.id, root.id] })).toBe('0 ')
    const forged = new Repository()
    // A key of a stranger under the name of the right one.
    const named = JSON.parse(envelope(rootOf(eve, { name: root.id }), eve)) as { signatures: { keyid: string }[] }
    named.signatures[0]!.keyid = root.id
    forged.policy({ root: JSON.stringify(named), targets: envelope(rulesOf('git:refs/heads/main'), eve) }, root)
    forged.record('refs/heads/main', forged.commit('one'), ada)
    expect(await forged.judge()).toMatch(/^5 (?:signer-unknown|threshold-not-met)$/)
  })

  it('is refused when the root of trust has expired', async () => {
    const repository = new Repository()
    repository.policy(
      { root: envelope(rootOf(root, { expires: '2026-02-28T00:00:00Z' }), root), targets: envelope(rulesOf('git:refs/heads/main'), root) },
      root,
    )
    repository.record('refs/heads/main', repository.commit('one'), ada)
    expect(await repository.judge()).toBe('5 expired')
  })
})
