import { describe, expect, it } from 'vitest'
import { TufRepository } from '../sandbox/tuf-repository.ts'
import { Trace } from '../verdict/trace.ts'
import { delegationsFor, matchesPath } from './delegation.ts'
import type { Metadata } from './metadata.ts'
import { TufClient } from './tuf-client.ts'

const NOW = new Date('2026-01-01T00:00:00Z')

/** Changes that are accepted, because they touch nothing that is relied on. */
const MEANINGLESS: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^\$$/, 'a field beside "signed" and "signatures" belongs to no form'],
  [/^\$\.signatures/, 'signatures of others do not count; enough good ones are left or the file is refused'],
]

describe('TufClient', () => {
  it('accepts no changed metadata', async () => {
    const repository = new TufRepository(new Date('2030-01-01T00:00:00Z'))
    repository.delegate('targets', 'role', { paths: ['a/*'] })
    repository.addTarget('role', 'a/b', Buffer.from('content'))
    for (const role of ['role', 'targets', 'snapshot', 'timestamp', 'root']) repository.publish(role)
    const original = await run(repository)
    expect(original).toBe('content')
    let count = 0
    const accepted: string[] = []
    for (const [file, bytes] of new Map(repository.files)) {
      if (!/metadata\/(?:2\.root|timestamp|2\.snapshot|2\.targets|1\.role)\.json/.test(file)) continue
      for (const [path, text] of mutants(JSON.parse(bytes.toString()))) {
        count++
        repository.files.set(file, Buffer.from(text))
        const found = await run(repository)
        if (found === 'refused') continue
        if (found !== original || !MEANINGLESS.some(([known]) => known.test(path))) accepted.push(`${file} ${path}`)
      }
      repository.files.set(file, bytes)
    }
    console.log(`provenance: ${count} mutants of TUF metadata, ${accepted.length} wrongly accepted`)
    expect(accepted).toEqual([])
    expect(count).toBeGreaterThan(1000)
  })

  it.each([
    ['*', 'a', true],
    ['*', 'a/b', false],
    ['a/*', 'a/b', true],
    ['a/*/c', 'a/b/c', true],
    ['*.tgz', 'x.tgz', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'aXcYb', false],
    [`${'*a'.repeat(50)}b`, 'a'.repeat(5000), false],
  ])('pattern %s on %s: %s', (pattern, path, expected) => {
    expect(matchesPath(pattern, path)).toBe(expected)
  })

  it('finds the bin of succinct roles', () => {
    const signed = { delegations: { keys: {}, succinct_roles: { keyids: [], threshold: 1, bit_length: 10, name_prefix: 'bin' } } }
    // SHA-256 of "file" begins 3b9c358f…: its first ten bits are 0x0ee.
    expect(delegationsFor({ signed } as unknown as Metadata, 'file', 'it').map(({ role }) => role)).toEqual(['bin-0ee'])
  })
})

async function run(repository: TufRepository): Promise<string> {
  const state = new Map([['root', repository.files.get('metadata/1.root.json')!]])
  const verdict = await Trace.runAsync('run', 'run', async (trace) => {
    const client = new TufClient(state, { ...repository, now: NOW })
    const bytes = await client.download('a/b', trace)
    if (client.rootVersion !== 2) throw new Error('the root was passed over')
    return bytes.toString()
  })
  return verdict.value ?? 'refused'
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Every place dropped, doubled and changed in kind; every text with single characters changed. */
function* mutants(root: Json, value: Json = root, path = '$'): Generator<readonly [path: string, text: string]> {
  if (value === null || typeof value !== 'object') return
  const owner = value as { [key: string]: Json }
  for (const [key, child] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`
    const others: Json[] = [null, 'x', 7, [], {}, [child]]
    if (typeof child === 'string') {
      for (const place of [0, 1, Math.floor(child.length / 2), child.length - 1]) {
        others.push(child.slice(0, place) + (child[place] === '1' ? '2' : '1') + child.slice(place + 1))
      }
    }
    for (const other of others) {
      if (JSON.stringify(other) === JSON.stringify(child)) continue
      owner[key] = other
      yield [at, JSON.stringify(root)]
    }
    owner[key] = child
    if (!Array.isArray(value)) {
      delete owner[key]
      yield [at, JSON.stringify(root)]
      owner[key] = child
    }
    yield* mutants(root, child, at)
  }
  if (!Array.isArray(value)) {
    owner['further'] = 1
    yield [path, JSON.stringify(root)]
    delete owner['further']
  }
}
