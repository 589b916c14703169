import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitFolder } from '../../../../test/make-git.ts'
import { GitFailed } from './git-failed.ts'
import { DEFAULT_GIT_LIMITS } from './git-limits.ts'
import type { KeptObjects } from './kept-objects.ts'
import { openKeptObjects } from './kept-objects.ts'

const { git, makeRepository, remove } = gitFolder()
let kept: KeptObjects
let commit = ''
let tag = ''
let tree = ''
const NONE = '1'.repeat(40)

beforeAll(() => {
  const folder = makeRepository('kept', { 'a.txt': 'one\n' })
  git(folder, 'tag', '--annotate', '--message=v1', 'v1')
  commit = git(folder, 'rev-parse', 'HEAD').trim()
  tag = git(folder, 'rev-parse', 'v1').trim()
  tree = git(folder, 'rev-parse', 'HEAD^{tree}').trim()
  kept = openKeptObjects({ home: folder, gitDir: join(folder, '.git'), limits: { ...DEFAULT_GIT_LIMITS, objectBytes: 100_000 } })
})

afterAll(() => {
  kept.close()
  remove()
})

async function types(names: readonly string[]): Promise<string> {
  const found: string[] = []
  for await (const objects of kept.read(names)) for (const { type } of objects) found.push(type)
  return found.join(' ')
}

test('one question after the other, in the order asked, also for what is not there', async () => {
  expect(await types([commit, NONE, tree, tag])).toBe('commit missing tree tag')
  expect(await types([`${tag}^{commit}`, `${NONE}^{commit}`, `${tree}^{commit}`])).toBe('commit missing missing')
  expect(await types([])).toBe('')
  expect(await types(Array.from({ length: 1200 }, () => commit))).toBe('commit '.repeat(1200).trim())
})

test('a question within an answer, several at once, and an answer that nobody reads on', async () => {
  for await (const [object] of kept.read([commit, tree])) {
    expect(object?.type).toBe('commit')
    expect(await types([tree, tag])).toBe('tree tag')
    break
  }
  expect(await Promise.all([types([commit]), types([tree]), types([tag])])).toEqual(['commit', 'tree', 'tag'])
  for await (const _ of kept.read(Array.from({ length: 400 }, () => tree))) break
  expect(await types([tag, commit])).toBe('tag commit')
})

test('only ids are asked for, and a closed one starts anew', async () => {
  for (const name of ['HEAD', `${commit}\n${tree}`, `${commit}^{tree}`, '']) await expect(types([name])).rejects.toThrow(GitFailed)
  kept.close()
  expect(await types([commit])).toBe('commit')
})
