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
  for (const path of ['app', 'usr/local/bin/app', 'home/user/server', 'srv/x/y', 'nix/store/hash-x-1.0/bin/x'])
    expect(await told({ ...APK, [path]: ELF })).toEqual([`incomplete ${path}`])
  expect(await told({ ...APK, 'b/one': ELF, 'a/two.so': ELF })).toEqual(['incomplete a/two.so'])
})

test('what packages bring is not: of a language, and of the system what it lists', async () => {
  expect(
    await told({ ...APK, 'app.sh': '#!/bin/sh\n', 'app/node_modules/x/y': ELF, 'usr/local/lib/python3/site-packages/x.so': ELF }),
  ).toEqual([])
  const list = { 'var/lib/dpkg/info/a.list': '/.\n/opt\n/opt/chrome/chrome\n/bin/true\n/usr/lib/x.so\n' }
  const system = { 'opt/chrome/chrome': ELF, 'usr/bin/true': ELF, 'lib/x.so': ELF }
  expect(await told({ ...DPKG, ...list, ...system })).toEqual([])
  expect(await told({ ...DPKG, ...list, ...system, 'opt/own/own': ELF })).toEqual(['incomplete opt/own/own'])
  expect(await told({ ...DPKG, ...list, ...system, 'usr/bin/own': ELF })).toEqual(['incomplete usr/bin/own'])
  const apk = { 'lib/apk/db/installed': 'P:a\nV:1-r0\nA:x86_64\nF:bin\nR:true\nZ:Q1x\nF:usr/lib\nR:x.so\nF:opt/chrome\nR:chrome\n\n' }
  expect(await told({ ...apk, ...system })).toEqual([])
  expect(await told({ ...apk, ...system, 'usr/sbin/own': ELF })).toEqual(['incomplete usr/sbin/own'])
  expect(await told({ 'usr/bin/app': ELF })).toEqual(['incomplete usr/bin/app'])
  // A database without lists of files, or whose lists are not read, tells nothing of its folders.
  expect(await told({ ...DPKG, ...system })).toEqual([])
})

test('a bill of materials answers for what lies below it; a checkout is no image', async () => {
  const bom = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    components: [{ type: 'library', name: 'x', purl: 'pkg:npm/x@1.0.0' }],
  })
  expect(await told({ ...APK, 'srv/app/bom.json': bom, 'srv/app/bin/app': ELF })).toEqual([])
  expect(await told({ ...APK, 'srv/other/bom.json': bom, 'srv/app/bin/app': ELF })).toEqual(['incomplete srv/app/bin/app'])
  expect(await told({ app: ELF }, 'folder')).toEqual([])
})
