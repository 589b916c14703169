import type { Component } from '@cupel/model'
import { expect, test } from 'vitest'
import { componentsInMemory, packComponents, unpackComponents } from './keyed-components.ts'

function component(name: string): Component {
  const evidence = [{ path: 'bom.json', by: 'sbom', kind: 'sbom' } as const]
  const licenses = ['MIT']
  const hashes = [{ algorithm: 'sha256', value: 'ab'.repeat(32) } as const]
  return {
    purl: `pkg:npm/${name}@1.0.0`,
    name,
    version: '1.0.0',
    ecosystem: 'npm',
    scopes: ['runtime'],
    direct: null,
    evidence,
    licenses,
    hashes,
    subject: { name: 'über', version: '1' },
  }
}

test('what was packed comes back whole and in order, as often as it is asked for, in a twentieth of the bytes', () => {
  const all = Array.from({ length: 4321 }, (_, at) => ({ key: `key-${at}`, component: component(`name-${at}`) }))
  const packed = packComponents(all)
  const unpacked = unpackComponents(packed)
  expect(unpacked.count).toBe(4321)
  for (let time = 0; time < 2; time++) expect([...unpacked.parts()].flat()).toEqual(all)
  expect([...unpacked.parts()].map(({ length }) => length)).toEqual([2000, 2000, 321])
  expect(packed.parts.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(JSON.stringify(all).length / 20)
  expect([...componentsInMemory(all).parts()]).toEqual([all])
  expect([...unpackComponents(packComponents([])).parts()]).toEqual([])
})
