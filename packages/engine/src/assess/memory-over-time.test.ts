import { openGitRepository } from '@cupel/source'
import { gatherFacts } from '@cupel/assess'
import { afterAll, expect, test } from 'vitest'
import { gitFolder } from '../../../../test/make-git.ts'
import { memoryOverTime } from './memory-over-time.ts'

const folder = gitFolder()
afterAll(() => folder.remove())

test('the share falls as C gives way, over evenly spaced commits', async () => {
  const place = folder.makeRepository('moving', { 'a.c': 'int a(void)\n{\n  return 1;\n}\n' })
  for (let at = 1; at <= 8; at++)
    folder.commitFiles(place, { [`b${at}.ts`]: `export const b${at} = 1\nexport const c${at} = 2\n` }, `add ${at}`)
  const git = await openGitRepository(place)
  if (git === null) throw new Error('no repository')
  const project = { name: 'x', url: '', forge: 'none', commit: git.head() ?? '' } as const
  const facts = await gatherFacts(await git.treeAt(), git, { asOf: '2026-01-01T00:00:00Z', project })
  const signal = new AbortController().signal
  const points = await memoryOverTime(git, facts, { samples: 3, signal })
  expect(points.map(({ lines, unsafeLines, unsafeShare }) => [lines, unsafeLines, Number(unsafeShare.toFixed(2))])).toEqual([
    [4, 4, 1],
    [12, 4, 0.33],
    [20, 4, 0.2],
  ])
  expect(points.at(-1)?.commit).toBe(git.head())
  expect(await memoryOverTime(git, facts, { samples: 1, signal })).toHaveLength(1)
  expect(await memoryOverTime(git, facts, { samples: 100, signal })).toHaveLength(9)
  const gone = { treeAt: async () => Promise.reject(new Error('not there')) }
  expect(await memoryOverTime(gone, facts, { samples: 3, signal })).toEqual([])
  await expect(memoryOverTime(git, facts, { samples: 3, signal: AbortSignal.abort(new Error('interrupted')) })).rejects.toThrow(
    'interrupted',
  )
  git.close()
})
