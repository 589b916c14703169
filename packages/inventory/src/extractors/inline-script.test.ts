import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'
import inlineScript from './inline-script.ts'
import jvmScript from './jvm-script.ts'

const PEP_723 = `#!/usr/bin/env -S uv run
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests==2.31.0",
#   "rich<14", # shown
#   "mine @ file:///tmp/mine",
# ]
# ///
import requests
`

test('PEP 723: what a script needs, unless a lock beside it says so', () => {
  const { components, problems, coverage } = extractFile(memoryTree({ 'tools/a.py': PEP_723 }), inlineScript, 'tools/a.py')
  expect(components.map(({ purl, evidence }) => `${purl} ${evidence[0]?.line}`)).toEqual(['pkg:pypi/requests@2.31.0 5', 'pkg:pypi/rich 6'])
  expect([problems, coverage.skipped]).toEqual([[], [{ what: 'local path', count: 1 }]])
  const locked = memoryTree({ 'a.py': PEP_723, 'a.py.lock': 'version = 1\n' })
  expect(extractFile(locked, inlineScript, 'a.py').foreign).toBe(true)
  const open = extractFile(memoryTree({ 'a.py': '# /// script\n# dependencies = ["a"]\nimport a\n' }), inlineScript, 'a.py')
  expect(open.problems).toMatchObject([{ effect: 'incomplete', line: 1 }])
  for (const text of ['import os\n', '', '"""\n# /// scripts\n"""\n', '\u0000'])
    expect(extractFile(memoryTree({ 'a.py': text }), inlineScript, 'a.py').foreign).toBe(true)
})

test.each<[path: string, text: string, found: readonly string[]]>([
  [
    'a.java',
    '///usr/bin/env jbang "$0" "$@" ; exit $?\n//DEPS g.h:a:1.0 g.h:b:2.0:jdk8@jar // more\nclass A {}\n',
    ['g.h/a@1.0 2', 'g.h/b@2.0 2'],
  ],
  ['a.java', '//DEPS g.h:a:${v:1.0}\n//DEPS g.h:b:[1,2)\n', ['g.h/a 1', 'g.h/b 2']],
  ['a.main.kts', '@file:DependsOn("g.h:a:1.0", "g.h:b:2.0")\n', ['g.h/a@1.0 1', 'g.h/b@2.0 1']],
  [
    'a.groovy',
    "@Grapes([\n  @Grab('g.h:a:1.0'),\n  @Grab(group='g.h', module='b', version='2.+')\n])\nimport x\n",
    ['g.h/a@1.0 2', 'g.h/b 3'],
  ],
  [
    'a.scala',
    '//> using scala 2.13\n//> using dep "g.h::a:1.0"\n//> using deps g.h:b:2.0, g.h::c:3.0\n',
    ['g.h/a_2.13@1.0 2', 'g.h/b@2.0 3', 'g.h/c_2.13@3.0 3'],
  ],
  ['a.sc', '//> using test.dep g.h::a::1.0\n', ['g.h/a_3@1.0 1']],
])('%s: %s', (path, text, found) => {
  const { components, coverage } = extractFile(memoryTree({ [path]: text }), jvmScript, path)
  expect(components.map(({ purl, evidence }) => `${purl.slice('pkg:maven/'.length)} ${evidence[0]?.line}`)).toEqual(found)
  expect(coverage.unknown).toEqual([])
})

test('what is sniffed for: not beside a package’s own file, and a file that is named is looked into', async () => {
  const read = async (files: Record<string, string>, file?: string) =>
    (
      await inventoryTree(memoryTree(files), { extractors: EXTRACTORS, limits: DEFAULT_LIMITS, ...(file === undefined ? {} : { file }) })
    ).components.map(({ purl }) => purl)
  expect(await read({ 'a/x.py': PEP_723, 'b/x.py': PEP_723, 'b/__init__.py': '', 'src/main/a.java': '//DEPS g:a:1\n' })).toHaveLength(2)
  expect(await read({ 'x.py': PEP_723 }, 'x.py')).toHaveLength(2)
  expect(await read({ 'x.yaml': 'apiVersion: v1\nkind: Pod\nimage: a:1\n' }, 'x.yaml')).toEqual(['pkg:docker/a@1'])
})
