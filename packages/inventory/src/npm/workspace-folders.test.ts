import { memoryTree, resolvePath } from '@cupel/source'
import { expect, test } from 'vitest'
import type { ExtractInput } from '../extractor.ts'
import { workspaceFolders } from './workspace-folders.ts'

const tree = memoryTree(
  Object.fromEntries(
    [
      'packages/a',
      'packages/b',
      'packages/deep/c',
      'packages/a/node_modules/x',
      'packages/.hidden',
      'apps/web-1',
      'apps/web-2',
      'apps/api',
      'other',
    ].map((folder) => [`${folder}/package.json`, '{}']),
  ),
)
const input = { list: (relative: string) => tree.list(resolvePath('', relative) ?? '/') } as ExtractInput

test.each([
  [['packages/*'], ['packages/a', 'packages/b']],
  [['./packages/*/'], ['packages/a', 'packages/b']],
  [['packages/**'], ['packages/a', 'packages/b', 'packages/deep/c']],
  [['packages/*', '!packages/b'], ['packages/a']],
  [['apps/web-*'], ['apps/web-1', 'apps/web-2']],
  [['{apps,packages}/a*'], ['apps/api', 'packages/a']],
  [['other', 'missing'], ['other']],
  [['../outside/*'], []],
  [['**'], ['apps/api', 'apps/web-1', 'apps/web-2', 'other', 'packages/a', 'packages/b', 'packages/deep/c']],
])('%j', (patterns, folders) => {
  expect(workspaceFolders(patterns, input)).toEqual(folders)
})
