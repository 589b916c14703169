import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

async function told(paths: readonly string[], kind: 'image' | 'folder'): Promise<readonly string[]> {
  const tree = memoryTree(Object.fromEntries(paths.map((path) => [path, 'PK'])), kind)
  const { problems } = await inventoryTree(tree, { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems.map(({ effect, path, detail }) => `${effect} ${path} ${detail}`)
}

test('archives that nobody looks into, one problem a kind', async () => {
  expect(await told(['opt/composer.phar', 'srv/b.phar', 'srv/c.phar'], 'image')).toEqual([
    'incomplete opt/composer.phar what is packed into a *.phar was not looked at: composer.phar, and more in 2 further files',
  ])
  expect(await told(['dist/a.vsix', 'app.apk'], 'folder')).toEqual([
    'incomplete app.apk what is packed into a *.apk was not looked at: app.apk',
    'incomplete dist/a.vsix what is packed into a *.vsix was not looked at: a.vsix',
  ])
})

test('in tests and examples a note, but not in an image; in a package a note', async () => {
  expect(await told(['test/fixtures/a.apk'], 'folder')).toEqual([
    'note test/fixtures/a.apk what is packed into a *.apk was not looked at: a.apk',
  ])
  expect((await told(['examples/a.phar'], 'image'))[0]).toMatch(/^incomplete /)
  expect((await told(['vendor/a/b/bin/a.phar'], 'image'))[0]).toMatch(/^note /)
})
