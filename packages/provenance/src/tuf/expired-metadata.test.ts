import { describe, expect, it } from 'vitest'
import { makeTufSigner, TufRepository } from '../sandbox/tuf-repository.ts'
import type { Step } from '../verdict/step.ts'
import { Trace } from '../verdict/trace.ts'
import type { TufState } from './tuf-client.ts'
import { TufClient } from './tuf-client.ts'

/** What an update may not take, or go on trusting, once its time is over (TUF specification 1.0 §5.3.10, §5.4.4, §5.5.6, §5.6.6). */
const NOW = new Date('2026-01-01T00:00:00Z')
const ENDED = '2025-12-31T23:59:59Z'
const LATER = new Date('2027-01-01T00:00:00Z')

function freshRepository(): TufRepository {
  const repository = new TufRepository(new Date('2026-06-01T00:00:00Z'))
  repository.delegate('targets', 'role', { paths: ['a/*'] })
  repository.addTarget('role', 'a/b', Buffer.from('content'))
  publish(repository, ['role', 'targets', 'snapshot', 'timestamp'])
  return repository
}

function publish(repository: TufRepository, roles: readonly string[]): void {
  for (const role of roles) repository.publish(role)
}

/** Answers what was fetched, or the step and code of the refusal; and what is trusted then. */
async function download(repository: TufRepository, state: TufState, now = NOW): Promise<readonly [told: string, state: TufState]> {
  const client = new TufClient(state, { ...repository, now })
  const verdict = await Trace.runAsync('run', 'run', (trace) => client.download('a/b', trace))
  return [verdict.value?.toString() ?? failure(verdict.root), client.state]
}

function failure(step: Step, path: readonly string[] = []): string {
  const inner = step.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? `${path.join('/')}: ${step.code}` : failure(inner, [...path, inner.id])
}

function firstRoot(repository: TufRepository): TufState {
  return new Map([['root', repository.files.get('metadata/1.root.json')!]])
}

const ABOVE: Readonly<Record<string, readonly string[]>> = {
  root: [],
  timestamp: [],
  snapshot: ['timestamp'],
  targets: ['snapshot', 'timestamp'],
  role: ['snapshot', 'timestamp'],
}

describe('what has expired', () => {
  it.each([
    ['root', 'root: expired'],
    ['timestamp', 'timestamp: expired'],
    ['snapshot', 'snapshot: expired'],
    ['targets', 'targets: expired'],
    ['role', 'delegations: expired'],
  ])('is not taken: the newest %s', async (role, expected) => {
    const repository = freshRepository()
    repository.get(role).expires = ENDED
    publish(repository, [role, ...ABOVE[role]!])
    const [told, state] = await download(repository, firstRoot(repository))
    expect(told).toBe(expected)
    if (role !== 'root') expect(state.has(role)).toBe(false)
  })

  it.each([
    ['root', 'root: expired'],
    ['timestamp', 'timestamp: expired'],
    ['snapshot', 'snapshot: expired'],
    ['targets', 'targets: expired'],
    ['role', 'delegations: expired'],
  ])('is not trusted any longer for having been trusted before: %s', async (role, expected) => {
    const repository = freshRepository()
    for (const one of Object.keys(ABOVE)) if (one !== role) repository.get(one).expires = '2028-01-01T00:00:00Z'
    publish(repository, [role, 'targets', 'role', 'root', 'snapshot', 'timestamp'])
    const [told, kept] = await download(repository, firstRoot(repository))
    expect(told).toBe('content')
    expect((await download(repository, kept, LATER))[0]).toBe(expected)
    // Nor when the repository gives nothing any more.
    repository.files.clear()
    expect((await download(repository, kept, LATER))[0]).toMatch(role === 'root' ? /^root: expired$/ : /^timestamp: evidence-missing$/)
  })

  it('does no harm in a root that newer ones follow', async () => {
    const repository = freshRepository()
    repository.get('root').expires = ENDED
    publish(repository, ['root'])
    repository.get('root').expires = '2026-06-01T00:00:00Z'
    publish(repository, ['root'])
    expect((await download(repository, firstRoot(repository)))[0]).toBe('content')
  })

  it('ends at its very second', async () => {
    const repository = freshRepository()
    repository.get('timestamp').expires = '2026-01-01T00:00:00Z'
    publish(repository, ['timestamp'])
    expect((await download(repository, firstRoot(repository)))[0]).toBe('timestamp: expired')
    expect((await download(repository, firstRoot(repository), new Date('2025-12-31T23:59:59Z')))[0]).toBe('content')
  })

  it('gives way to a newer root whose keys the old one names, and to no other', async () => {
    const repository = freshRepository()
    repository.get('root').expires = ENDED
    publish(repository, ['root'])
    const expired = new Map([['root', repository.files.get('metadata/2.root.json')!]])
    repository.get('root').expires = '2026-06-01T00:00:00Z'
    const own = repository.signers.get('root')!
    repository.setKeys('root', [makeTufSigner()])
    publish(repository, ['root'])
    expect((await download(repository, expired))[0]).toBe('root: threshold-not-met')
    repository.signers.set('root', [...repository.signers.get('root')!, ...own])
    repository.get('root').version--
    publish(repository, ['root'])
    expect((await download(repository, expired))[0]).toBe('content')
  })
})
