import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

/** A library of Windows, with or without the header that makes it an assembly. */
function library(isAssembly: boolean, wide = false): Uint8Array {
  const bytes = new Uint8Array(512)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0x4d5a)
  view.setUint32(60, 64, true)
  view.setUint32(64, 0x50450000)
  view.setUint16(64 + 24, wide ? 0x20b : 0x10b, true)
  if (isAssembly) view.setUint32(64 + 24 + (wide ? 112 : 96) + 14 * 8, 0x2000, true)
  return bytes
}

async function told(files: Record<string, string | Uint8Array>, kind: 'image' | 'folder' = 'folder'): Promise<readonly string[]> {
  const { problems } = await inventoryTree(memoryTree(files, kind), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
  return problems.filter(({ by }) => by === 'walk').map(({ effect, path, detail }) => `${effect} ${path} ${detail.split(' that')[0]}`)
}

test('assemblies that nothing tells of', async () => {
  expect(await told({ 'lib/Newtonsoft.Json.dll': library(true) })).toEqual(['note lib/Newtonsoft.Json.dll an assembly of .NET'])
  expect(await told({ 'examples/a.dll': library(true), 'lib/B.DLL': library(true, true), 'c.dll': library(true).slice(0, 100) })).toEqual([
    'note lib/B.DLL one of 2 assemblies of .NET',
  ])
  expect(await told({ 'lib/native.dll': library(false), 'node_modules/a/b.dll': library(true) })).toEqual([])
})

test('a list beside or above them tells of them', async () => {
  const deps = JSON.stringify({ runtimeTarget: { name: 'net8.0' }, targets: { 'net8.0': {} }, libraries: {} })
  expect(await told({ 'out/a.dll': library(true), 'out/app.deps.json': deps })).toEqual([])
  expect(await told({ 'out/sub/a.dll': library(true), 'out/packages.config': '<packages></packages>' })).toEqual([])
  expect(await told({ 'lib/a.dll': library(true), 'out/app.deps.json': deps })).toHaveLength(1)
})

test('in an image they are told as any program that no package brought', async () => {
  expect(await told({ 'app/a.dll': library(true) }, 'image')).toEqual(['incomplete app/a.dll a program or library'])
})
