import type { KeyObject } from 'node:crypto'
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson } from '../encoding/canonical-json.ts'
import type { JsonValue } from '../encoding/json-value.ts'
import type { TufFetch } from '../tuf/tuf-client.ts'

/** What a metadata file signs, open to change between publications. */
export interface TufDocument {
  readonly _type: string
  spec_version: string
  version: number
  expires: string
  consistent_snapshot?: boolean
  readonly keys: Record<string, object>
  readonly roles: Record<string, { keyids: string[]; threshold: number }>
  readonly meta: Record<string, { version: number; length?: number; hashes?: Record<string, string> }>
  readonly targets: Record<string, { length: number; hashes: Record<string, string> }>
  delegations?: TufDelegations
  [further: string]: unknown
}

export interface TufDelegations {
  readonly keys: Record<string, object>
  roles?: { name: string; keyids: string[]; threshold: number; terminating: boolean; paths?: string[]; path_hash_prefixes?: string[] }[]
  succinct_roles?: { keyids: string[]; threshold: number; bit_length: number; name_prefix: string }
}

/** A key that signs TUF metadata, with the form it is published in. */
export interface TufSigner {
  readonly keyId: string
  readonly key: { readonly keytype: string; readonly scheme: string; readonly keyval: { readonly public: string } }
  readonly privateKey: KeyObject
}

/** Makes an Ed25519 signer. */
export function makeTufSigner(): TufSigner {
  const { privateKey } = generateKeyPairSync('ed25519')
  const raw = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32)
  return tufSigner(privateKey, { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw.toString('hex') } })
}

/** A signer of any key, published as given. */
export function tufSigner(privateKey: KeyObject, key: TufSigner['key']): TufSigner {
  return { keyId: createHash('sha256').update(canonicalJson(key)).digest('hex'), key, privateKey }
}

export interface DelegationToWrite {
  readonly paths?: readonly string[]
  readonly pathHashPrefixes?: readonly string[]
  readonly isTerminating?: boolean
}

const TOP_LEVEL = ['root', 'timestamp', 'snapshot', 'targets']

/**
 * A TUF repository in memory, written by its keepers (TUF specification 1.0 §6). `metadata` may be changed between publications;
 * `publish` raises the version, signs with the role's signers and offers the file under its consistent name.
 */
export class TufRepository {
  readonly metadata = new Map<string, TufDocument>()
  readonly signers = new Map<string, TufSigner[]>()
  /** Published metadata and targets by path. */
  readonly files = new Map<string, Buffer>()
  /** Paths asked for, in order. */
  readonly requests: string[] = []
  /** Says length and hash of metadata files in snapshot and timestamp. */
  withHashes = false
  readonly #expires: string

  constructor(expires: Date) {
    this.#expires = expires.toISOString().replace(/\.\d+Z$/, 'Z')
    for (const role of TOP_LEVEL) this.signers.set(role, [makeTufSigner()])
    this.metadata.set('root', this.#signed('root', { consistent_snapshot: true, keys: {}, roles: {} }))
    this.metadata.set('timestamp', this.#signed('timestamp', { meta: { 'snapshot.json': { version: 1 } } }))
    this.metadata.set('snapshot', this.#signed('snapshot', { meta: { 'targets.json': { version: 1 } } }))
    this.metadata.set('targets', this.#signed('targets', { targets: {} }))
    for (const role of TOP_LEVEL) this.setKeys(role, this.signers.get(role)!)
    for (const role of TOP_LEVEL) this.publish(role, { raise: false })
  }

  get(role: string): TufDocument {
    return this.metadata.get(role)!
  }

  /** Makes these the keys of a top-level role, in the root; they sign from now on. */
  setKeys(role: string, signers: readonly TufSigner[], threshold = 1): void {
    const root = this.get('root')
    for (const { keyId, key } of signers) root.keys[keyId] = key
    root.roles[role] = { keyids: signers.map(({ keyId }) => keyId), threshold }
    this.signers.set(role, [...signers])
  }

  addTarget(role: string, path: string, bytes: Buffer): void {
    const hash = createHash('sha256').update(bytes).digest('hex')
    this.get(role).targets[path] = { length: bytes.length, hashes: { sha256: hash } }
    const slash = path.lastIndexOf('/') + 1
    this.files.set(`targets/${path.slice(0, slash)}${hash}.${path.slice(slash)}`, bytes)
  }

  /** Hands paths from one targets role to another, which is made when it is new. Answers the key that the delegation names. */
  delegate(from: string, to: string, { paths, pathHashPrefixes, isTerminating = false }: DelegationToWrite): TufSigner {
    const signer = makeTufSigner()
    const delegations = (this.get(from).delegations ??= { keys: {} })
    delegations.keys[signer.keyId] = signer.key
    delegations.roles ??= []
    delegations.roles.push({
      name: to,
      keyids: [signer.keyId],
      threshold: 1,
      terminating: isTerminating,
      ...(paths && { paths: [...paths] }),
      ...(pathHashPrefixes && { path_hash_prefixes: [...pathHashPrefixes] }),
    })
    if (!this.metadata.has(to)) this.metadata.set(to, this.#signed('targets', { targets: {} }))
    this.signers.set(to, [...(this.signers.get(to) ?? []), signer])
    if (this.get('snapshot').meta[`${to}.json`] === undefined) this.get(to).version = 0
    return signer
  }

  /** Raises the version and publishes, entering it where the role above names it. */
  publish(role: string, { raise = true }: { readonly raise?: boolean } = {}): Buffer {
    const signed = this.get(role)
    if (raise) signed.version++
    const message = canonicalJson(signed as unknown as JsonValue)
    const signatures = this.signers.get(role)!.map(({ keyId, privateKey }) => ({
      keyid: keyId,
      sig: sign(privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', message, privateKey).toString('hex'),
    }))
    const bytes = Buffer.from(JSON.stringify({ signed, signatures }))
    this.files.set(`metadata/${this.path(role, signed.version)}`, bytes)
    const above = role === 'snapshot' ? 'timestamp' : role === 'root' || role === 'timestamp' ? undefined : 'snapshot'
    if (above !== undefined) this.get(above).meta[`${role}.json`] = this.#describe(signed.version, bytes)
    return bytes
  }

  /** The path a version of a role is offered under. */
  path(role: string, version: number): string {
    return role === 'timestamp' ? 'timestamp.json' : `${version}.${encodeURIComponent(role)}.json`
  }

  /** The files under `metadata/`, for a client. */
  readonly fetchMetadata: TufFetch = (path) => this.#read(`metadata/${path}`)

  /** The files under `targets/`, for a client. */
  readonly fetchTarget: TufFetch = (path) => this.#read(`targets/${path}`)

  #read(path: string): Promise<Uint8Array | undefined> {
    this.requests.push(path)
    return Promise.resolve(this.files.get(path))
  }

  #signed(type: string, fields: object): TufDocument {
    return { _type: type, spec_version: '1.0.31', version: 1, expires: this.#expires, ...fields } as TufDocument
  }

  #describe(version: number, bytes: Buffer): TufDocument['meta'][string] {
    if (!this.withHashes) return { version }
    return { version, length: bytes.length, hashes: { sha256: createHash('sha256').update(bytes).digest('hex') } }
  }
}
