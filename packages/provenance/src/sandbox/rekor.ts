import type { KeyObject } from 'node:crypto'
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { jcs } from '../encoding/jcs.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString } from '../encoding/json-value.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { PublicKey } from '../keys/public-key.ts'
import { MerkleTree } from '../tlog/merkle-tree.ts'
import { noteKeyIds } from '../tlog/note-key.ts'
import { writeSignatureLine } from '../tlog/signed-note.ts'
import { TILE_WIDTH } from '../tlog/tile.ts'
import { Refused } from '../verdict/refused.ts'
import { makeKey } from './certificate-chain.ts'
import type { ActiveFaults } from './fault.ts'
import type { SandboxDeps } from './fulcio.ts'

const DAY_SECONDS = 24 * 60 * 60

/** A transparency log in memory with real proofs: of the first version (promises, one address) or the second (tiles). */
export class SandboxRekor {
  readonly version: 1 | 2
  readonly url: string
  /** The name it signs its trees under. */
  readonly name: string
  readonly key: PublicKey
  readonly logId: Buffer
  readonly tree = new MerkleTree()
  readonly entries: Buffer[] = []
  readonly #privateKey: KeyObject
  readonly #otherKey: KeyObject
  readonly #deps: SandboxDeps

  constructor(version: 1 | 2, url: string, deps: SandboxDeps) {
    this.version = version
    this.url = url
    this.name = url.replace(/^https?:\/\//, '')
    this.#deps = deps
    const make = (): KeyObject => (version === 1 ? makeKey('P-256') : generateKeyPairSync('ed25519').privateKey)
    this.#privateKey = make()
    this.#otherKey = make()
    this.key = PublicKey.fromKeyObject(createPublicKey(this.#privateKey), 'the log')
    this.logId = noteKeyIds(this.name, this.key)[0]!
    // A log is never quite new: the entry before makes proofs have a path.
    this.#append(Buffer.from('the first entry of a sandbox'))
  }

  /** Takes a signature in and answers as the log of this version does. Refuses requests of another shape. */
  add(body: Uint8Array): string {
    const request = asObject(parseStrictJson(body, 'the request'), 'the request')
    const { faults } = this.#deps
    const canonical = this.version === 1 ? firstVersionBody(request, faults) : secondVersionBody(request, faults)
    const bytes = Buffer.from(jcs(canonical))
    const index = this.#append(bytes)
    if (faults.has('proof-stale')) this.#append(Buffer.from(`after ${index}`))
    return JSON.stringify(this.version === 1 ? this.#firstAnswer(index, bytes) : this.#secondAnswer(index, bytes, canonical))
  }

  /** The signed tree of now, or of an earlier size. */
  checkpoint(size: number = this.tree.size): string {
    const { faults } = this.#deps
    const origin = this.version === 1 ? `${this.name} - 1` : faults.has('checkpoint-other-origin') ? 'log.example' : this.name
    const root = faults.has('log-forked') ? createHash('sha256').update('another tree').digest() : this.tree.root(size)
    const text = `${origin}\n${size}\n${root.toString('base64')}\n`
    const hash = this.version === 1 ? 'sha256' : null
    const signature = sign(hash, Buffer.from(text), faults.has('checkpoint-wrong-key') ? this.#otherKey : this.#privateKey)
    const name = faults.has('checkpoint-unsigned') ? 'somebody.example' : this.name
    const hint = faults.has('checkpoint-unsigned') ? Buffer.from('else') : this.logId.subarray(0, 4)
    return `${text}\n${writeSignatureLine(name, hint, signature)}`
  }

  /** A file of a tile log: `checkpoint`, a tile, a bundle of entries. Undefined when there is none of that name. */
  file(path: string): Buffer | undefined {
    if (path === 'checkpoint') return Buffer.from(this.checkpoint())
    const match = /^tile\/(entries|[0-9]{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
    if (match === null) return undefined
    const index = Number(match[2]!.replaceAll(/[x/]/g, ''))
    const width = match[3] === undefined ? TILE_WIDTH : Number(match[3])
    return match[1] === 'entries' ? this.#entryBundle(index, width) : this.#tile(Number(match[1]), index, width)
  }

  #append(entry: Buffer): number {
    this.entries.push(entry)
    return this.tree.append(entry)
  }

  #proof(index: number): { size: number; hashes: readonly Buffer[] } {
    const { faults } = this.#deps
    const size = faults.has('proof-stale') ? this.tree.size - 1 : this.tree.size
    const hashes = this.tree.inclusionProof(index, size)
    return { size, hashes: faults.has('proof-corrupt') ? hashes.map((hash) => Buffer.from(hash.map((byte) => byte ^ 1))) : hashes }
  }

  #firstAnswer(index: number, body: Buffer): object {
    const { faults, now } = this.#deps
    const late = faults.has('log-late') ? DAY_SECONDS : 0
    const integratedTime = Math.floor(now().getTime() / 1000) + late
    const promised = faults.has('log-promise-other') ? integratedTime + 60 : integratedTime
    const entry = { body: body.toString('base64'), integratedTime: promised, logID: this.logId.toString('hex'), logIndex: index }
    const key = faults.has('log-wrong-key') ? this.#otherKey : this.#privateKey
    const { size, hashes } = this.#proof(index)
    const verification = {
      inclusionProof: {
        checkpoint: this.checkpoint(),
        hashes: hashes.map((hash) => hash.toString('hex')),
        logIndex: index,
        rootHash: this.tree.root(size).toString('hex'),
        treeSize: size,
      },
      signedEntryTimestamp: sign('sha256', Buffer.from(jcs(entry)), key).toString('base64'),
    }
    return { [createHash('sha256').update(body).digest('hex')]: { ...entry, integratedTime, verification } }
  }

  #secondAnswer(index: number, body: Buffer, canonical: JsonObject): object {
    const { faults } = this.#deps
    const { size, hashes } = this.#proof(index)
    const inclusionProof = {
      logIndex: String(index),
      rootHash: this.tree.root(size).toString('base64'),
      treeSize: String(size),
      hashes: hashes.map((hash) => hash.toString('base64')),
      ...(faults.has('checkpoint-missing') ? {} : { checkpoint: { envelope: this.checkpoint() } }),
    }
    return {
      logIndex: String(index),
      logId: { keyId: this.logId.toString('base64') },
      kindVersion: { kind: canonical['kind'], version: canonical['apiVersion'] },
      ...(faults.has('proof-missing') ? {} : { inclusionProof }),
      canonicalizedBody: body.toString('base64'),
    }
  }

  #tile(level: number, index: number, width: number): Buffer | undefined {
    const hashes: Buffer[] = []
    for (let at = 0; at < width; at++) {
      const hash = this.tree.node(level * 8, index * TILE_WIDTH + at)
      if (hash === undefined) return undefined
      hashes.push(hash)
    }
    return width === 0 ? undefined : Buffer.concat(hashes)
  }

  #entryBundle(index: number, width: number): Buffer | undefined {
    const entries = this.entries.slice(index * TILE_WIDTH, index * TILE_WIDTH + width)
    if (width === 0 || entries.length !== width) return undefined
    return Buffer.concat(
      entries.flatMap((entry) => {
        const length = Buffer.alloc(2)
        length.writeUInt16BE(entry.length)
        return [length, entry]
      }),
    )
  }
}

/** The canonical form of what Rekor's first version was offered. */
function firstVersionBody(request: JsonObject, faults: ActiveFaults): JsonObject {
  const spec = asObject(request['spec'], 'spec')
  const other = faults.has('log-entry-other')
  if (request['kind'] === 'hashedrekord') {
    const data = other ? { hash: { algorithm: 'sha256', value: '00'.repeat(32) } } : asObject(spec['data'], 'data')
    return { apiVersion: '0.0.1', kind: 'hashedrekord', spec: { data, signature: asObject(spec['signature'], 'signature') } }
  }
  if (request['kind'] !== 'dsse') throw new Refused('unsupported-version', 'the log takes hashedrekord and dsse')
  const proposed = asObject(spec['proposedContent'], 'proposedContent')
  const text = asString(proposed['envelope'], 'envelope')
  const envelope = asObject(parseStrictJson(text, 'envelope'), 'envelope')
  const payload = decodeBase64(asString(envelope['payload'], 'payload'), 'payload')
  const [signature] = asArray(envelope['signatures'], 'signatures')
  const [verifier] = asArray(proposed['verifiers'], 'verifiers')
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: sha256(text) },
      payloadHash: { algorithm: 'sha256', value: other ? '00'.repeat(32) : sha256(payload) },
      signatures: [{ signature: asString(asObject(signature, 'signature')['sig'], 'sig'), verifier: asString(verifier, 'verifier') }],
    },
  }
}

/** The canonical form of what Rekor's second version was offered. */
function secondVersionBody(request: JsonObject, faults: ActiveFaults): JsonObject {
  const record = asObject(request['hashedRekordRequestV002'], 'hashedRekordRequestV002')
  const digest: JsonValue = faults.has('log-entry-other') ? Buffer.alloc(32).toString('base64') : asString(record['digest'], 'digest')
  const hashedRekordV002 = { data: { algorithm: 'SHA2_256', digest }, signature: asObject(record['signature'], 'signature') }
  return { apiVersion: '0.0.2', kind: 'hashedrekord', spec: { hashedRekordV002 } }
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
