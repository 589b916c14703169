import { Refused } from '../verdict/refused.ts'
import type { VerifiedCheckpoint } from './checkpoint.ts'
import { leafHash, nodeHash, rootFromInclusion, verifyConsistency } from './merkle.ts'

/** Hashes in a full tile: eight levels of the tree (C2SP tlog-tiles). */
export const TILE_WIDTH = 256
const TILE_LEVELS = 8

export interface TileAddress {
  readonly level: number
  readonly index: number
  /** Hashes in it: 256, or fewer at the right edge. */
  readonly width: number
}

/** Gives the bytes under a path of a tile log, such as `tile/0/x001/234.p/5`. Rejects when there are none. */
export type ReadTile = (path: string) => Promise<Uint8Array>

/** The path of a tile (C2SP tlog-tiles, "Merkle Tree"). */
export function tilePath({ level, index, width }: TileAddress): string {
  return `tile/${level}/${tileNumber(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** The path of a bundle of entries. */
export function entriesPath({ index, width }: Pick<TileAddress, 'index' | 'width'>): string {
  return `tile/entries/${tileNumber(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** A number in groups of three digits, all but the last marked with x. */
function tileNumber(index: number): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return groups.join('/')
}

/** The entries of a bundle: each after its length in two bytes. Refuses a bundle that does not hold exactly `width`. */
export function readEntryBundle(bytes: Uint8Array, width: number): readonly Buffer[] {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Buffer[] = []
  let at = 0
  while (at < source.length) {
    const end = at + 2 > source.length ? Infinity : at + 2 + source.readUInt16BE(at)
    if (end > source.length) throw new Refused('malformed', 'a bundle of log entries ends early')
    entries.push(source.subarray(at + 2, end))
    at = end
  }
  if (entries.length !== width) throw new Refused('malformed', `a bundle of log entries holds ${entries.length} of ${width}`)
  return entries
}

/** Reads single nodes of a log's tree out of its tiles, each tile once. The tiles are not trusted: only what leads to a signed root is. */
export class TileTree {
  readonly #read: ReadTile
  readonly #size: number
  readonly #tiles = new Map<string, Promise<Buffer>>()

  constructor(read: ReadTile, size: number) {
    this.#read = read
    this.#size = size
  }

  /** The hash over leaves `start` to `end`, which must be a part of the tree as RFC 6962 cuts it. */
  async range(start: number, end: number): Promise<Buffer> {
    const length = end - start
    const level = Math.log2(length)
    if (Number.isInteger(level) && start % length === 0) return this.#node(level, start / length)
    let split = 1
    while (split * 2 < length) split *= 2
    return nodeHash(await this.range(start, start + split), await this.range(start + split, end))
  }

  /** A complete subtree of 2^level leaves: in a tile as it stands, or from the eight levels below. */
  async #node(level: number, index: number): Promise<Buffer> {
    const tileLevel = Math.floor(level / TILE_LEVELS)
    const inside = level % TILE_LEVELS
    const first = index * 2 ** inside
    const tile = await this.#tile(tileLevel, Math.floor(first / TILE_WIDTH))
    let row: Buffer[] = []
    for (let at = first % TILE_WIDTH; row.length < 2 ** inside; at++) row.push(tile.subarray(at * 32, at * 32 + 32))
    if (row.some((hash) => hash.length !== 32)) throw new Refused('malformed', 'a tile of the log is too short')
    while (row.length > 1) row = row.flatMap((hash, at) => (at % 2 === 0 ? [nodeHash(hash, row[at + 1]!)] : []))
    return row[0]!
  }

  #tile(level: number, index: number): Promise<Buffer> {
    const width = Math.min(TILE_WIDTH, Math.floor(this.#size / TILE_WIDTH ** level) - index * TILE_WIDTH)
    const path = tilePath({ level, index, width })
    const known = this.#tiles.get(path)
    if (known !== undefined) return known
    const loading = this.#read(path).then((bytes) => {
      if (bytes.length !== width * 32)
        throw new Refused('malformed', `the tile ${path} has ${bytes.length} bytes in place of ${width * 32}`)
      return Buffer.from(bytes)
    })
    this.#tiles.set(path, loading)
    return loading
  }
}

/** Throws unless the entry is at `index` of the tree that the checkpoint signs, by the log's own tiles. */
export async function verifyEntryInTiles(
  entry: Uint8Array,
  index: number,
  options: { checkpoint: VerifiedCheckpoint; read: ReadTile },
): Promise<void> {
  const { treeSize, rootHash } = options.checkpoint
  if (index >= treeSize) throw new Refused('log-proof-invalid', 'the entry is beyond the end of the tree')
  const tree = new TileTree(options.read, treeSize)
  const hashes: Buffer[] = []
  let start = 0
  let end = treeSize
  while (end - start > 1) {
    let split = 1
    while (split * 2 < end - start) split *= 2
    const middle = start + split
    hashes.push(index < middle ? await tree.range(middle, end) : await tree.range(start, middle))
    if (index < middle) end = middle
    else start = middle
  }
  const root = rootFromInclusion(leafHash(entry), { index, treeSize, hashes: hashes.reverse() })
  if (!root.equals(rootHash)) throw new Refused('log-proof-invalid', 'the tiles do not lead from the entry to the tree the log signed')
}

/** Throws unless the log only grew between two of its checkpoints, by the tiles of the later one. */
export async function verifyGrowth(old: VerifiedCheckpoint, now: VerifiedCheckpoint, read: ReadTile): Promise<void> {
  if (old.origin !== now.origin)
    throw new Refused('content-mismatch', 'the checkpoints are of two logs', { expected: old.origin, found: now.origin })
  const sizes = { oldSize: old.treeSize, newSize: now.treeSize }
  const hashes: Buffer[] = []
  if (old.treeSize > 0 && old.treeSize < now.treeSize) {
    const tree = new TileTree(read, now.treeSize)
    let start = 0
    let end = now.treeSize
    while (end !== old.treeSize) {
      let split = 1
      while (split * 2 < end - start) split *= 2
      const middle = start + split
      hashes.push(old.treeSize <= middle ? await tree.range(middle, end) : await tree.range(start, middle))
      if (old.treeSize <= middle) end = middle
      else start = middle
    }
    if (start > 0) hashes.push(await tree.range(start, end))
  }
  verifyConsistency(old.rootHash, now.rootHash, { ...sizes, hashes: hashes.reverse() })
}
