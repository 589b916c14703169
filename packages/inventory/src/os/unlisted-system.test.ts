import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

test('an image with a system and without its package database is not known', async () => {
  const problems = async (files: Record<string, string>, kind: 'image' | 'folder' = 'image') =>
    (await inventoryTree(memoryTree(files, kind), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })).problems.map(
      ({ effect, path }) => `${effect} ${path}`,
    )
  const release = { 'usr/lib/os-release': 'ID=debian\nVERSION_ID=12\n' }
  expect(await problems(release)).toEqual(['incomplete usr/lib/os-release'])
  expect(await problems(release, 'folder')).toEqual([])
  expect(await problems({ app: 'x' })).toEqual([])
  expect(
    await problems({ ...release, 'var/lib/dpkg/status': 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n' }),
  ).toEqual([])
  // An empty database lists nothing.
  const alpine = { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.0\n', 'lib/apk/db/installed': '' }
  expect(await problems(alpine)).toEqual(['incomplete etc/os-release', 'note lib/apk/db/installed'])
})
