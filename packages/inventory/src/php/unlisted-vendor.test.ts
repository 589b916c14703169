import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

async function told(files: Record<string, string>, kind: 'image' | 'folder' = 'image'): Promise<readonly string[]> {
  const { problems } = await inventoryTree(memoryTree(files, kind), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems
    .filter(({ detail }) => detail.includes('packages of PHP'))
    .map(({ effect, path, detail }) => `${effect} ${path} ${detail}`)
}

const MANIFESTS = { 'app/vendor/a/b/composer.json': '{"name":"a/b"}', 'app/vendor/a/c/composer.json': '{"name":"a/c"}' }
const INSTALLED = '{"packages":[{"name":"a/b","version":"1.0.0"}]}'
const LOCK = '{"packages":[{"name":"a/b","version":"1.0.0"}],"packages-dev":[],"content-hash":"x"}'

test('packages in vendor that nothing lists', async () => {
  const expected = 'app/vendor packages of PHP lie here (2), and no composer/installed.json says which: they were not looked at'
  expect(await told(MANIFESTS)).toEqual([`incomplete ${expected}`])
  expect(await told(MANIFESTS, 'folder')).toEqual([`incomplete ${expected}`])
  expect(await told({ 'tests/vendor/a/b/composer.json': '{}', 'examples/vendor/a/b/composer.json': '{}' })).toEqual([
    'note examples/vendor packages of PHP lie here (1), and no composer/installed.json says which, nor in 1 more: they were not looked at',
  ])
})

test('a list or a lock answers for its own folder', async () => {
  expect(await told({ ...MANIFESTS, 'app/vendor/composer/installed.json': INSTALLED })).toEqual([])
  expect(await told({ ...MANIFESTS, 'app/composer.lock': LOCK })).toEqual([])
  expect(await told({ ...MANIFESTS, 'composer.lock': LOCK })).toHaveLength(1)
  expect(await told({ 'vendor/a/b/composer.json': '{}', 'composer.lock': LOCK })).toEqual([])
  expect(await told({ 'app/composer.json': '{}', 'app/vendor/a/composer.json': '{}' })).toEqual([])
})
