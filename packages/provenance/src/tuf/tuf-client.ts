import type { MlDsaVerify } from '../keys/verify-signature.ts'
import { asObject } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Delegation } from './delegation.ts'
import { delegationsFor } from './delegation.ts'
import type { FileDescription } from './file-description.ts'
import { checkFile, metaOf, readMetaFile, readTargetFile } from './file-description.ts'
import type { Metadata, MetadataType } from './metadata.ts'
import { parseMetadata, requireFresh } from './metadata.ts'
import { readRoleKeys, verifyThreshold } from './role-keys.ts'
import type { RoleKeys } from './role-keys.ts'

/** The metadata a client trusts, as the bytes to be kept: by role name, `root` always there. */
export type TufState = ReadonlyMap<string, Buffer>

/** Gives a file of the repository; undefined when it has none of that name. Must stop reading beyond `maxBytes`. */
export type TufFetch = (path: string, maxBytes: number) => Promise<Uint8Array | undefined>

export interface TufOptions {
  readonly fetchMetadata: TufFetch
  readonly fetchTarget: TufFetch
  /** The time the update started: one time for all expiry checks. */
  readonly now: Date
  readonly mlDsa?: MlDsaVerify
}

/** A target as trusted metadata describes it. */
export interface TargetDescription extends FileDescription {
  readonly path: string
}

const MAX_BYTES: Readonly<Record<MetadataType, number>> = { root: 512_000, timestamp: 16_384, snapshot: 2_000_000, targets: 5_000_000 }
const MAX_ROOT_UPDATES = 256
const MAX_DELEGATIONS = 64
const MAX_TARGET_BYTES = 256 * 1024 * 1024

/**
 * A client of one TUF repository (TUF specification 1.0 §5). Trusted metadata goes in and, after every step that was accepted, out
 * again through `state`; what is refused leaves it as it was. It neither reads nor writes files, and asks for no time.
 */
export class TufClient {
  readonly #options: TufOptions
  readonly #state: Map<string, Buffer>
  #root: Metadata
  #snapshot: Metadata | undefined
  #targets: Metadata | undefined

  /** Refuses a root that is not signed by its own threshold. An expired one is fine: it is only where updates start from. */
  constructor(state: TufState, options: TufOptions) {
    const bytes = state.get('root')
    if (bytes === undefined) throw new Refused('trust-missing', 'there is no TUF root to start from')
    this.#options = options
    this.#state = new Map(state)
    this.#root = parseMetadata(bytes, 'root', 'the trusted root')
    verifyThreshold(this.#root, this.#topRole('root'), 'the trusted root', options.mlDsa)
  }

  /** What is trusted now, to be kept for the next time. */
  get state(): TufState {
    return new Map(this.#state)
  }

  get rootVersion(): number {
    return this.#root.version
  }

  /** Updates the four top-level roles in order (§5.3 to §5.6). */
  async refresh(trace: Trace): Promise<void> {
    trace.plan([
      ['root', 'The root is the newest, signed by the old and the new keys'],
      ['timestamp', 'The timestamp is signed, fresh and no older'],
      ['snapshot', 'The snapshot is the one the timestamp names'],
      ['targets', 'The targets are those the snapshot names'],
    ])
    await trace.stepAsync('root', 'The root is the newest, signed by the old and the new keys', () => this.#updateRoot())
    const timestamp = await trace.stepAsync('timestamp', 'The timestamp is signed, fresh and no older', () => this.#updateTimestamp())
    this.#snapshot = await trace.stepAsync('snapshot', 'The snapshot is the one the timestamp names', () => this.#updateSnapshot(timestamp))
    const role = { role: 'targets', keys: this.#topRole('targets') }
    this.#targets = await trace.stepAsync('targets', 'The targets are those the snapshot names', () => this.#updateTargets(role))
  }

  /** Finds who speaks for a target: the top-level targets, then delegations in pre-order, depth first (§5.6.7). Refreshes when needed. */
  async find(path: string, trace: Trace): Promise<TargetDescription> {
    if (this.#targets === undefined) await this.refresh(trace)
    return trace.stepAsync('delegations', 'A role that may speak for the target knows it', () => this.#search(path))
  }

  /** A target's bytes, checked against its description. The name at the repository carries the hash where snapshots are consistent. */
  async download(path: string, trace: Trace): Promise<Buffer> {
    const target = await this.find(path, trace)
    return trace.stepAsync('target', 'The target is the file that was described', async () => {
      const name = this.#isConsistent ? hashedName(target) : path
      const bytes = await this.#options.fetchTarget(name, Math.min(target.length ?? 0, MAX_TARGET_BYTES))
      if (bytes === undefined) throw new Refused('evidence-missing', `the repository has no file for target ${path}`)
      checkFile(bytes, target, `target ${path}`)
      return Buffer.from(bytes)
    })
  }

  get #isConsistent(): boolean {
    return this.#root.signed['consistent_snapshot'] === true
  }

  /** §5.3: one version at a time; each must satisfy the root before it and itself. Expiry counts for the last only. */
  async #updateRoot(): Promise<void> {
    for (let count = 0; ; count++) {
      const next = this.#root.version + 1
      const bytes = await this.#options.fetchMetadata(`${next}.root.json`, MAX_BYTES.root)
      if (bytes === undefined) break
      if (count === MAX_ROOT_UPDATES) throw new Refused('limit-exceeded', `the repository has more than ${MAX_ROOT_UPDATES} new roots`)
      this.acceptRoot(bytes)
    }
    requireFresh(this.#root, this.#options.now, 'the root')
  }

  /** Takes the next root if the present one and it itself say so (§5.3.4, §5.3.5). For roots that come without a repository. */
  acceptRoot(bytes: Uint8Array): void {
    const what = `root ${this.#root.version + 1}`
    const root = parse(bytes, 'root', what)
    if (root.version !== this.#root.version + 1) {
      throw new Refused('rollback', 'the new root is not the next version', {
        expected: String(this.#root.version + 1),
        found: String(root.version),
      })
    }
    verifyThreshold(root, this.#topRole('root'), `${what}, judged by the root before it`, this.#options.mlDsa)
    verifyThreshold(root, this.#topRole('root', root), what, this.#options.mlDsa)
    this.#root = root
    this.#state.set('root', root.bytes)
    this.#snapshot = undefined
    this.#targets = undefined
  }

  /** §5.4. */
  async #updateTimestamp(): Promise<Metadata> {
    const role = this.#topRole('timestamp')
    const trusted = this.#trusted('timestamp', 'timestamp', role)
    const bytes = await this.#required('timestamp.json', MAX_BYTES.timestamp)
    const timestamp = parse(bytes, 'timestamp', 'the timestamp')
    verifyThreshold(timestamp, role, 'the timestamp', this.#options.mlDsa)
    const isNew = trusted === undefined || timestamp.version !== trusted.version
    if (trusted !== undefined && isNew) {
      refuseLower('the timestamp', trusted.version, timestamp.version)
      refuseLower('the snapshot named by the timestamp', snapshotOf(trusted).version ?? 0, snapshotOf(timestamp).version ?? 0)
    }
    // A version has one content: what was seen first stays (§5.4.3).
    const current = isNew ? timestamp : trusted
    requireFresh(current, this.#options.now, 'the timestamp')
    this.#state.set('timestamp', current.bytes)
    return current
  }

  /** §5.5. */
  async #updateSnapshot(timestamp: Metadata): Promise<Metadata> {
    const role = this.#topRole('snapshot')
    const named = snapshotOf(timestamp)
    const trusted = this.#trusted('snapshot', 'snapshot', role)
    if (trusted !== undefined && trusted.version === named.version && matches(trusted.bytes, named)) {
      requireFresh(trusted, this.#options.now, 'the snapshot')
      return trusted
    }
    const bytes = await this.#required(this.#fileName('snapshot', named.version), named.length ?? MAX_BYTES.snapshot)
    checkFile(bytes, named, 'the snapshot')
    const snapshot = parse(bytes, 'snapshot', 'the snapshot')
    verifyThreshold(snapshot, role, 'the snapshot', this.#options.mlDsa)
    requireVersion('the snapshot', named.version, snapshot.version)
    if (trusted !== undefined) refuseOlderFiles(trusted, snapshot)
    requireFresh(snapshot, this.#options.now, 'the snapshot')
    this.#state.set('snapshot', snapshot.bytes)
    return snapshot
  }

  /** §5.6, for the top level and delegated roles alike: what is kept is judged again by whoever delegates now. */
  async #updateTargets({ role, keys }: Pick<Delegation, 'role' | 'keys'>): Promise<Metadata> {
    const what = role === 'targets' ? 'the targets' : `role ${role}`
    const named = this.#named(role)
    const trusted = this.#trusted(role, 'targets', keys)
    if (trusted !== undefined && trusted.version === named.version && matches(trusted.bytes, named)) {
      requireFresh(trusted, this.#options.now, what)
      return trusted
    }
    const bytes = await this.#required(this.#fileName(role, named.version), named.length ?? MAX_BYTES.targets)
    checkFile(bytes, named, what)
    const targets = parse(bytes, 'targets', what)
    verifyThreshold(targets, keys, what, this.#options.mlDsa)
    requireVersion(what, named.version, targets.version)
    requireFresh(targets, this.#options.now, what)
    this.#state.set(role, targets.bytes)
    return targets
  }

  async #search(path: string): Promise<TargetDescription> {
    const stack: Pick<Delegation, 'role' | 'keys'>[] = [{ role: 'targets', keys: this.#topRole('targets') }]
    const visited = new Set<string>()
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (visited.has(next.role)) continue
      if (visited.size === MAX_DELEGATIONS)
        throw new Refused('limit-exceeded', `more than ${MAX_DELEGATIONS} roles were asked for target ${path}`)
      visited.add(next.role)
      const metadata = next.role === 'targets' ? this.#targets! : await this.#updateTargets(next)
      const found = asObject(metadata.signed['targets'], `the targets of role ${next.role}`)[path]
      if (found !== undefined) return { path, ...readTargetFile(asObject(found, `target ${path}`), `target ${path}`) }
      const delegations = delegationsFor(metadata, path, `role ${next.role}`)
      const last = delegations.findIndex(({ isTerminating }) => isTerminating)
      if (last >= 0) stack.length = 0
      stack.push(...delegations.slice(0, last < 0 ? undefined : last + 1).reverse())
    }
    throw new Refused('evidence-missing', `no role that may speak for it knows target ${path}`)
  }

  #topRole(name: MetadataType, root: Metadata = this.#root): RoleKeys {
    const roles = asObject(root.signed['roles'], 'the roles of the root')
    return readRoleKeys(
      asObject(roles[name], `role ${name} of the root`),
      asObject(root.signed['keys'], 'the keys of the root'),
      `role ${name}`,
    )
  }

  /** What is kept of a role, when it still is what its keys signed. Keys that were rotated away take its version with them. */
  #trusted(role: string, type: MetadataType, keys: RoleKeys): Metadata | undefined {
    const bytes = this.#state.get(role)
    if (bytes === undefined) return undefined
    try {
      const metadata = parseMetadata(bytes, type, `the kept ${role}`)
      verifyThreshold(metadata, keys, `the kept ${role}`, this.#options.mlDsa)
      return metadata
    } catch (error) {
      if (error instanceof Refused) return undefined
      throw error
    }
  }

  #named(role: string): FileDescription {
    const meta = metaOf(this.#snapshot!.signed, 'the snapshot')[`${role}.json`]
    if (meta === undefined) throw new Refused('evidence-missing', `the snapshot does not name role ${role}`)
    return readMetaFile(asObject(meta, `role ${role} in the snapshot`), `role ${role} in the snapshot`)
  }

  #fileName(role: string, version: number | undefined): string {
    const name = `${encodeURIComponent(role)}.json`
    return this.#isConsistent ? `${version}.${name}` : name
  }

  async #required(path: string, maxBytes: number): Promise<Uint8Array> {
    const bytes = await this.#options.fetchMetadata(path, maxBytes)
    if (bytes === undefined) throw new Refused('evidence-missing', `the repository has no ${path}`)
    if (bytes.length > maxBytes) throw new Refused('limit-exceeded', `${path} is larger than ${maxBytes} bytes`)
    return bytes
  }
}

function parse(bytes: Uint8Array, type: MetadataType, what: string): Metadata {
  if (bytes.length > MAX_BYTES[type] * 4) throw new Refused('limit-exceeded', `${what} is too large`)
  return parseMetadata(bytes, type, what)
}

function snapshotOf(timestamp: Metadata): FileDescription {
  const meta = metaOf(timestamp.signed, 'the timestamp')['snapshot.json']
  return readMetaFile(asObject(meta, 'the snapshot in the timestamp'), 'the snapshot in the timestamp')
}

function matches(bytes: Buffer, description: FileDescription): boolean {
  try {
    checkFile(bytes, description, 'the kept file')
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

function refuseLower(what: string, trusted: number, found: number): void {
  if (found >= trusted) return
  throw new Refused('rollback', `${what} is older than one already seen`, { expected: `at least version ${trusted}`, found: String(found) })
}

function requireVersion(what: string, expected: number | undefined, found: number): void {
  if (found === expected) return
  throw new Refused('content-mismatch', `${what} has another version than announced`, { expected: String(expected), found: String(found) })
}

/** §5.5.5: nothing the old snapshot names may disappear or go back. */
function refuseOlderFiles(trusted: Metadata, snapshot: Metadata): void {
  const now = metaOf(snapshot.signed, 'the snapshot')
  for (const [name, value] of Object.entries(metaOf(trusted.signed, 'the kept snapshot'))) {
    const before = readMetaFile(asObject(value, name), name).version ?? 0
    const entry = now[name]
    if (entry === undefined) throw new Refused('rollback', `${name} disappeared from the snapshot`)
    refuseLower(name, before, readMetaFile(asObject(entry, name), name).version ?? 0)
  }
}

/** §5.7.3: the hash goes in front of the last part of the path. */
function hashedName({ path, hashes }: TargetDescription): string {
  const hash = hashes['sha256'] ?? hashes['sha512'] ?? Object.values(hashes)[0]
  const slash = path.lastIndexOf('/') + 1
  return `${path.slice(0, slash)}${hash}.${path.slice(slash)}`
}
