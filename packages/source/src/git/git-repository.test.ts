import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitFolder } from '../../../../test/make-git.ts'
import type { Tree } from '../tree.ts'
import { LeavesTree } from '../tree.ts'
import { cloneRepository, protocolOf } from './clone-repository.ts'
import { GitFailed } from './git-failed.ts'
import { withoutCredentials } from './git-remotes.ts'
import type { GitRepository } from './git-repository.ts'
import { openGitRepository } from './git-repository.ts'

const { root: ROOT, git, gitIn, makeRepository, commitFiles, remove } = gitFolder()
const opened: GitRepository[] = []
let basic = ''

async function open(folder: string): Promise<GitRepository> {
  const repository = await openGitRepository(folder)
  if (repository === null) throw new Error('no repository')
  opened.push(repository)
  return repository
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

function textOf(tree: Tree, path: string): string | null {
  const file = tree.open(path)
  return file === null ? null : Buffer.from(file.read(0, file.size)).toString()
}

beforeAll(() => {
  basic = makeRepository('basic', { 'a.txt': 'one\n', 'src/b.txt': 'b\n' })
  commitFiles(
    basic,
    { 'a.txt': 'one\ntwo\n', 'bin.dat': 'x\0y' },
    'second\n\nBody.\n\nReviewed-by: Cy <cy@example.org>\nSigned-off-by: Ada <ada@example.org>',
  )
  git(basic, 'tag', '-a', 'v1', '-m', 'first version')
  git(basic, 'tag', 'light')
  git(basic, 'tag', '-a', 'nested', 'v1', '-m', 'tag of a tag')
  git(basic, 'checkout', '--quiet', '-b', 'topic', 'HEAD~1')
  commitFiles(basic, { 'src/c.txt': 'c\n' }, 'third')
  git(basic, 'checkout', '--quiet', 'main')
  git(basic, 'merge', '--quiet', '--no-ff', '-m', 'merge topic', 'topic')
  git(basic, 'remote', 'add', 'origin', 'https://ada:secret@git.example.org/a/b.git?token=x')
})

afterAll(() => {
  for (const repository of opened) repository.close()
  remove()
})

test('facts of a repository', async () => {
  const repository = await open(basic)
  expect(repository).toMatchObject({ objectFormat: 'sha1', isBare: false, isShallow: false, isPartial: false, problems: [] })
  expect(repository.head()).toBe(git(basic, 'rev-parse', 'HEAD').trim())
  expect(repository.headBranch()).toBe('main')
  expect(repository.defaultBranch()).toBe('main')
  expect(repository.refs().map((ref) => ref.name)).toEqual([
    'refs/heads/main',
    'refs/heads/topic',
    'refs/tags/light',
    'refs/tags/nested',
    'refs/tags/v1',
  ])
  expect(repository.remotes()).toEqual([{ name: 'origin', url: 'https://git.example.org/a/b.git' }])
  expect(await repository.commitGraphSize()).toBe(4)
  expect(await repository.resolve('topic')).toBe(git(basic, 'rev-parse', 'topic').trim())
  expect(await repository.resolve('v1')).toBe(git(basic, 'rev-parse', 'v1^{}').trim())
  expect(await repository.resolve('--all')).toBeNull()
  expect(await repository.resolve('none')).toBeNull()
})

test('commits with people, trailers and changes', async () => {
  const repository = await open(basic)
  const commits = await all(repository.commits({ withChanges: true }))
  const bySubject = Object.fromEntries(commits.map(({ message, parents, changes }) => [message.split('\n')[0], [parents.length, changes]]))
  expect(bySubject).toEqual({
    'merge topic': [2, []],
    third: [1, [{ path: 'src/c.txt', added: 1, deleted: 0 }]],
    second: [
      1,
      [
        { path: 'a.txt', added: 1, deleted: 0 },
        { path: 'bin.dat', added: null, deleted: null },
      ],
    ],
    first: [
      0,
      [
        { path: 'a.txt', added: 1, deleted: 0 },
        { path: 'src/b.txt', added: 1, deleted: 0 },
      ],
    ],
  })
  const second = commits.find((commit) => commit.message.startsWith('second'))
  expect(second?.trailers).toEqual([
    { key: 'Reviewed-by', value: 'Cy <cy@example.org>' },
    { key: 'Signed-off-by', value: 'Ada <ada@example.org>' },
  ])
  expect(second?.author).toEqual({ name: 'Ada', email: 'ada@example.org', time: 1_700_000_000, zone: '+0100' })
  expect(second?.committer.name).toBe('Bob')
  expect(second?.signature).toBeNull()
})

test('limits, ranges, first parents, paths, changes of merges', async () => {
  const repository = await open(basic)
  const subjects = async (query: Parameters<GitRepository['commits']>[0]) =>
    (await all(repository.commits(query))).map((commit) => commit.message.split('\n')[0])
  expect(await subjects({ limit: 1 })).toEqual(['merge topic'])
  expect(await subjects({ firstParent: true })).toEqual(['merge topic', 'second', 'first'])
  expect(await subjects({ from: ['topic'], without: ['v1'] })).toEqual(['third'])
  expect(await subjects({ paths: ['src/c.txt'] })).toEqual(['third'])
  const [merge] = await all(repository.commits({ limit: 1, withChanges: 'paths', mergeChanges: true }))
  expect(merge?.changes).toEqual([{ path: 'src/c.txt', added: null, deleted: null }])
  await expect(all(repository.commits({ from: ['nothing'] }))).rejects.toThrow('no commit "nothing"')
})

test('tags, annotated or not, and tags of tags', async () => {
  const repository = await open(basic)
  const target = git(basic, 'rev-parse', 'light').trim()
  expect(
    (await repository.tags()).map(({ name, annotated, target: to, tagger, targetType }) => [name, annotated, to, tagger?.name, targetType]),
  ).toEqual([
    ['light', false, target, 'Bob', 'commit'],
    ['nested', true, target, 'Bob', 'commit'],
    ['v1', true, target, 'Bob', 'commit'],
  ])
})

test('the tree of a commit, without a work tree', async () => {
  const bare = join(ROOT, 'basic.git')
  git(ROOT, 'clone', '--quiet', '--bare', basic, bare)
  const repository = await open(bare)
  expect(repository.isBare).toBe(true)
  const tree = await repository.treeAt('topic')
  const seen: string[] = []
  tree.walk(
    (folder) => {
      seen.push(...folder.files.map((name) => (folder.path === '' ? name : `${folder.path}/${name}`)))
      return folder.folders
    },
    () => {},
  )
  expect(seen).toEqual(['a.txt', 'src/b.txt', 'src/c.txt'])
  expect(seen.map((path) => textOf(tree, path))).toEqual(['one\n', 'b\n', 'c\n'])
  expect(textOf(tree, '../basic/a.txt')).toBeNull()
  expect(textOf(tree, 'src')).toBeNull()
  expect(tree.list('')).toEqual(['a.txt', 'src/'])
  tree.close()
  expect(() => tree.open('a.txt')).toThrow('closed')
})

test('files larger than what one child is asked for come whole and in any order', async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`d${at % 7}/f${at}`, `${'x'.repeat(at * 37)}${at}`]))
  const tree = await (await open(makeRepository('many', files))).treeAt()
  const names = Object.keys(files)
  for (const path of [...names, ...[...names].reverse()]) expect(textOf(tree, path)).toBe(files[path])
  tree.close()
})

test('links, programs and submodules in a tree', async () => {
  const folder = makeRepository('links', { 'a.txt': 'a', 'run.sh': '#!/bin/sh\n' })
  symlinkSync('a.txt', join(folder, 'inside'))
  symlinkSync('/etc/passwd', join(folder, 'absolute'))
  symlinkSync('../../outside', join(folder, 'above'))
  git(folder, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor/sub`)
  git(folder, 'add', '--all', '--', 'inside', 'absolute', 'above')
  git(folder, 'update-index', '--chmod=+x', 'run.sh')
  git(folder, 'commit', '--quiet', '-m', 'links')
  const tree = await (await open(folder)).treeAt()
  expect(textOf(tree, 'inside')).toBe('a')
  expect(() => tree.open('absolute')).toThrow(LeavesTree)
  expect(() => tree.open('above')).toThrow(LeavesTree)
  expect(tree.submodules).toEqual([{ path: 'vendor/sub', commit: '1'.repeat(40) }])
  expect([...tree.executables]).toEqual(['run.sh'])
  expect(tree.problems.map((problem) => problem.path)).toEqual(['above', 'absolute'])
  tree.close()
})

test('no commits, no repository, shallow', async () => {
  const empty = join(ROOT, 'empty')
  mkdirSync(empty)
  git(empty, 'init', '--quiet')
  const repository = await open(empty)
  expect([repository.head(), repository.headBranch(), repository.refs(), await repository.commitGraphSize()]).toEqual([null, 'main', [], 0])
  expect(await all(repository.commits())).toEqual([])
  expect(await repository.tags()).toEqual([])
  await expect(repository.treeAt()).rejects.toThrow(GitFailed)
  expect(await openGitRepository(ROOT)).toBeNull()
  const shallow = join(ROOT, 'shallow')
  git(ROOT, 'clone', '--quiet', '--depth=1', `file://${basic}`, shallow)
  const cut = await open(shallow)
  expect([cut.isShallow, (await all(cut.commits())).length, cut.defaultBranch()]).toEqual([true, 1, 'main'])
  const sha256 = join(ROOT, 'sha256')
  mkdirSync(sha256)
  git(sha256, 'init', '--quiet', '--object-format=sha256')
  commitFiles(sha256, { a: 'a' }, 'long ids')
  expect((await all((await open(sha256)).commits()))[0]?.id).toHaveLength(64)
})

test('5,000 commits are walked, and a walk can be left early', async () => {
  const folder = join(ROOT, 'long')
  mkdirSync(folder)
  git(folder, 'init', '--quiet', '--bare')
  const stream: string[] = []
  for (let at = 1; at <= 5000; at++) {
    const message = `commit ${at}\n`
    stream.push(
      `commit refs/heads/main\nmark :${at}\ncommitter Ada <ada@example.org> ${1_600_000_000 + at} +0000\ndata ${message.length}\n${message}`,
    )
    stream.push(`${at > 1 ? `from :${at - 1}\n` : ''}M 644 inline f${at % 50}\ndata ${String(at).length + 1}\n${at}\n\n`)
  }
  gitIn(folder, ['fast-import', '--quiet'], stream.join(''))
  const repository = await open(folder)
  const commits = await all(repository.commits({ withChanges: true }))
  expect([commits.length, commits[0]?.message, commits.at(-1)?.message]).toEqual([5000, 'commit 5000\n', 'commit 1\n'])
  expect(commits.every((commit) => commit.changes?.length === 1)).toBe(true)
  for await (const commit of repository.commits({ withChanges: true })) {
    expect(commit.message).toBe('commit 5000\n')
    break
  }
})

test('cloning: protocols are named, options are not smuggled in, nothing stays after a failure', async () => {
  const protocols = [
    'https://h/x',
    'ssh://h/x',
    'git@h:x',
    'h:x',
    '/a/b',
    './a',
    'ext::sh -c x',
    'ext::sh',
    '--upload-pack=x',
    'ssh://-oProxyCommand=x/y',
    '-h:x',
    'ftp://x/y',
    'u@-h:x',
    'C:\\x',
  ]
  expect(protocols.map(protocolOf)).toEqual([
    'https',
    'ssh',
    'ssh',
    'ssh',
    'file',
    'file',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    'file',
  ])
  const target = join(ROOT, 'cloned')
  await expect(cloneRepository(`file://${basic}`, target)).rejects.toThrow('only https, ssh is allowed')
  await cloneRepository(`file://${basic}`, target, { allowedProtocols: ['file'], depth: 1 })
  const copy = await open(target)
  expect([copy.isBare, copy.isShallow, copy.headBranch()]).toEqual([true, true, 'main'])
  await expect(cloneRepository(`file://${basic}`, target, { allowedProtocols: ['file'] })).rejects.toThrow('there already')
  const gone = join(ROOT, 'gone')
  await expect(cloneRepository(`file://${ROOT}/nothing`, gone, { allowedProtocols: ['file'] })).rejects.toThrow(GitFailed)
  expect(existsSync(gone)).toBe(false)
})

test('credentials never leave an address', () => {
  const urls = ['https://u:p@h/x', 'https://token@h/x.git#f', 'ssh://git:pw@h:22/x', 'git@h:x', 'http://a@b@h/x?private_token=y']
  expect(urls.map(withoutCredentials)).toEqual(['https://h/x', 'https://h/x.git', 'ssh://git@h:22/x', 'git@h:x', 'http://h/x'])
})

test('closing removes the temporary folder', async () => {
  const folder = join(ROOT, 'temporary')
  mkdirSync(folder)
  const usual = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  const repository = await openGitRepository(basic)
  expect(readdirSync(folder)).toHaveLength(1)
  repository?.close()
  expect(readdirSync(folder)).toEqual([])
  if (usual === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usual
})
