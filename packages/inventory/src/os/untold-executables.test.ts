import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

const ELF = `\x7fELF\x02\x01\x01${'\0'.repeat(200)}`
const DPKG = { 'var/lib/dpkg/status': 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n' }
const APK = { 'lib/apk/db/installed': 'P:musl\nV:1.2.4-r0\nA:x86_64\n\n' }

async function told(files: Record<string, string>, kind: 'image' | 'folder' = 'image'): Promise<readonly string[]> {
  const { problems } = await inventoryTree(memoryTree(files, kind), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems.filter(({ detail }) => detail.includes('no package brought')).map(({ effect, path }) => `${effect} ${path}`)
}

test('a program that no package brought is told, wherever an image is made for its sake', async () => {
  for (const path of ['app', 'usr/local/bin/app', 'home/user/server', 'srv/x/y', 'nix/store/hash-x-1.0/bin/x', 'opt/app/bin/app'])
    expect(await told({ ...APK, [path]: ELF })).toEqual([`incomplete ${path}`])
  expect(await told({ ...APK, 'b/one': ELF, 'a/two.so': ELF })).toEqual(['incomplete a/two.so'])
})

test('what packages bring is not: of the system, of a language, and under opt what dpkg lists', async () => {
  expect(await told({ ...APK, 'usr/bin/true': ELF, 'lib/x.so': ELF, 'sbin/init': ELF, 'app.sh': '#!/bin/sh\n' })).toEqual([])
  expect(await told({ ...APK, 'app/node_modules/x/y': ELF, 'usr/local/lib/python3/site-packages/x.so': ELF })).toEqual([])
  const list = { 'var/lib/dpkg/info/a.list': '/.\n/opt\n/opt/chrome/chrome\n' }
  const opt = { 'opt/chrome/chrome': ELF, 'opt/own/own': ELF }
  expect(await told({ ...DPKG, ...list, ...opt })).toEqual(['incomplete opt/own/own'])
  expect(await told({ ...DPKG, ...opt })).toEqual(['incomplete opt/chrome/chrome'])
})

test('a bill of materials answers for what lies below it; a checkout is no image', async () => {
  const bom = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    components: [{ type: 'library', name: 'x', purl: 'pkg:npm/x@1.0.0' }],
  })
  expect(await told({ ...APK, 'opt/app/bom.json': bom, 'opt/app/bin/app': ELF })).toEqual([])
  expect(await told({ ...APK, 'opt/other/bom.json': bom, 'opt/app/bin/app': ELF })).toEqual(['incomplete opt/app/bin/app'])
  expect(await told({ app: ELF }, 'folder')).toEqual([])
})
