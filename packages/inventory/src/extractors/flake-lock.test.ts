import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import dotnetTools from './dotnet-tools.ts'
import flakeLock from './flake-lock.ts'

test('flake.lock: inputs by host, with edges and paths of inputs', () => {
  const locked = (type: string, more: object) => ({ locked: { type, ...more } })
  const nodes = {
    root: { inputs: { nixpkgs: 'nixpkgs', utils: 'utils', own: 'own', same: ['utils', 'systems'] } },
    nixpkgs: locked('github', { owner: 'NixOS', repo: 'nixpkgs', rev: 'abc' }),
    utils: { ...locked('git', { url: 'https://git.example/utils', rev: 'def' }), inputs: { systems: 'systems', nixpkgs: ['nixpkgs'] } },
    systems: locked('tarball', { url: 'https://a.example/x.tar.gz' }),
    own: locked('path', { path: './own' }),
  }
  const text = JSON.stringify({ nodes, root: 'root', version: 7 })
  const { components, graph, problems, coverage } = extractFile(memoryTree({ 'flake.lock': text }), flakeLock, 'flake.lock')
  expect(components.map(({ purl, direct }) => `${purl} ${direct}`)).toEqual([
    'pkg:github/nixos/nixpkgs?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2FNixOS%2Fnixpkgs%40abc true',
    'pkg:generic/utils?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Futils%40def true',
    'pkg:generic/systems?download_url=https:%2F%2Fa.example%2Fx.tar.gz true',
  ])
  expect(graph.edges).toHaveLength(5)
  expect(coverage).toMatchObject({ formatVersion: '7', skipped: [{ what: 'local path', count: 1 }] })
  expect(problems).toEqual([])
})

test('flake.lock: versions and inputs that go in circles', () => {
  const read = (value: unknown) => extractFile(memoryTree({ 'flake.lock': JSON.stringify(value) }), flakeLock, 'flake.lock').problems
  expect(read({ nodes: { root: { inputs: { a: ['a'] } } }, root: 'root', version: 7 })).toEqual([])
  expect(read({ nodes: {}, root: 'root', version: 99 })).toMatchObject([{ code: 'unsupported-version' }])
  expect(read({ version: 7 })).toMatchObject([{ code: 'malformed' }])
})

test('dotnet-tools.json: tools with their versions', () => {
  const text = '{\n"version": 1,\n"isRoot": true,\n"tools": {\n"dotnet-ef": {"version": "3.1.0"},\n"x": {"version": "[1,2)"}\n}\n}'
  const read = (content: string) => extractFile(memoryTree({ 'dotnet-tools.json': content }), dotnetTools, 'dotnet-tools.json')
  expect(read(text).components.map(({ purl, evidence }) => `${purl} ${evidence[0]?.line}`)).toEqual([
    'pkg:nuget/dotnet-ef@3.1.0 5',
    'pkg:nuget/x 6',
  ])
  expect(read('{"version":2,"tools":{}}').problems).toMatchObject([{ code: 'unsupported-version' }])
  expect(read('{"version":1}').problems).toMatchObject([{ code: 'malformed' }])
  expect(read('[]').problems).toMatchObject([{ code: 'malformed' }])
})
