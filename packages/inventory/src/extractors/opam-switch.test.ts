import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import duneLock from './dune-lock.ts'
import opamSwitch from './opam-switch.ts'

test('installed packages of a switch; its roots are direct', () => {
  const path = '_opam/.opam-switch/switch-state'
  const text =
    'opam-version: "2.0"\ncompiler: ["ocaml-base-compiler.4.14.1"]\nroots: ["dune.3.11.1"]\ninstalled: [\n  "dune.3.11.1"\n  "ocaml.4.14.1"\n  "odd"\n]\n'
  const { components, problems } = extractFile(memoryTree({ [path]: text }), opamSwitch, path)
  expect(components.map(({ purl, direct, evidence }) => [purl, direct, evidence[0]?.line])).toEqual([
    ['pkg:opam/dune@3.11.1', true, 5],
    ['pkg:opam/ocaml@4.14.1', false, 6],
  ])
  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ['unsupported-content', 7],
    ['entries-lost', undefined],
  ])
  expect(extractFile(memoryTree({ [path]: 'roots: []\n' }), opamSwitch, path).problems).toHaveLength(2)
})

test('a package of dune.lock', () => {
  const read = (text: string) => extractFile(memoryTree({ 'dune.lock/base.pkg': text }), duneLock, 'dune.lock/base.pkg')
  const { components, problems } = read('(lang dune 3.17)\n(version v0.17.1)\n(source (fetch (url https://registry.example/base.tgz)))\n')
  expect([components[0]?.purl, components[0]?.evidence[0]?.line, problems]).toEqual(['pkg:opam/base@v0.17.1', 2, []])
  expect(read('(depends ocaml)\n').problems).toMatchObject([{ code: 'malformed' }])
})
