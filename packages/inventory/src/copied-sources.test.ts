import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from './extractors.gen.ts'
import { inventoryTree } from './inventory.ts'

async function problems(files: Record<string, string>) {
  const { problems } = await inventoryTree(memoryTree(files), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems.map(({ effect, path, detail }) => `${effect} ${path} ${detail.replace(/^.*what they are(.*): they.*$/, '$1')}`.trim())
}

test('copies of sources that nothing tells are told once; those that a file tells are not', async () => {
  expect(
    await problems({
      'third_party/zlib/inflate.c': '',
      'third_party/zlib/contrib/x.h': '',
      'src/3rdparty/foo/a.cpp': '',
      'third_party/patches/a.patch': '',
      'third_party/own.c': '',
      'third_party/sub/x.c': '',
      'third_party/named/package-lock.json': '{"lockfileVersion":3,"packages":{"":{}}}',
      'third_party/named/lib/a.js': '',
      'vendor/third_party/x/a.go': '',
      '.gitmodules': '[submodule "s"]\n\tpath = third_party/sub\n\turl = ../s\n',
    }),
  ).toEqual(['incomplete src/3rdparty/foo , nor in 1 more'])
  expect(await problems({ 'tests/third_party/a/a.c': '' })).toEqual(['note tests/third_party/a'])
  expect(await problems({ 'third_party/README': '', 'src/a.c': '' })).toEqual([])
})
