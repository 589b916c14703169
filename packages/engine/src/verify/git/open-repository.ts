import { resolve } from 'node:path'
import { targetMissing } from '@cupel/model'
import { GitFailed, LeavesTree, openGitRepository } from '@cupel/source'
import type { GitRepository } from '@cupel/source'

/** Opens the repository that the user named. Throws CupelError when there is none, or when it cannot be read. */
export async function openRepository(target: string, cwd: string): Promise<GitRepository> {
  let git: GitRepository | null
  try {
    git = await openGitRepository(resolve(cwd, target))
  } catch (error) {
    throw isOfSystem(error) ? targetMissing(target, error) : repositoryFault(error, target)
  }
  if (git === null) throw targetMissing(target, new Error('it is no git repository'))
  return git
}

/** What git could not do with the user's repository is the user's to mend; any other error stays what it is. */
export function repositoryFault(error: unknown, target: string): unknown {
  return error instanceof GitFailed || error instanceof LeavesTree ? targetMissing(target, error) : error
}

/** No such folder, or no right to look into it. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
