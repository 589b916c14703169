import { emptyRoot, leafHash, nodeHash } from './merkle.ts'

/** A growing Merkle tree (RFC 6962 §2.1) that remembers every complete subtree, so that proofs cost only their length. */
export class MerkleTree {
  /** `#levels[n]` holds the hashes of complete subtrees of 2^n leaves, in order. */
  readonly #levels: Buffer[][] = [[]]

  get size(): number {
    return this.#levels[0]!.length
  }

  /** Adds an entry and answers its index. */
  append(entry: Uint8Array): number {
    const index = this.size
    let hash = leafHash(entry)
    for (let level = 0; ; level++) {
      const row = (this.#levels[level] ??= [])
      row.push(hash)
      if (row.length % 2 === 1) return index
      hash = nodeHash(row[row.length - 2]!, hash)
    }
  }

  root(size: number = this.size): Buffer {
    return size === 0 ? emptyRoot() : this.#range(0, size)
  }

  /** RFC 6962 §2.1.1: the path from leaf `index` to the root of the first `size` leaves. */
  inclusionProof(index: number, size: number = this.size): readonly Buffer[] {
    const path: Buffer[] = []
    let start = 0
    let end = size
    while (end - start > 1) {
      const split = start + largestPowerBelow(end - start)
      if (index < split) {
        path.push(this.#range(split, end))
        end = split
      } else {
        path.push(this.#range(start, split))
        start = split
      }
    }
    return path.reverse()
  }

  /** RFC 6962 §2.1.2: that the first `oldSize` leaves are the beginning of the first `size`. */
  consistencyProof(oldSize: number, size: number = this.size): readonly Buffer[] {
    if (oldSize === 0 || oldSize === size) return []
    const path: Buffer[] = []
    let start = 0
    let end = size
    let isWhole = true
    while (end !== oldSize) {
      const split = start + largestPowerBelow(end - start)
      if (oldSize <= split) {
        path.push(this.#range(split, end))
        end = split
      } else {
        path.push(this.#range(start, split))
        start = split
        isWhole = false
      }
    }
    if (!isWhole) path.push(this.#range(start, end))
    return path.reverse()
  }

  /** Hash of a complete subtree; undefined when it is not complete. For tiles. */
  node(level: number, index: number): Buffer | undefined {
    return this.#levels[level]?.[index]
  }

  #range(start: number, end: number): Buffer {
    const length = end - start
    const level = Math.log2(length)
    const whole = Number.isInteger(level) && start % length === 0 ? this.#levels[level]?.[start / length] : undefined
    if (whole !== undefined) return whole
    const split = start + largestPowerBelow(length)
    return nodeHash(this.#range(start, split), this.#range(split, end))
  }
}

/** The largest power of two smaller than `length`. */
function largestPowerBelow(length: number): number {
  let power = 1
  while (power * 2 < length) power *= 2
  return power
}
