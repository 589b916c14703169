import type { Step, TufState } from '@cupel/provenance'
import { makeTufSigner, Refused, Trace, TufClient, TufRepository } from '@cupel/provenance'

export const NOW = new Date('2026-01-01T00:00:00Z')
const LATER = new Date('2030-01-01T00:00:00Z')

/** What the scenarios use of a client, in this process or in one of its own. */
export type Client = Pick<TufClient, 'refresh' | 'download' | 'state' | 'rootVersion'>

/** How clients are made. Throws Refused when the root to start from is refused. */
export const clients = {
  make: (state: TufState, repository: TufRepository, now: Date): Client => new TufClient(state, { ...repository, now }),
}

export interface Version {
  readonly keys: readonly number[]
  readonly threshold: number
  readonly sigs: readonly number[]
  readonly res?: boolean
}

export interface Tree {
  readonly delegations: readonly {
    readonly args: readonly [from: string, to: string, ...more: unknown[]]
    readonly paths?: readonly string[]
    readonly path_hash_prefixes?: readonly string[]
    readonly terminating?: boolean
  }[]
  readonly target_files?: readonly { readonly args: readonly [role: string, content: string, path: string] }[]
  readonly visited_order?: readonly string[]
}

export interface Case {
  readonly case: unknown
  readonly tree?: Tree
}

export async function rotateRoot(versions: readonly Version[]): Promise<string | undefined> {
  const signers = Array.from({ length: 10 }, makeTufSigner)
  const repository = new TufRepository(LATER)
  let initial: Buffer | undefined
  for (const { keys, threshold, sigs } of versions) {
    repository.setKeys(
      'root',
      keys.map((key) => signers[key]!),
      threshold,
    )
    repository.signers.set(
      'root',
      sigs.map((key) => signers[key]!),
    )
    const bytes = repository.publish('root', { raise: initial !== undefined })
    initial ??= bytes
  }
  const client = clients.make(new Map([['root', initial!]]), repository, NOW)
  const found = await outcome((trace) => client.refresh(trace))
  if (versions.at(-1)!.res !== false) return found === 'ok' && client.rootVersion === versions.length ? undefined : found
  return found === 'root: threshold-not-met' && client.rootVersion === versions.length - 1
    ? undefined
    : `${found}, version ${client.rootVersion}`
}

export async function rotateOthers({ keys, threshold, sigs, res }: Version): Promise<string | undefined> {
  const signers = Array.from({ length: 10 }, makeTufSigner)
  for (const role of ['timestamp', 'snapshot', 'targets']) {
    const { repository, client } = start()
    repository.setKeys(
      role,
      keys.map((key) => signers[key]!),
      threshold,
    )
    repository.signers.set(
      role,
      sigs.map((key) => signers[key]!),
    )
    for (const name of ['root', 'targets', 'snapshot', 'timestamp']) repository.publish(name)
    const found = await outcome((trace) => client.refresh(trace))
    if (found !== (res === false ? `${role}: threshold-not-met` : 'ok')) return `${role}: ${found}`
  }
  return undefined
}

export async function walk(tree: Tree, path: string, isFound: boolean, visited: readonly string[]): Promise<string | undefined> {
  const { repository, client } = start()
  for (const { args, paths, path_hash_prefixes: pathHashPrefixes, terminating } of tree.delegations) {
    const [from, to] = args
    repository.delegate(from, to, {
      ...(pathHashPrefixes ? { pathHashPrefixes } : { paths: paths ?? ['*'] }),
      isTerminating: terminating ?? false,
    })
  }
  for (const { args } of tree.target_files ?? []) repository.addTarget(args[0], args[2], Buffer.from(args[1]))
  for (const role of repository.metadata.keys()) if (!['root', 'timestamp', 'snapshot'].includes(role)) repository.publish(role)
  repository.publish('snapshot')
  repository.publish('timestamp')
  await client.refresh(trace())
  repository.requests.length = 0
  const found = await outcome((step) => client.download(path, step))
  const asked = repository.requests
    .filter((request) => request.startsWith('metadata/'))
    .map((request) => request.split('.')[1] ?? '')
    // A client that is a process of its own starts with the top-level roles each time.
    .filter((role) => !['root', 'json', 'snapshot', 'targets'].includes(role))
  if (JSON.stringify(asked) !== JSON.stringify(visited)) return `visited ${asked.join(', ')} in place of ${visited.join(', ')}`
  return found === (isFound ? 'ok' : 'delegations: evidence-missing') ? undefined : found
}

export function start(): { repository: TufRepository; client: Client; at: (now: Date) => Client } {
  const repository = new TufRepository(LATER)
  const root = repository.files.get('metadata/1.root.json')!
  const client = clients.make(new Map([['root', root]]), repository, NOW)
  return { repository, client, at: (now) => clients.make(client.state, repository, now) }
}

export function publishAll(repository: TufRepository): void {
  for (const role of ['targets', 'snapshot', 'timestamp']) repository.publish(role)
}

export function versions(client: Client): Record<string, number> {
  const entries = [...client.state].map(([role, bytes]) => [
    role,
    (JSON.parse(bytes.toString()) as { signed: { version: number } }).signed.version,
  ])
  return Object.fromEntries(entries) as Record<string, number>
}

export function trace(): Trace {
  let made: Trace | undefined
  Trace.run('run', 'run', (inner) => (made = inner))
  return made!
}

/** `ok`, or the innermost failed step with its code. Whatever is no refusal is thrown. */
export async function outcome(run: (trace: Trace) => Promise<unknown>): Promise<string> {
  const verdict = await Trace.runAsync('run', 'run', run)
  return verdict.outcome === 'verified' ? 'ok' : failure(verdict.root, [])
}

export function failure(step: Step, path: readonly string[]): string {
  const inner = step.steps.find(({ outcome: found }) => found === 'failed')
  return inner === undefined ? `${path.join('/')}: ${step.code}` : failure(inner, [...path, inner.id])
}

export function expectCode(run: () => unknown, code: string): string | undefined {
  try {
    run()
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.code === code ? undefined : error.code
  }
}
