import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { defineExtractor } from './extractor.ts'
import type { Extractor, ExtractorEntry } from './extractor.ts'
import { inventoryTree } from './inventory.ts'

/** `name version` lines; `!` lines are entries that give nothing, `?` lines are not understood. */
const lines = defineExtractor({
  id: 'lines',
  title: 'lines',
  type: 'npm',
  kind: 'lock',
  files: ['lines.lock', 'package-lock.json', 'package.json'],
  extract(input, out) {
    const all = input
      .text()
      .split('\n')
      .filter((line) => line !== '')
    out.entries(all.length)
    const root = out.project({ name: 'app' })
    for (const [at, line] of all.entries()) {
      if (line === 'crash') throw new Error('a bug')
      if (line.startsWith('@')) {
        out.project({ folder: line.slice(1) })
        out.skip('workspace member')
      } else if (line.startsWith('?')) out.unknown(line, at + 1)
      else if (!line.startsWith('!')) {
        const [name = '', version = ''] = line.split(' ')
        out.edge(root, out.component({ name, version, line: at + 1 }))
      }
    }
  },
})

const manifest = defineExtractor({ ...lines, id: 'manifest', kind: 'manifest', files: ['lines.toml'], yieldsTo: ['lines'] })

function entryOf(extractor: Extractor): ExtractorEntry {
  const { extract: _, ...metadata } = extractor
  return { ...metadata, load: () => Promise.resolve(extractor) }
}

async function inventory(files: Record<string, string | Uint8Array>, options = {}) {
  return inventoryTree(memoryTree(files), { extractors: [entryOf(lines), entryOf(manifest)], limits: DEFAULT_LIMITS, ...options })
}

test('components of several files are merged with all their places', async () => {
  const { components } = await inventory({ 'b/lines.lock': 'x 1.0.0\ny 2.0.0\n', 'a/lines.lock': 'x 1.0.0\n' })
  expect(components.map(({ purl, direct, evidence }) => [purl, direct, evidence.map(({ path, line }) => `${path}:${line}`)])).toEqual([
    ['pkg:npm/x@1.0.0', true, ['a/lines.lock:1', 'b/lines.lock:1']],
    ['pkg:npm/y@2.0.0', true, ['b/lines.lock:2']],
  ])
})

test('lost entries, unknown parts and crashes are said, and lose nothing else', async () => {
  const { components, coverage, problems } = await inventory({
    'lost/lines.lock': 'x 1.0.0\n!\n',
    'odd/lines.lock': 'y 1.0.0\n? new section\n',
    'broken/lines.lock': 'z 1.0.0\ncrash\n',
    'binary/lines.lock': new Uint8Array([120, 32, 49, 10, 0xff, 0xfe, 0, 10]),
  })
  expect(components.map(({ name }) => name)).toEqual(['x', 'y', 'z'])
  expect(coverage.map(({ path, state }) => `${path} ${state}`)).toEqual([
    'binary/lines.lock failed',
    'broken/lines.lock failed',
    'lost/lines.lock partial',
    'odd/lines.lock partial',
  ])
  expect(problems.map(({ code, path, line }) => [code, path, line])).toEqual([
    ['malformed', 'binary/lines.lock', 2],
    ['internal', 'broken/lines.lock', undefined],
    ['entries-lost', 'lost/lines.lock', undefined],
    ['unsupported-content', 'odd/lines.lock', 2],
    ['entries-lost', 'odd/lines.lock', undefined],
  ])
})

test('packages known from manifests alone are said to be without what they need', async () => {
  const notes = async (files: Record<string, string>) =>
    (await inventory(files)).problems.map(({ effect, path, detail }) => [effect, path, detail])
  expect(await notes({ 'a/lines.toml': 'x 1', 'b/lines.toml': 'y 1' })).toEqual([
    [
      'note',
      'a/lines.toml',
      'a/lines.toml and 1 more name only what is asked for directly; the npm packages that those need are not listed',
    ],
  ])
  expect(await notes({ 'a/lines.toml': 'x 1', 'a/b/lines.lock': 'y 1' })).toEqual([])
  expect(await notes({ 'a/b/lines.toml': 'x 1', 'lines.lock': 'y 1' })).toEqual([])
  // A neighbour's lock says nothing of it.
  expect(await notes({ 'a/lines.toml': 'x 1', 'b/lines.lock': 'y 1' })).toHaveLength(1)
})

test('a byte of another encoding costs its line, not the file', async () => {
  const { components, coverage, problems } = await inventory({ 'lines.lock': Buffer.from('x 1\n? M\xfcller\ny 2\n', 'latin1') })
  expect(components.map(({ name }) => name)).toEqual(['x', 'y'])
  expect(coverage[0]?.state).toBe('partial')
  expect(problems[0]).toMatchObject({ code: 'malformed', effect: 'incomplete', line: 2, detail: 'invalid UTF-8' })
})

test('a manifest yields to the lock beside it, and only to one that was read', async () => {
  expect((await inventory({ 'lines.lock': 'x 1', 'lines.toml': 'x 2' })).components.map(({ version }) => version)).toEqual(['1'])
  expect((await inventory({ 'lines.lock': 'crash', 'lines.toml': 'x 2' })).components.map(({ version }) => version)).toEqual(['2'])
  expect((await inventory({ 'a/lines.lock': 'x 1', 'b/lines.toml': 'x 2' })).components).toHaveLength(2)
})

test('node_modules is read when no lock covers it, when the lock failed, or when asked', async () => {
  const installed = { 'node_modules/z/package.json': 'z 1' }
  const names = async (files: Record<string, string>, options = {}) => (await inventory(files, options)).components.map(({ name }) => name)
  expect(await names(installed)).toEqual(['z'])
  expect(await names({ ...installed, 'package-lock.json': 'x 1' })).toEqual(['x'])
  expect(await names({ ...installed, 'package-lock.json': 'crash' })).toEqual(['z'])
  expect(await names({ ...installed, 'package-lock.json': 'x 1' }, { installed: true })).toEqual(['x', 'z'])
  expect(await names({ 'package-lock.json': 'x 1\n@sub', 'sub/node_modules/z/package.json': 'z 1' })).toEqual(['x'])
  // A lock above that does not know the project answers for nothing in it.
  expect(await names({ 'package-lock.json': 'x 1', 'sub/node_modules/z/package.json': 'z 1' })).toEqual(['x', 'z'])
})

test('an excluded file is not read and is counted', async () => {
  const { components, problems } = await inventory(
    { 'a/lines.lock': 'x 1', 'b/lines.lock': 'y 1' },
    { excludes: (path: string) => path === 'a/lines.lock' },
  )
  expect(components.map(({ name }) => name)).toEqual(['y'])
  expect(problems).toMatchObject([{ effect: 'note', detail: '1 known files were excluded by the user' }])
})
