import { memoryTree } from '@cupel/source'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexFiles } from '../facts/file-index.ts'
import { syntaxOf } from './code-syntax.ts'
import { measureMemorySafety } from './measure-memory-safety.ts'
import { memorySafetyOfDependencies } from './memory-safety-of-dependencies.ts'
import { stripCode } from './strip-code.ts'

const measure = (files: Readonly<Record<string, string>>) => measureMemorySafety(indexFiles(memoryTree(files)))

describe('stripCode', () => {
  it.each([
    ['Rust', 'a("unsafe { }") // unsafe\n/* /* unsafe */ x */ b \'"\' c r#"unsafe"# d &\'static e', 'a("")\nb c d & static e'],
    ['C', 'x = "a\\"/*"; // y\n/* z\n*/ w', 'x = "";\n\n w'],
    ['Go', 'a := `unsafe\n// x` + "b" // c', 'a := `` + ""'],
    ['Python', 'a = """x\n# y""" # z', 'a = """\n"""'],
    ['C', '"open\nnext', '"open\nnext'],
  ])('blanks comments and strings of %s %#', (language, text, expected) => {
    const tokens = (one: string): string => one.replace(/[\s'"`]+/g, ' ').trim()
    const stripped = stripCode(text, syntaxOf(language))
    expect(stripped.split('\n')).toHaveLength(text.split('\n').length)
    if (language !== 'C' || !text.startsWith('"open')) expect(tokens(stripped)).toBe(tokens(expected))
    expect(stripped).not.toContain('unsafe')
  })

  it('keeps lines and never grows, whatever it reads', () => {
    const pieces = fc.array(fc.constantFrom('"', "'", '`', '/*', '*/', '//', '#', '\n', '\\', 'a', ' ', 'r#"', '"#', '"""', '{', '}'), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(pieces, fc.constantFrom('Rust', 'C', 'Go', 'Python', 'JavaScript', 'Kotlin', 'Lua'), (parts, language) => {
        const text = parts.join('')
        const stripped = stripCode(text, syntaxOf(language))
        expect(stripped.split('\n')).toHaveLength(text.split('\n').length)
        expect(stripped.length).toBeLessThanOrEqual(text.length)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it.each(['/*'.repeat(200_000), '"'.repeat(200_001), "'".repeat(200_001), 'r#'.repeat(100_000), '('.repeat(200_000)])(
    'is linear %#',
    (text) => {
      expect(stripCode(text, syntaxOf('Rust')).length).toBeLessThanOrEqual(text.length)
    },
  )
})

describe('measureMemorySafety', () => {
  it('counts lines of code, tests apart, vendored code not', () => {
    const { languages, unsafeShare, testLines } = measure({
      'a.c': '// comment\nint main() {\n\n}\n',
      'b.py': 'x = 1\ny = 2\n',
      tool: '#!/usr/bin/env bash\necho\n',
      'test/c.c': 'int x;\n',
      'vendor/d.c': 'int y;\n',
      'README.md': 'x',
    })
    expect(languages.map(({ language, kind, lines, unsafeLines }) => `${language} ${kind} ${lines} ${unsafeLines}`)).toEqual([
      'C unsafe 2 2',
      'Python marked 2 0',
      'Shell safe 1 0',
    ])
    expect([unsafeShare, testLines]).toEqual([0.4, 1])
  })

  it.each([
    [
      'a.rs',
      'fn a() {\n  unsafe {\n    x();\n  }\n  unsafe { y() }\n}\nunsafe fn b() {\n  c();\n}\n// unsafe {\nlet s = "unsafe {";\n',
      7,
      ['2-4 unsafe block', '7-9 unsafe fn', '5-5 unsafe block'],
    ],
    ['a.rs', 'unsafe impl Send for X {}\nunsafe extern "C" { fn f(); }\n', 2, ['1-1 unsafe impl', '2-2 unsafe extern']],
    ['a.go', 'package a\nimport "C"\nimport "unsafe"\nvar p = unsafe.Pointer(x)\n', 2, ['2-2 cgo', '4-4 unsafe']],
    ['a.cs', 'class A {\n  unsafe void B() {\n    int* p;\n  }\n}\n', 3, ['2-4 unsafe block']],
    ['a.swift', 'let p = UnsafeMutablePointer<Int>.allocate(capacity: 1)\n', 1, ['1-1 pointer']],
    ['A.java', 'class A {\n  native int b();\n  // native int c();\n}\n', 1, ['2-2 native']],
    ['a.zig', 'const a = 1;\n', 1, []],
  ])('finds the unsafe parts of %s', (path, text, lines, spans) => {
    const { unsafeLines, sites } = measure({ [path]: text })
    expect(unsafeLines).toBe(lines)
    expect(sites.map(({ line, endLine, what }) => `${line}-${endLine} ${what}`).sort()).toEqual([...spans].sort())
  })

  it('adds up along dependencies whose sources are given, and names the others', () => {
    const own = indexFiles(memoryTree({ 'a.py': 'x = 1\n' }))
    const found = memorySafetyOfDependencies(
      own,
      [{ purl: 'pkg:pypi/native@1', tree: memoryTree({ 'x.c': 'int a;\nint b;\nint c;\n' }) }],
      ['pkg:pypi/native@1', 'pkg:pypi/other@1'],
    )
    expect(found).toMatchObject({ unsafeShare: 0.75, unseen: ['pkg:pypi/other@1'] })
  })
})
