import { createHash } from 'node:crypto'
import { digestOf } from '../encoding/digest.ts'
import { Refused } from '../verdict/refused.ts'

const LEAF = Buffer.from([0])
const HASH_BYTES = 32
/** A node is hashed where the last one was: what would be put together anew for each is as dear as the digest. */
const NODE = Buffer.concat([Buffer.from([1]), Buffer.alloc(2 * HASH_BYTES)])
/** No tree has more levels than a 64-bit index has bits. */
const MAX_PROOF = 128

/** RFC 6962 §2.1: the hash of one entry. */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(entry).digest()
}

/** RFC 6962 §2.1: the hash of two subtrees. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES)
    return digestOf('sha256', Buffer.concat([NODE.subarray(0, 1), left, right]))
  NODE.set(left, 1)
  NODE.set(right, 1 + HASH_BYTES)
  return digestOf('sha256', NODE)
}

/** The hash of a tree without entries. */
export function emptyRoot(): Buffer {
  return digestOf('sha256', Buffer.alloc(0))
}

export interface InclusionProof {
  readonly index: number
  readonly treeSize: number
  readonly hashes: readonly Uint8Array[]
}

/**
 * The root that an inclusion proof leads to from a leaf hash (RFC 9162 §2.1.3.2). The caller compares it with a root somebody
 * signed. Refuses an index outside the tree and a proof that is too short or too long for it.
 */
export function rootFromInclusion(leaf: Uint8Array, proof: InclusionProof): Buffer {
  const { index, treeSize, hashes } = proof
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(treeSize) || index < 0 || index >= treeSize) {
    throw new Refused('log-proof-invalid', 'the inclusion proof is for an entry outside the tree', {
      expected: `an index below ${treeSize}`,
      found: String(index),
    })
  }
  checkHashes(hashes)
  let node: Buffer = Buffer.from(leaf)
  let at = index
  let last = treeSize - 1
  for (const sibling of hashes) {
    if (last === 0) throw wrongLength('inclusion', hashes.length)
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node)
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else node = nodeHash(node, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw wrongLength('inclusion', hashes.length)
  return node
}

export interface ConsistencyProof {
  readonly oldSize: number
  readonly newSize: number
  readonly hashes: readonly Uint8Array[]
}

/** Throws unless the tree of the old root is the beginning of the tree of the new root (RFC 9162 §2.1.4.2). */
export function verifyConsistency(oldRoot: Uint8Array, newRoot: Uint8Array, proof: ConsistencyProof): void {
  const { oldSize, newSize, hashes } = proof
  if (oldSize > newSize)
    throw new Refused('rollback', 'the log became shorter', { expected: `at least ${oldSize} entries`, found: String(newSize) })
  checkHashes(hashes)
  if (oldSize === newSize || oldSize === 0) {
    if (hashes.length > 0) throw wrongLength('consistency', hashes.length)
    if (oldSize === newSize && !same(oldRoot, newRoot)) throw forked()
    return
  }
  const rest = [...hashes]
  // A complete old tree is itself the first node of the proof, and is left out.
  if (isPowerOfTwo(oldSize)) rest.unshift(oldRoot)
  const first = rest.shift()
  if (first === undefined) throw wrongLength('consistency', hashes.length)
  let at = oldSize - 1
  let last = newSize - 1
  while (at % 2 === 1) {
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  let fromOld: Uint8Array = first
  let fromNew: Uint8Array = first
  for (const sibling of rest) {
    if (last === 0) throw wrongLength('consistency', hashes.length)
    if (at % 2 === 1 || at === last) {
      fromOld = nodeHash(sibling, fromOld)
      fromNew = nodeHash(sibling, fromNew)
      while (at % 2 === 0 && at !== 0) {
        at /= 2
        last = Math.floor(last / 2)
      }
    } else fromNew = nodeHash(fromNew, sibling)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw wrongLength('consistency', hashes.length)
  if (!same(fromOld, oldRoot) || !same(fromNew, newRoot)) throw forked()
}

function checkHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.length > MAX_PROOF) throw new Refused('limit-exceeded', `the proof has more than ${MAX_PROOF} hashes`)
  if (hashes.some(({ length }) => length !== HASH_BYTES)) throw new Refused('malformed', 'the proof has a hash that is not 32 bytes')
}

function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size))
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}

function forked(): Refused {
  return new Refused('log-proof-invalid', 'the log rewrote its past: the later tree does not begin with the earlier one')
}

function wrongLength(kind: string, found: number): Refused {
  return new Refused('log-proof-invalid', `the ${kind} proof does not have the length its tree asks for`, { found: `${found} hashes` })
}
