import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Real git in a temporary folder of its own, the same people and times at each run, nothing of the user's configuration. */
export interface GitFolder {
  readonly root: string
  git(folder: string, ...args: readonly string[]): string
  gitIn(folder: string, args: readonly string[], input: string): string
  /** A new repository with one commit. */
  makeRepository(name: string, files?: Readonly<Record<string, string>>): string
  commitFiles(folder: string, files: Readonly<Record<string, string>>, message: string): void
  remove(): void
}

/** Makes such a folder. */
export function gitFolder(): GitFolder {
  const root = mkdtempSync(join(tmpdir(), 'cupel-test-git-'))
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_AUTHOR_DATE: '1700000000 +0100',
    GIT_COMMITTER_NAME: 'Bob',
    GIT_COMMITTER_EMAIL: 'bob@example.org',
    GIT_COMMITTER_DATE: '1700000100 +0000',
    GIT_ALLOW_PROTOCOL: 'file',
  }
  const settings = ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always']
  const gitIn = (folder: string, args: readonly string[], input: string) =>
    execFileSync('git', [...settings, ...args], { cwd: folder, env, input, stdio: 'pipe' }).toString()
  const git = (folder: string, ...args: readonly string[]) => gitIn(folder, args, '')

  function commitFiles(folder: string, files: Readonly<Record<string, string>>, message: string): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    git(folder, 'add', '--all')
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', message)
  }

  function makeRepository(name: string, files: Readonly<Record<string, string>> = { 'a.txt': 'one\n' }): string {
    const folder = join(root, name)
    mkdirSync(folder)
    git(folder, 'init', '--quiet')
    commitFiles(folder, files, 'first')
    return folder
  }

  return { root, git, gitIn, makeRepository, commitFiles, remove: () => rmSync(root, { recursive: true, force: true }) }
}
