import { statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { ForgeHosts, ProjectIdentity } from '@cupel/assess'
import { forgeAddress } from '@cupel/assess'
import { networkForbidden, targetMissing } from '@cupel/model'
import type { Problem } from '@cupel/model'
import { cloneRepository, folderTree, GitFailed, LeavesTree, openGitRepository } from '@cupel/source'
import type { CloneProtocol, GitRepository, Tree } from '@cupel/source'
import { makeCloneFolder, removeCloneFolder, removeStaleClones } from './clone-folder.ts'
import { repositoryOfPurl } from './repository-of-purl.ts'

/** A project that is open for reading. */
export interface OpenProject {
  readonly tree: Tree
  /** null: the folder is no git repository, so that its history says nothing. */
  readonly git: GitRepository | null
  readonly identity: ProjectIdentity
  readonly problems: readonly Problem[]
  close(): void
}

export interface OpenProjectOptions {
  readonly cwd: string
  readonly offline: boolean
  /** Judge the files of the folder as they are instead of those of HEAD. */
  readonly workTree?: boolean
  /** Commit, tag or branch to judge; default HEAD. */
  readonly revision?: string
  /** Protocols that a URL may have; default https and ssh. */
  readonly protocols?: readonly CloneProtocol[]
  /** Kinds of self-hosted forges. */
  readonly forgeHosts?: ForgeHosts
  readonly signal: AbortSignal
  readonly cloning?: (url: string) => void
}

/** Opens a folder, a git URL or a purl. A URL is cloned bare into a temporary folder, which `close` removes. */
export async function openProject(target: string, options: OpenProjectOptions): Promise<OpenProject> {
  if (!isRemote(target)) return openFolder(resolve(options.cwd, target), target, options)
  if (options.offline) throw networkForbidden(`assessing ${target}`)
  const url = target.startsWith('pkg:') ? await repositoryOfPurl(target, options.signal) : target
  removeStaleClones()
  const home = makeCloneFolder()
  const forget = (): void => removeCloneFolder(home)
  try {
    options.cloning?.(url)
    const folder = join(home, 'repository.git')
    await cloneRepository(url, folder, {
      signal: options.signal,
      ...(options.protocols === undefined ? {} : { allowedProtocols: options.protocols }),
    })
    const opened = await openFolder(folder, url, options)
    return {
      ...opened,
      identity: { ...opened.identity, ...named(url, options.forgeHosts) },
      close() {
        opened.close()
        forget()
      },
    }
  } catch (error) {
    forget()
    throw error instanceof GitFailed || error instanceof LeavesTree ? targetMissing(target, error) : error
  }
}

/** `https://…`, `ssh://…`, `git@host:…` or a purl; everything else is a path. */
export function isRemote(target: string): boolean {
  return /^(?:https?|ssh|git|file):\/\//.test(target) || target.startsWith('pkg:') || /^[\w.-]{1,100}@[\w.-]{1,253}:[^\\]/.test(target)
}

async function openFolder(
  folder: string,
  shown: string,
  { workTree = false, revision, forgeHosts }: OpenProjectOptions,
): Promise<OpenProject> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw targetMissing(shown, new Error('it is no folder'))
  const git = await opened(folder, shown)
  if (git === null || git.head() === null || (workTree && !git.isBare)) {
    return {
      tree: folderTree(folder),
      git,
      identity: identityOf(git, { folder, commit: git?.head() ?? '', forgeHosts }),
      problems: [...(git?.problems ?? []), ...(git !== null && git.head() === null ? [noCommits(shown)] : [])],
      close: () => git?.close(),
    }
  }
  try {
    const tree = await git.treeAt(revision ?? 'HEAD')
    return {
      tree,
      git,
      identity: identityOf(git, { folder, commit: tree.commit, forgeHosts }),
      problems: [...git.problems, ...tree.problems],
      close() {
        tree.close()
        git.close()
      },
    }
  } catch (error) {
    git.close()
    throw error instanceof GitFailed || error instanceof LeavesTree ? targetMissing(`${shown} at ${revision ?? 'HEAD'}`, error) : error
  }
}

async function opened(folder: string, shown: string): Promise<GitRepository | null> {
  try {
    return await openGitRepository(folder)
  } catch (error) {
    throw error instanceof GitFailed || error instanceof LeavesTree ? targetMissing(shown, error) : error
  }
}

function noCommits(path: string): Problem {
  return { code: 'unsupported-content', effect: 'incomplete', path: '', detail: `the repository ${path} has no commits`, by: 'assess' }
}

interface IdentityInput {
  readonly folder: string
  readonly commit: string
  readonly forgeHosts: ForgeHosts | undefined
}

function identityOf(git: GitRepository | null, { folder, commit, forgeHosts }: IdentityInput): ProjectIdentity {
  const remotes = git?.remotes() ?? []
  const remote = remotes.find(({ name }) => name === 'origin') ?? remotes[0]
  const from = remote === undefined ? null : named(remote.url, forgeHosts)
  return { name: `file://${basename(folder)}`, url: '', forge: 'none', ...from, commit }
}

function named(remote: string, forgeHosts: ForgeHosts | undefined): Pick<ProjectIdentity, 'name' | 'url' | 'forge'> {
  const address = forgeAddress(remote, forgeHosts)
  if (address === null) return { name: remote.replace(/^[a-z+]+:\/\//, ''), url: '', forge: 'other' }
  const { kind, web, owner, name } = address
  return { name: `${new URL(web).host}/${owner}/${name}`, url: `${web}/${owner}/${name}`, forge: kind }
}
