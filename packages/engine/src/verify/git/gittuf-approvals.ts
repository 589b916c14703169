import { ReadFailed } from '@cupel/source'
import type { GitRepository, GitTree } from '@cupel/source'

/** Envelopes that speak for one change: of code review apps, by app, and of principals themselves. */
export interface GivenApprovals {
  readonly approvals: readonly { readonly app: string; readonly envelope: Uint8Array }[]
  readonly authorizations: readonly Uint8Array[]
}

export interface ApprovalQuery {
  readonly ref: string
  readonly fromId: string
  /** Tree, or of a tag commit, that the change leads to. */
  readonly toId: string
}

const NONE: GivenApprovals = { approvals: [], authorizations: [] }

/** What `refs/gittuf/attestations` held when a change was recorded: who approves afterwards did not approve. */
export class GittufApprovals {
  readonly #git: GitRepository
  #open: { readonly id: string; readonly tree: GitTree } | null = null

  constructor(git: GitRepository) {
    this.#git = git
  }

  /** `state` is the commit of the approvals that the log knew then. */
  async of(state: string | null, { ref, fromId, toId }: ApprovalQuery): Promise<GivenApprovals> {
    if (state === null || toId === '') return NONE
    const tree = await this.#treeOf(state)
    if (tree === null) return NONE
    const change = `${ref}/${fromId}-${toId}`
    const systems = `code-review-approvals/${change}`
    const own = read(tree, `reference-authorizations/${change}`)
    return {
      approvals: tree.list(systems).flatMap((system) => (system.endsWith('/') ? approvalsIn(tree, `${systems}/${system}`) : [])),
      authorizations: own === null ? [] : [own],
    }
  }

  close(): void {
    this.#open?.tree.close()
    this.#open = null
  }

  async #treeOf(id: string): Promise<GitTree | null> {
    if (this.#open?.id === id) return this.#open.tree
    if ((await this.#git.resolve(id)) === null) return null
    this.close()
    const tree = await this.#git.treeAt(id)
    this.#open = { id, tree }
    return tree
  }
}

/** A code review system has a file for each app that speaks for it, called by the name of the app in base64. */
function approvalsIn(tree: GitTree, folder: string): GivenApprovals['approvals'] {
  return tree.list(folder.slice(0, -1)).flatMap((name) => {
    const envelope = name.endsWith('/') ? null : read(tree, folder + name)
    return envelope === null ? [] : [{ app: Buffer.from(name, 'base64').toString(), envelope }]
  })
}

/** What cannot be read speaks for nobody. */
function read(tree: GitTree, path: string): Uint8Array | null {
  try {
    const file = tree.open(path)
    return file === null ? null : Buffer.from(file.read(0, file.size))
  } catch (error) {
    if (error instanceof ReadFailed) return null
    throw error
  }
}
