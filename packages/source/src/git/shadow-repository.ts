import type { Dirent } from 'node:fs'
import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '@cupel/model'
import type { GitSetting } from './git-config.ts'
import { settingOf } from './git-config.ts'
import type { GitDirs } from './locate-git-dir.ts'
import type { GitRefs } from './read-refs.ts'
import { GitFailed } from './git-failed.ts'

const FAN_OUT = /^[0-9a-f]{2}$/
const PACK_FILE = /^pack-[0-9a-f]{4,64}\.(?:pack|idx|rev|keep|promisor|mtimes)$/
const SHALLOW_BYTES = 64 * 1024 * 1024

/**
 * Makes a bare repository in the empty folder `home` that holds nothing of the real one but its objects (by links) and its refs (as
 * read and checked). git is then run on this one: no configuration, hook, attribute, alternate, graft, replacement, commit graph or
 * promisor of the scanned repository exists for it. Answers the folder.
 */
export function makeShadow(
  home: string,
  dirs: GitDirs,
  {
    refs,
    settings,
    problem,
  }: { readonly refs: GitRefs; readonly settings: readonly GitSetting[]; readonly problem: (problem: Problem) => void },
): string {
  const gitDir = join(home, 'repository')
  for (const folder of ['', 'objects', 'objects/pack', 'objects/info', 'refs']) mkdirSync(join(gitDir, folder))
  writeFileSync(join(gitDir, 'config'), configText(settings))
  writeFileSync(join(gitDir, 'HEAD'), refs.head === null ? 'ref: refs/heads/none\n' : refs.head + '\n')
  writeFileSync(join(gitDir, 'packed-refs'), refs.refs.map(({ name, id }) => `${id} ${name}\n`).join(''))
  writeShallow(dirs, gitDir)
  linkObjects(join(dirs.commonDir, 'objects'), join(gitDir, 'objects'), problem)
  return gitDir
}

/** Whether history ends early: the ids in `shallow`, as git clone --depth leaves them. */
export function shallowIds(dirs: GitDirs): readonly string[] {
  const file = join(dirs.commonDir, 'shallow')
  const stat = lstatSync(file, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile()) return []
  if (stat.size > SHALLOW_BYTES) throw new GitFailed('the list of shallow commits is too large')
  return readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(line))
}

function configText(settings: readonly GitSetting[]): string {
  const storage = settingOf(settings, 'extensions.refstorage') ?? 'files'
  if (storage !== 'files')
    throw new GitFailed(`the repository keeps its refs as ${storage}, which is not read; git refs migrate --ref-format=files changes that`)
  const format = settingOf(settings, 'extensions.objectformat')
  if (format === undefined || format === 'sha1') return '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'
  if (format !== 'sha256') throw new GitFailed(`the repository has objects of format ${format}, which is not known`)
  return '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n'
}

function writeShallow(dirs: GitDirs, gitDir: string): void {
  const ids = shallowIds(dirs)
  if (ids.length > 0) writeFileSync(join(gitDir, 'shallow'), ids.join('\n') + '\n')
}

function linkObjects(from: string, to: string, problem: (problem: Problem) => void): void {
  for (const entry of readFolder(from)) {
    const source = join(from, entry.name)
    if (entry.name === 'pack' && entry.isDirectory()) linkPacks(source, join(to, 'pack'), problem)
    else if (entry.name === 'info' && entry.isDirectory()) reportAlternates(source, problem)
    else if (FAN_OUT.test(entry.name)) {
      if (entry.isDirectory() && readFolder(source).every((file) => file.isFile())) linkFolder(source, join(to, entry.name))
      else problem(foreign(`objects/${entry.name}`))
    } else if (entry.name === 'pack') problem(foreign('objects/pack'))
  }
}

function linkPacks(from: string, to: string, problem: (problem: Problem) => void): void {
  for (const entry of readFolder(from)) {
    if (!PACK_FILE.test(entry.name)) continue
    if (entry.isFile()) linkFile(join(from, entry.name), join(to, entry.name))
    else problem(foreign(`objects/pack/${entry.name}`))
  }
}

function reportAlternates(info: string, problem: (problem: Problem) => void): void {
  if (lstatSync(join(info, 'alternates'), { throwIfNoEntry: false }) === undefined) return
  const detail = 'the repository borrows objects from another one, which was not read'
  const hint = 'git repack -a -d in the repository makes it whole'
  problem({ code: 'unsafe-path', effect: 'incomplete', path: '.git/objects/info/alternates', detail, hint })
}

function foreign(path: string): Problem {
  return { code: 'unsafe-path', effect: 'incomplete', path: '.git/' + path, detail: 'a link or special file among the objects; not read' }
}

function readFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function linkFolder(target: string, path: string): void {
  symlinkSync(target, path, process.platform === 'win32' ? 'junction' : 'dir')
}

/** Windows lets few users make links to files; a second name on the same disk does as well. */
function linkFile(target: string, path: string): void {
  if (process.platform === 'win32') linkSync(target, path)
  else symlinkSync(target, path, 'file')
}
