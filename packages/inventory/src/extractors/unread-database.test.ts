import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

async function told(...paths: readonly string[]): Promise<readonly string[]> {
  const tree = memoryTree(Object.fromEntries(paths.map((path) => [path, 'x'])), 'image')
  const { problems } = await inventoryTree(tree, { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems.map(({ effect, path, detail }) => `${effect} ${path} ${detail}`)
}

test('databases that are not read are told, one that keeps a file a package once', async () => {
  expect(await told('var/db/pkg/app-shells/bash-5.2/CONTENTS', 'var/db/pkg/sys-libs/zlib-1.3/CONTENTS')).toEqual([
    'incomplete var/db/pkg/app-shells/bash-5.2/CONTENTS packages that Portage installed are not read, and more in 1 further file',
  ])
  expect(await told('var/lib/rpmmanifest/container-manifest-2')).toEqual([
    'incomplete var/lib/rpmmanifest/container-manifest-2 packages that rpm installed are not read',
  ])
  expect(await told('snap/manifest.yaml')).toEqual(['incomplete snap/manifest.yaml packages that Snapcraft installed are not read'])
  expect(await told('root/.conan/data/zlib/1.2/_/_/package/abc/conaninfo.txt')).toEqual([
    'incomplete root/.conan/data/zlib/1.2/_/_/package/abc/conaninfo.txt packages that Conan installed are not read',
  ])
})

test('files of the same name elsewhere are not', async () =>
  expect(await told('docs/CONTENTS', 'my-snap/manifest.yaml', 'build/conaninfo.txt')).toEqual([]))
