import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXTRACTORS, inventoryTree } from '@cupel/inventory'
import { targetEmpty, targetMissing } from '@cupel/model'
import type { Coverage } from '@cupel/model'
import { cloneRepository, DEFAULT_LIMITS, GitFailed, LeavesTree, openGitRepository, remoteHead } from '@cupel/source'
import type { CloneProtocol, HostPin } from '@cupel/source'
import type { DocumentInventory } from './document-inventory.ts'

/** How a repository that somebody named may be reached. */
export interface RepositoryAccess {
  /** Default https and ssh. */
  readonly protocols?: readonly CloneProtocol[]
  /** The one address that may be connected to. */
  readonly pin?: HostPin
  /** Branch or tag; default what the remote calls HEAD. */
  readonly ref?: string
}

export interface RepositoryInventory extends DocumentInventory {
  readonly coverage: readonly Coverage[]
  readonly commit: string
}

/** The commit that a remote is at; null when it does not say. One short request. */
export function commitOfRemote(url: string, { protocols, pin, ref }: RepositoryAccess): Promise<string | null> {
  const options = { ...(pin === undefined ? {} : { pin }), ...(ref === undefined || ref === '' ? {} : { ref }) }
  return remoteHead(url, protocols, options)
}

/**
 * Clones a repository, bare, for as long as `work` takes. `whole` brings the history too. Throws CupelError when it cannot be reached.
 */
export async function withClone<T>(
  url: string,
  { protocols, pin, ref, whole }: RepositoryAccess & { readonly whole: boolean },
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'cupel-clone-'))
  const folder = join(home, 'repository.git')
  try {
    await cloneRepository(url, folder, {
      ...(whole ? {} : { depth: 1 }),
      ...(protocols === undefined ? {} : { allowedProtocols: protocols }),
      ...(pin === undefined ? {} : { pin }),
      ...(ref === undefined || ref === '' ? {} : { branch: ref }),
    })
    return await work(folder)
  } catch (error) {
    throw error instanceof GitFailed || error instanceof LeavesTree ? targetMissing(url, error) : error
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** What the files of a repository's HEAD say it consists of. Throws CupelError when there is nothing that cupel could read. */
export async function inventoryOfRepository(folder: string): Promise<RepositoryInventory> {
  const git = await openGitRepository(folder)
  if (git === null) throw targetMissing(folder, new Error('it is no git repository'))
  try {
    const tree = await git.treeAt('HEAD')
    try {
      const { components, graphs, problems, coverage } = await inventoryTree(tree, { extractors: EXTRACTORS, limits: DEFAULT_LIMITS })
      if (coverage.length === 0 && !problems.some(({ effect }) => effect === 'incomplete'))
        throw targetEmpty(`commit ${tree.commit}`, 'lock files, manifests and SBOMs (cupel formats lists them)')
      return {
        components,
        graphs,
        coverage,
        problems: [...git.problems, ...tree.problems, ...problems],
        format: 'git',
        commit: tree.commit,
      }
    } finally {
      tree.close()
    }
  } finally {
    git.close()
  }
}
