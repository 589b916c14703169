import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitFolder } from '../../../../test/make-git.ts'
import type { Tree } from '../tree.ts'
import { LeavesTree } from '../tree.ts'
import { cloneRepository } from './clone-repository.ts'
import { GitFailed } from './git-failed.ts'
import { DEFAULT_GIT_LIMITS } from './git-limits.ts'
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
  git(basic, 'branch', 'topic')
})

afterAll(() => {
  for (const repository of opened) repository.close()
  remove()
})

test('nothing a hostile repository configures is run', async () => {
  const folder = makeRepository('hostile', { 'a.txt': 'a\n', '.gitattributes': '*.txt filter=evil diff=evil\n' })
  commitFiles(folder, { 'a.txt': 'b\n' }, 'second')
  const marker = join(ROOT, 'marker')
  const script = join(folder, '.git', 'evil.sh')
  writeFileSync(script, `#!/bin/sh\necho ran "$0" "$@" >> ${marker}\ncat\n`, { mode: 0o755 })
  for (const hook of ['post-checkout', 'pre-commit', 'reference-transaction', 'post-index-change']) {
    writeFileSync(join(folder, '.git', 'hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 })
  }
  writeFileSync(join(ROOT, 'included'), `[core]\n\tfsmonitor = ${script}\n`)
  const settings: readonly (readonly [string, string])[] = [
    ['core.fsmonitor', script],
    ['core.sshCommand', script],
    ['core.pager', script],
    ['core.gitProxy', script],
    ['core.alternateRefsCommand', script],
    ['core.worktree', '/'],
    ['diff.external', script],
    ['diff.evil.command', script],
    ['diff.evil.textconv', script],
    ['filter.evil.smudge', script],
    ['filter.evil.process', script],
    ['gpg.program', script],
    ['gpg.ssh.program', script],
    ['log.showSignature', 'true'],
    ['alias.rev-list', `!${script}`],
    ['uploadpack.packObjectsHook', script],
    ['include.path', join(ROOT, 'included')],
    ['extensions.worktreeConfig', 'true'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.url', `ext::${script}`],
    ['credential.helper', `!${script}`],
    ['protocol.ext.allow', 'always'],
  ]
  git(folder, 'config', 'core.repositoryformatversion', '1')
  const config = join(folder, '.git', 'config')
  for (const [key, value] of settings) execFileSync('git', ['config', '--file', config, key, value], { cwd: ROOT })
  const blob = execFileSync('git', ['--git-dir', join(ROOT, 'basic', '.git'), 'rev-parse', 'HEAD:a.txt'])
    .toString()
    .trim()
  const repository = await open(folder)
  expect(repository.isPartial).toBe(true)
  expect((await all(repository.commits({ withChanges: true, all: true }))).length).toBe(2)
  expect(await all(repository.objects([blob]))).toMatchObject([[{ type: 'missing' }]])
  const tree = await repository.treeAt()
  expect(textOf(tree, 'a.txt')).toBe('b\n')
  tree.close()
  await repository.tags()
  const copy = join(ROOT, 'hostile-copy')
  await cloneRepository(`file://${folder}`, copy, { allowedProtocols: ['file'] }).catch((error: unknown) =>
    expect(error).toBeInstanceOf(GitFailed),
  )
  expect(existsSync(marker)).toBe(false)
})

test('replacements, grafts and borrowed objects do not change history', async () => {
  const folder = makeRepository('replaced')
  commitFiles(folder, { 'a.txt': 'good\n' }, 'good')
  const good = git(folder, 'rev-parse', 'HEAD').trim()
  const lie = gitIn(folder, ['commit-tree', 'HEAD^{tree}', '-m', 'lie'], '').trim()
  git(folder, 'replace', good, lie)
  writeFileSync(join(folder, '.git', 'info', 'grafts'), `${good}\n`)
  writeFileSync(join(folder, '.git', 'objects', 'info', 'alternates'), `${basic}/.git/objects\n`)
  const repository = await open(folder)
  expect((await all(repository.commits())).map((commit) => commit.message)).toEqual(['good\n', 'first\n'])
  expect(repository.problems.map((problem) => problem.path)).toEqual(['.git/objects/info/alternates'])
  const foreign = git(basic, 'rev-parse', 'HEAD').trim()
  expect(await all(repository.objects([foreign]))).toMatchObject([[{ type: 'missing' }]])
})

test('a .git that leads out of the folder is taken only where the other side agrees', async () => {
  const linked = join(ROOT, 'linked-tree')
  git(basic, 'worktree', 'add', '--quiet', linked, 'topic')
  expect((await open(linked)).headBranch()).toBe('topic')
  const superproject = makeRepository('super')
  git(superproject, 'submodule', '--quiet', 'add', basic, 'sub')
  expect((await open(join(superproject, 'sub'))).headBranch()).toBe('main')
  const thief = join(ROOT, 'thief')
  mkdirSync(thief)
  writeFileSync(join(thief, '.git'), `gitdir: ${basic}/.git\n`)
  await expect(openGitRepository(thief)).rejects.toThrow(LeavesTree)
  const link = join(ROOT, 'link')
  mkdirSync(link)
  symlinkSync(join(basic, '.git'), join(link, '.git'))
  await expect(openGitRepository(link)).rejects.toThrow(LeavesTree)
  const common = makeRepository('common')
  writeFileSync(join(common, '.git', 'commondir'), `${basic}/.git\n`)
  await expect(openGitRepository(common)).rejects.toThrow(LeavesTree)
  const objects = makeRepository('objects')
  rmSync(join(objects, '.git', 'objects', 'pack'), { recursive: true })
  symlinkSync(join(basic, '.git', 'objects', 'pack'), join(objects, '.git', 'objects', 'pack'))
  expect((await open(objects)).problems).toMatchObject([{ code: 'unsafe-path', path: '.git/objects/pack' }])
})

test('damage is a GitFailed or a Problem, never a hang or a crash', async () => {
  const refs = makeRepository('bad-refs')
  writeFileSync(join(refs, '.git', 'refs', 'heads', 'broken'), 'no id\n')
  symlinkSync('/etc/passwd', join(refs, '.git', 'refs', 'heads', 'link'))
  execFileSync('mkfifo', [join(refs, '.git', 'refs', 'heads', 'fifo')])
  expect((await open(refs)).problems.map((problem) => problem.path).sort()).toEqual(['.git/refs/heads/broken', '.git/refs/heads/link'])
  const tables = makeRepository('reftable')
  git(tables, 'config', 'extensions.refStorage', 'reftable')
  await expect(openGitRepository(tables)).rejects.toThrow('keeps its refs as reftable')
  const config = makeRepository('bad-config')
  writeFileSync(join(config, '.git', 'config'), '[core\n')
  await expect(openGitRepository(config)).rejects.toThrow(GitFailed)
  const missing = makeRepository('missing-object')
  const tree = git(missing, 'rev-parse', 'HEAD').trim()
  rmSync(join(missing, '.git', 'objects', tree.slice(0, 2)), { recursive: true })
  await expect(all((await open(missing)).commits())).rejects.toThrow(GitFailed)
  await expect(openGitRepository(basic, { limits: { ...DEFAULT_GIT_LIMITS, answerBytes: 10 } })).rejects.toThrow('answered with more than')
  const small = await openGitRepository(basic, { limits: { ...DEFAULT_GIT_LIMITS, objectBytes: 3 } })
  if (small !== null) opened.push(small)
  await expect(all((small as GitRepository).commits())).rejects.toThrow('more than is read')
})
