import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Problem } from '@cupel/model'
import { afterAll, describe, expect, test } from 'vitest'
import { fileTree, folderTree } from './folder-tree.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Tree, TreeFolder } from './tree.ts'
import { LeavesTree, ReadFailed } from './tree.ts'

const base = mkdtempSync(join(tmpdir(), 'cupel-folder-'))
const root = join(base, 'tree')
mkdirSync(join(root, 'b', 'deep'), { recursive: true })
mkdirSync(join(root, 'a'))
writeFileSync(join(base, 'secret.txt'), 'secret')
writeFileSync(join(root, 'z.txt'), 'zed')
writeFileSync(join(root, 'Z.txt'), '')
writeFileSync(join(root, 'b', 'deep', 'package.json'), '{"a":1}')
symlinkSync(join(base, 'secret.txt'), join(root, 'out.json'))
symlinkSync('..', join(root, 'a', 'up'))
symlinkSync('../b/deep/package.json', join(root, 'a', 'in.json'))
symlinkSync('nowhere', join(root, 'a', 'broken'))
symlinkSync(base, join(root, 'outside'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

function walked(tree: Tree, prune: readonly string[] = []) {
  const folders: TreeFolder[] = []
  const problems: Problem[] = []
  tree.walk(
    (folder) => {
      folders.push(folder)
      return folder.folders.filter((name) => !prune.includes(name))
    },
    (problem) => problems.push(problem),
  )
  return { folders, problems }
}

function textOf(tree: Tree, path: string): string | null {
  const file = tree.open(path)
  if (file === null) return null
  const text = new TextDecoder().decode(file.read(0, file.size))
  file.close()
  return text
}

describe('folderTree', () => {
  const tree = folderTree(root)

  test('walks parents first, sorted, links apart', () => {
    expect(walked(tree)).toEqual({
      folders: [
        { path: '', files: ['Z.txt', 'z.txt'], folders: ['a', 'b'], links: ['out.json', 'outside'] },
        { path: 'a', files: [], folders: [], links: ['broken', 'in.json', 'up'] },
        { path: 'b', files: [], folders: ['deep'] },
        { path: 'b/deep', files: ['package.json'], folders: [] },
      ],
      problems: [],
    })
  })

  test('enters only what the visitor names', () => {
    expect(walked(tree, ['b']).folders.map((folder) => folder.path)).toEqual(['', 'a'])
  })

  test.each([
    ['z.txt', 'zed'],
    ['Z.txt', ''],
    ['a/in.json', '{"a":1}'],
    ['a/../z.txt', 'zed'],
    ['a/up/z.txt', 'zed'],
    ['a/broken', null],
    ['a/up', null],
    ['b', null],
    ['absent', null],
    ['z.txt/below', null],
    ['../secret.txt', null],
    ['/etc/passwd', null],
    ['a\0b', null],
  ])('open %j gives %j', (path, text) => {
    expect(textOf(tree, path)).toBe(text)
  })

  test.each(['out.json', 'outside/secret.txt'])('%s leads out and is refused', (path) => {
    expect(() => tree.open(path)).toThrow(LeavesTree)
  })

  test('reads any part of a file, and nothing after close', () => {
    const file = tree.open('b/deep/package.json')
    if (file === null) throw new Error('the file was written above')
    expect(file.size).toBe(7)
    expect(new TextDecoder().decode(file.read(1, 3))).toBe('"a"')
    expect(file.read(5, 1e12)).toHaveLength(2)
    expect(file.read(100, 5)).toHaveLength(0)
    file.close()
    file.close()
    expect(() => file.read(0, 1)).toThrow(ReadFailed)
  })

  test('lists a folder, and nothing outside', () => {
    expect(tree.list('b')).toEqual(['deep/'])
    expect(tree.list('a/../b')).toEqual(['deep/'])
    expect(tree.list('..')).toEqual([])
    expect(tree.list('outside')).toEqual([])
  })

  test('stops at the limits and says so', () => {
    expect(walked(folderTree(root, { ...DEFAULT_LIMITS, depth: 1 })).problems).toEqual([
      { code: 'limit-exceeded', effect: 'incomplete', path: 'b', detail: 'folders nested more than 1 deep; deeper ones were not walked' },
    ])
    expect(walked(folderTree(root, { ...DEFAULT_LIMITS, entries: 3 })).problems[0]?.code).toBe('limit-exceeded')
  })

  test('refuses a root that is not a folder', () => {
    expect(() => folderTree(join(root, 'z.txt'))).toThrow(/ENOTDIR/)
    expect(() => folderTree(join(root, 'absent'))).toThrow(/ENOENT/)
  })
})

describe.skipIf(process.platform === 'win32')('folderTree on odd files', () => {
  const odd = join(base, 'odd')
  mkdirSync(odd)

  test('neither lists nor blocks on a FIFO', () => {
    execFileSync('mkfifo', [join(odd, 'package-lock.json')])
    expect(walked(folderTree(odd)).folders[0]?.files).toEqual([])
    expect(folderTree(odd).open('package-lock.json')).toBeNull()
    rmSync(join(odd, 'package-lock.json'))
  })

  test('a folder whose name is not UTF-8 is a problem', () => {
    mkdirSync(Buffer.concat([Buffer.from(odd + '/bad'), Buffer.from([0xff])]))
    expect(walked(folderTree(odd)).problems).toMatchObject([{ code: 'unreadable', path: 'bad\ufffd' }])
    rmSync(Buffer.concat([Buffer.from(odd + '/bad'), Buffer.from([0xff])]), { recursive: true })
  })

  test.skipIf(process.getuid?.() === 0)('an unreadable folder or file is a problem', () => {
    mkdirSync(join(odd, 'shut'))
    writeFileSync(join(odd, 'shut.txt'), 'x')
    chmodSync(join(odd, 'shut'), 0)
    chmodSync(join(odd, 'shut.txt'), 0)
    expect(walked(folderTree(odd)).problems).toMatchObject([{ code: 'unreadable', path: 'shut' }])
    expect(() => folderTree(odd).open('shut.txt')).toThrow(ReadFailed)
    chmodSync(join(odd, 'shut'), 0o700)
  })

  test.skipIf(process.platform !== 'linux')('a file without a stated size is read whole', () => {
    expect(textOf(folderTree('/proc/self'), 'status')).toMatch(/^Name:/)
  })

  test('the file systems of the kernel are not walked', () => {
    const seen: string[] = []
    folderTree('/').walk(
      (folder) => {
        seen.push(...folder.folders)
        return []
      },
      () => {},
    )
    expect(seen).toContain('usr')
    expect(seen).not.toContain('proc')
  })

  test('1,500 folders deep', () => {
    const deep = join(base, 'deep')
    mkdirSync(deep)
    mkdirSync(join(deep, 'd/'.repeat(1500)), { recursive: true })
    const { folders, problems } = walked(folderTree(deep, { ...DEFAULT_LIMITS, depth: 20_000 }))
    expect(folders).toHaveLength(1501)
    expect(problems).toEqual([])
  })
})

describe('fileTree', () => {
  test('walks the one file, opens its neighbours', () => {
    const tree = fileTree(join(root, 'z.txt'))
    expect(walked(tree).folders).toEqual([{ path: '', files: ['z.txt'], folders: [] }])
    expect(textOf(tree, 'z.txt')).toBe('zed')
    expect(textOf(tree, 'b/deep/package.json')).toBe('{"a":1}')
    expect(tree.open('../secret.txt')).toBeNull()
  })

  test('follows the link the user named', () => {
    expect(textOf(fileTree(join(root, 'out.json')), 'out.json')).toBe('secret')
  })
})
