import { gitObjectId, readGitTree, Refused } from '@cupel/provenance'
import { parseCommit } from '@cupel/source'
import type { GitObject, GitRepository } from '@cupel/source'

/** Envelopes that speak for one change: of code review apps, by app, and of principals themselves. */
export interface GivenApprovals {
  readonly approvals: readonly { readonly app: string; readonly envelope: Uint8Array }[]
  readonly authorizations: readonly Uint8Array[]
}

export interface ApprovalQuery {
  /** Commit of the approvals that the log knew when the change was recorded: who approves afterwards did not approve. */
  readonly state: string | null
  readonly ref: string
  readonly fromId: string
  /** Tree, or of a tag commit, that the change leads to. */
  readonly toId: string
}

const FOLDER = '40000'

/** A folder or file of some state, on the way to what is wanted. */
interface Place {
  /** Which of the queries it is for. */
  readonly query: number
  readonly id: string
  readonly isFolder: boolean
  readonly path: readonly string[]
}

/**
 * What speaks for each of some changes, out of `refs/gittuf/attestations` as it was then. Folders are read level by level for all of them
 * together. What is not there, or is not what its id says, speaks for nobody.
 */
export async function readApprovals(git: GitRepository, queries: readonly ApprovalQuery[]): Promise<readonly GivenApprovals[]> {
  const roots = await rootTrees(git, queries)
  const at = (head: string, tail: (query: ApprovalQuery) => readonly string[]): readonly (readonly [Place, readonly string[]])[] =>
    queries.flatMap((query, index) => {
      const id = query.state === null || query.toId === '' ? undefined : roots.get(query.state)
      return id === undefined ? [] : [[{ query: index, id, isFolder: true, path: [] }, [head, ...tail(query)]] as const]
    })
  const change = ({ ref, fromId, toId }: ApprovalQuery): readonly string[] => [...ref.split('/'), `${fromId}-${toId}`]
  const found = await descend(git, [...at('reference-authorizations', change), ...at('code-review-approvals', change)])
  const [own, reviews] = [found.filter(({ isFolder }) => !isFolder), found.filter(({ isFolder }) => isFolder)]
  // A code review system has a folder, and in it a file for each app that speaks for it, called by the name of the app in base64.
  const apps = await children(
    git,
    (await children(git, reviews)).filter(({ isFolder }) => isFolder),
  )
  const files = apps.filter(({ isFolder }) => !isFolder)
  const blobs = await read(git, 'blob', [...own, ...files])
  return queries.map((_, index) => ({
    authorizations: own.flatMap(({ query, id }) => (query === index && blobs.has(id) ? [blobs.get(id)!] : [])),
    approvals: files.flatMap(({ query, id, path }) => {
      const envelope = query === index ? blobs.get(id) : undefined
      return envelope === undefined ? [] : [{ app: Buffer.from(path.at(-1) ?? '', 'base64').toString(), envelope }]
    }),
  }))
}

async function rootTrees(git: GitRepository, queries: readonly ApprovalQuery[]): Promise<ReadonlyMap<string, string>> {
  const states = queries.flatMap(({ state }) => (state === null ? [] : [{ id: state }]))
  const commits = await read(git, 'commit', states)
  return new Map([...commits].map(([id, raw]) => [id, parseCommit(id, raw).tree]))
}

/** Follows each path from its folder; those that lead nowhere are left out. */
async function descend(git: GitRepository, starts: readonly (readonly [Place, readonly string[]])[]): Promise<readonly Place[]> {
  const ends: Place[] = []
  let open = starts
  while (open.length > 0) {
    const inside = await entriesOf(
      git,
      open.map(([place]) => place),
    )
    open = open.flatMap(([place, [name = '', ...rest]]) => {
      const entry = inside.get(place.id)?.get(name)
      if (entry === undefined) return []
      const next = { ...place, id: entry.id, isFolder: entry.mode === FOLDER, path: [...place.path, name] }
      if (rest.length === 0) ends.push(next)
      return rest.length > 0 && next.isFolder ? [[next, rest] as const] : []
    })
  }
  return ends
}

async function children(git: GitRepository, places: readonly Place[]): Promise<readonly Place[]> {
  const inside = await entriesOf(git, places)
  return places.flatMap((place) =>
    [...(inside.get(place.id) ?? [])].map(([name, { id, mode }]) => ({
      ...place,
      id,
      isFolder: mode === FOLDER,
      path: [...place.path, name],
    })),
  )
}

async function entriesOf(git: GitRepository, places: readonly Place[]): Promise<ReadonlyMap<string, ReturnType<typeof readGitTree>>> {
  const entries = new Map<string, ReturnType<typeof readGitTree>>()
  for (const [id, raw] of await read(git, 'tree', places)) {
    try {
      if (gitObjectId('tree', raw, id.length) === id) entries.set(id, readGitTree(raw, id))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
  return entries
}

async function read(
  git: GitRepository,
  type: GitObject['type'],
  of: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  if (of.length === 0) return found
  for await (const objects of git.objects(new Set(of.map(({ id }) => id)))) {
    for (const object of objects) if (object.type === type && object.bytes !== null) found.set(object.id, Buffer.from(object.bytes))
  }
  return found
}
