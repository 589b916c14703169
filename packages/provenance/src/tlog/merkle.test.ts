import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { emptyRoot, leafHash, nodeHash, rootFromInclusion, verifyConsistency } from './merkle.ts'
import { MerkleTree } from './merkle-tree.ts'

function treeOf(size: number): MerkleTree {
  const tree = new MerkleTree()
  for (let index = 0; index < size; index++) tree.append(Buffer.from([index & 0xff, index >> 8]))
  return tree
}

describe('Merkle proofs', () => {
  it('agrees with the definition of RFC 6962 for the first trees', () => {
    const leaf = (index: number): Buffer => leafHash(Buffer.from([index, 0]))
    expect(emptyRoot().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(treeOf(1).root()).toEqual(leaf(0))
    expect(treeOf(3).root()).toEqual(nodeHash(nodeHash(leaf(0), leaf(1)), leaf(2)))
    expect(treeOf(5).root()).toEqual(nodeHash(nodeHash(nodeHash(leaf(0), leaf(1)), nodeHash(leaf(2), leaf(3))), leaf(4)))
  })

  it('every entry of every tree up to 70 is proved, and no other entry is', () => {
    const tree = treeOf(70)
    for (let size = 1; size <= 70; size++) {
      for (let index = 0; index < size; index++) {
        const hashes = tree.inclusionProof(index, size)
        const leaf = leafHash(Buffer.from([index, 0]))
        expect(rootFromInclusion(leaf, { index, treeSize: size, hashes })).toEqual(tree.root(size))
        if (size > 1) {
          const other = (index + 1) % size
          const found = attempt(() => rootFromInclusion(leaf, { index: other, treeSize: size, hashes }))
          expect(found?.equals(tree.root(size)) ?? false).toBe(false)
        }
      }
    }
  })

  it('every growth up to 70 is proved, and no fork is', () => {
    const tree = treeOf(70)
    for (let newSize = 1; newSize <= 70; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const hashes = tree.consistencyProof(oldSize, newSize)
        const proof = { oldSize, newSize, hashes }
        verifyConsistency(tree.root(oldSize), tree.root(newSize), proof)
        if (oldSize > 0) expect(() => verifyConsistency(Buffer.alloc(32), tree.root(newSize), proof)).toThrow(Refused)
        if (oldSize > 0) expect(() => verifyConsistency(tree.root(oldSize), Buffer.alloc(32), proof)).toThrow(Refused)
        expect(() =>
          verifyConsistency(tree.root(oldSize), tree.root(newSize), { ...proof, hashes: [...hashes, Buffer.alloc(32)] }),
        ).toThrow(Refused)
      }
    }
  })

  it('refuses a shorter log as rollback', () => {
    const tree = treeOf(5)
    expect(() => verifyConsistency(tree.root(5), tree.root(4), { oldSize: 5, newSize: 4, hashes: [] })).toThrow('shorter')
  })

  it('refuses proofs of any wrong shape, and never anything else than Refused', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.array(hash, { maxLength: 70 }), (index, treeSize, hashes) => {
        const found = attempt(() => rootFromInclusion(Buffer.alloc(32), { index, treeSize, hashes }))
        expect(found === undefined || found.length === 32).toBe(true)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})

function attempt(run: () => Buffer): Buffer | undefined {
  try {
    return run()
  } catch (error) {
    expect(error).toBeInstanceOf(Refused)
    return undefined
  }
}

it('a node of anything but two digests is made of exactly these bytes, whatever was hashed before', () => {
  nodeHash(Buffer.alloc(32, 1), Buffer.alloc(32, 2))
  const short = createHash('sha256')
    .update(Buffer.from([1, 9, 8, 8]))
    .digest()
  expect(nodeHash(Buffer.from([9]), Buffer.from([8, 8]))).toEqual(short)
})
