import { closeSync, fsync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { createGunzip, gzipSync } from 'node:zlib'

const onDisk = promisify(fsync)

interface Entry {
  readonly path: string
  /** -1: a folder. */
  readonly size: number
}

/** A data directory as one file: gzip of a length, a list of entries as JSON, and their bytes. The same folder gives the same bytes. */
export function packTemplate(folder: string): Uint8Array {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const bodies = found.map(({ entry, path }) => (entry.isDirectory() ? null : readFileSync(join(folder, path))))
  const entries: readonly Entry[] = found.map(({ path }, at) => ({ path, size: bodies[at]?.length ?? -1 }))
  const head = Buffer.from(JSON.stringify(entries))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  return gzipSync(Buffer.concat([length, head, ...bodies.filter((body) => body !== null)]), { level: 9 })
}

/** So many files are open until they are on the disk: a disk does many at once in little more than the time of one. */
const SYNCED_TOGETHER = 64

/** Writes a packed data directory into a new folder, and onto the disk. Only pieces of it are in memory at a time. */
export async function unpackTemplate(packed: Uint8Array, folder: string): Promise<void> {
  const bytes = new Inflated(packed)
  const entries = JSON.parse((await bytes.take((await bytes.take(4)).readUInt32LE(0))).toString('utf8')) as readonly Entry[]
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const written: number[] = []
  try {
    for (const { path, size } of entries) {
      if (size < 0) {
        mkdirSync(join(folder, path), { mode: 0o700 })
        continue
      }
      const fd = openSync(join(folder, path), 'wx', 0o600)
      written.push(fd)
      await bytes.pass(size, (piece) => writeWhole(fd, piece))
      if (written.length === SYNCED_TOGETHER) await syncAndClose(written.splice(0))
    }
  } finally {
    await syncAndClose(written)
  }
  syncFolder(folder)
  for (const { path, size } of entries) if (size < 0) syncFolder(join(folder, path))
  syncFolder(dirname(folder))
}

/** The bytes of a gzip in order, piece by piece. */
class Inflated {
  readonly #pieces: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(packed: Uint8Array) {
    const gunzip = createGunzip({ chunkSize: 256 * 1024 })
    gunzip.end(packed)
    this.#pieces = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    await this.pass(size, (piece) => void parts.push(piece))
    return Buffer.concat(parts)
  }

  async pass(size: number, to: (piece: Buffer) => void): Promise<void> {
    for (let left = size; left > 0;) {
      if (this.#rest.length === 0) {
        const next = await this.#pieces.next()
        if (next.done === true) throw new RangeError('the packed data directory ends within a file')
        this.#rest = next.value
      }
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      to(piece)
    }
  }
}

async function syncAndClose(files: readonly number[]): Promise<void> {
  try {
    await Promise.all(files.map((fd) => onDisk(fd)))
  } finally {
    for (const fd of files) closeSync(fd)
  }
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
}

/** Names are on the disk when their folder is. */
export function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'EINVAL') throw error
  }
}
