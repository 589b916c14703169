import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bufferAccess, excluder, openTarget, openZip } from '@cupel/source'
import type { Tree } from '@cupel/source'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

const base = mkdtempSync(join(tmpdir(), 'cupel-conformance-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

function has(tool: string): boolean {
  const found = spawnSync(tool, ['--version']).error === undefined
  if (!found) console.warn(`skipped: ${tool} is not installed`)
  return found
}

describe.runIf(has('git'))('exclusion agrees with git check-ignore', () => {
  const repository = join(base, 'repository')
  mkdirSync(repository)
  execFileSync('git', ['init', '-q'], { cwd: repository })

  function ignoredByGit(globs: readonly string[], paths: readonly string[]): readonly string[] {
    writeFileSync(join(repository, '.gitignore'), globs.join('\n') + '\n')
    const result = spawnSync(
      'git',
      [
        '-c',
        'core.quotePath=false',
        '-c',
        'core.ignoreCase=false',
        '-c',
        'core.excludesFile=',
        'check-ignore',
        '--no-index',
        '-z',
        '--stdin',
      ],
      {
        cwd: repository,
        input: paths.join('\0') + '\0',
      },
    )
    return result.stdout
      .toString()
      .split('\0')
      .filter((path) => path !== '')
      .sort()
  }

  const paths = [
    'a',
    'b',
    'a/b',
    'a/b/c',
    'x/a',
    'x/y/a',
    'a.js',
    'a/b.js',
    'foo',
    'foo/bar',
    'foo/bar/baz',
    'x/foo/bar',
    'fooo',
    'a b',
    '#a',
    '!a',
    'a]',
    'a-',
    'A',
    '1',
    'a*',
    'a\\b',
    'ab',
    'aab',
    '.a',
    '.a/b',
    'node_modules/a/b',
  ]

  test('on written globs', () => {
    const globs = [
      'a',
      '/a',
      'a/',
      '/a/',
      'a/b',
      '/a/b',
      'a/*',
      'a/**',
      '**/a',
      '**/a/b',
      'a/**/c',
      'a/**/b',
      '*',
      '**',
      '/*',
      '/**',
      '*.js',
      '/*.js',
      'a/*.js',
      '?',
      '??',
      'a?',
      '[ab]',
      '[a-c]',
      '[!a]',
      '[^a]',
      '[!a-z]',
      '[[:alpha:]]',
      '[[:digit:]]',
      '[[:upper:]]',
      '[[:nope:]]',
      '[',
      '[a',
      '[]a]',
      'a[]]',
      'a[-]',
      'a[!]]',
      '[a-]',
      '\\#a',
      '#a',
      '\\!a',
      '!a',
      'a\\',
      'a\\*',
      'a ',
      'a\\ b',
      'a b',
      'foo/',
      'foo/bar',
      'foo/*',
      'foo/**/',
      'foo/**/baz',
      '**/bar',
      '**/bar/**',
      'f**o',
      'foo**',
      '**foo',
      'foo/**bar',
      'a//b',
      './a',
      '../a',
      '.*',
      '.a/*',
      'é',
      '[é]',
      '*é*',
      'A',
      'a*b',
      '*a*b*',
      'node_modules',
      'node_modules/',
      '**/node_modules/**',
      '/',
      '//',
      '!',
      'a/***/b',
      '***',
      'x/**/a',
      'a[/]b',
      'a[^x]b',
      'a\\\\b',
      '[\\]]',
      '[a\\-c]',
      '[c-a]',
    ]
    const pairs = [
      ['*', '!a'],
      ['*', '!a/'],
      ['a', '!a/b'],
      ['a/*', '!a/b'],
      ['*.js', '!a.js', 'a.js'],
      ['/*', '!/foo'],
      ['foo/*', '!foo/bar', 'foo/bar/*'],
    ]
    let compared = 0
    for (const list of [...globs.map((glob) => [glob]), ...pairs]) {
      const excludes = excluder(list)
      expect([list, paths.filter((path) => excludes(path)).sort()]).toEqual([list, ignoredByGit(list, paths)])
      compared += paths.length
    }
    console.log(`git check-ignore: ${compared} verdicts on written globs agree`)
  })

  test('on made globs', () => {
    let compared = 0
    const piece = fc.constantFrom('a', 'b', 'c', '*', '**', '?', '/', '/', '[ab]', '[!a]', '[a-b]', '\\', '\\*', '.', '!', ' ', ']', '[')
    const glob = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(''))
    const path = fc.array(fc.stringMatching(/^[abc.*]{1,3}$/), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
    const usable = path.filter((text) => !text.split('/').some((part) => part === '.' || part === '..'))
    fc.assert(
      fc.property(
        fc.array(glob, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(usable, { minLength: 20, maxLength: 40 }),
        (globs, list) => {
          const excludes = excluder(globs)
          expect(list.filter((text) => excludes(text)).sort()).toEqual(ignoredByGit(globs, list))
          compared += list.length
        },
      ),
      { seed: 1, numRuns: 400 },
    )
    console.log(`git check-ignore: ${compared} verdicts on made globs agree`)
  })
})

describe('zip', () => {
  test('the advisory archives are listed whole', () => {
    const folder = sharedPath('advisories/osv')
    if (folder === null) return
    const counts: Record<string, number> = { npm: 28_585, PyPI: 16_336, Go: 6434, 'crates.io': 1219 }
    let read = 0
    for (const [ecosystem, count] of Object.entries(counts)) {
      const zip = openZip(bufferAccess(readFileSync(join(folder, ecosystem, 'all.zip'))))
      expect([ecosystem, zip.entries.length, zip.problems]).toEqual([ecosystem, count, []])
      for (const entry of zip.entries.slice(0, 200)) expect(zip.read(entry)[0]).toBe(0x7b)
      read += zip.entries.length
    }
    console.log(`zip: ${read} members of third-party archives listed`)
  })
})

describe.runIf(has('tar'))('archives of other writers', () => {
  const folder = join(base, 'content')
  const deep = 'a-rather-long-folder-name/'.repeat(8)
  mkdirSync(join(folder, deep), { recursive: true })
  mkdirSync(join(folder, 'empty'))
  const expected = ['one.txt', 'grün.txt', deep + 'file-with-a-long-name-' + 'x'.repeat(80), 'zero']
  for (const [at, path] of expected.entries()) writeFileSync(join(folder, path), at === 3 ? '' : String(at).repeat(at * 70_000 + 1))

  function listing(tree: Tree): string[] {
    const found: string[] = []
    tree.walk(
      ({ path, files, folders }) => {
        for (const name of files) found.push(path === '' ? name : path + '/' + name)
        return folders
      },
      () => {},
    )
    return found.sort()
  }

  async function expectContent(file: string): Promise<void> {
    const target = await openTarget(file)
    expect([target.kind, target.problems]).toEqual(['archive', []])
    expect(listing(target.tree)).toEqual([...expected].sort())
    for (const path of expected) {
      const opened = target.tree.open(path)
      expect(Buffer.from(opened?.read(0, opened.size) ?? '').equals(readFileSync(join(folder, path)))).toBe(true)
    }
    target.close()
  }

  test.each(['gnu', 'oldgnu', 'posix', 'ustar', 'v7'])('tar --format=%s', async (format) => {
    // The two oldest formats cannot hold the long name.
    const names = format === 'v7' || format === 'ustar' ? expected.filter((path) => path.length < 100) : null
    const file = join(base, format + '.tar')
    execFileSync('tar', ['--format=' + format, '-cf', file, '-C', folder, ...(names ?? ['.'])])
    if (names === null) await expectContent(file)
    else {
      const target = await openTarget(file)
      expect([listing(target.tree), target.problems]).toEqual([[...names].sort(), []])
      target.close()
    }
  })

  test.each(['gnu', 'posix'])('sparse files of --format=%s are known and not misread', async (format) => {
    const holes = join(base, 'holes')
    mkdirSync(holes, { recursive: true })
    writeFileSync(join(holes, 'after.txt'), 'after')
    const sparse = openSync(join(holes, 'a-sparse'), 'w')
    // More holes than a header has room for.
    for (let hole = 1; hole <= 60; hole++) writeSync(sparse, 'x'.repeat(4096), hole * 65_536)
    closeSync(sparse)
    const file = join(base, format + '-sparse.tar')
    execFileSync('tar', ['--sparse', '--format=' + format, '-cf', file, '-C', holes, 'a-sparse', 'after.txt'])
    const target = await openTarget(file)
    expect([listing(target.tree), target.problems]).toEqual([['a-sparse', 'after.txt'], []])
    expect(() => target.tree.open('a-sparse')).toThrow('sparse')
    const after = target.tree.open('after.txt')
    expect(Buffer.from(after?.read(0, 9) ?? '').toString()).toBe('after')
    target.close()
  })

  test.runIf(has('gzip'))('gzip, also in several members', async () => {
    const tar = join(base, 'for-gzip.tar')
    execFileSync('tar', ['-cf', tar, '-C', folder, '.'])
    const bytes = readFileSync(tar)
    const gzip = (part: Uint8Array) => execFileSync('gzip', ['-c'], { input: part, maxBuffer: 1 << 28 })
    writeFileSync(join(base, 'one.tgz'), gzip(bytes))
    await expectContent(join(base, 'one.tgz'))
    writeFileSync(join(base, 'several.tgz'), Buffer.concat([gzip(bytes.subarray(0, 70_001)), gzip(bytes.subarray(70_001))]))
    await expectContent(join(base, 'several.tgz'))
  })

  test.runIf(has('zstd'))('zstd of several levels, in several frames', async () => {
    const tar = join(base, 'for-zstd.tar')
    execFileSync('tar', ['-cf', tar, '-C', folder, '.'])
    const bytes = readFileSync(tar)
    const zstd = (part: Uint8Array, level: string) => execFileSync('zstd', ['-c', '-q', level], { input: part, maxBuffer: 1 << 28 })
    for (const level of ['-1', '-3', '-19']) {
      writeFileSync(join(base, 'one.tar.zst'), zstd(bytes, level))
      await expectContent(join(base, 'one.tar.zst'))
    }
    const skippable = Buffer.from('502a4d1804000000deadbeef', 'hex')
    writeFileSync(
      join(base, 'several.tar.zst'),
      Buffer.concat([zstd(bytes.subarray(0, 70_001), '-3'), skippable, zstd(bytes.subarray(70_001), '-3')]),
    )
    await expectContent(join(base, 'several.tar.zst'))
  })

  test.runIf(has('python3'))("Python's zipfile", async () => {
    const file = join(base, 'python.zip')
    const script =
      'import sys,zipfile,os\nz=zipfile.ZipFile(sys.argv[1],"w",zipfile.ZIP_DEFLATED)\nfor n in sys.argv[3:]: z.write(os.path.join(sys.argv[2],n),n)\nz.close()'
    execFileSync('python3', ['-c', script, file, folder, ...expected])
    await expectContent(file)
  })
})
