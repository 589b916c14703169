import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

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

/** Writes a packed data directory into a new folder, and onto the disk. */
export function unpackTemplate(packed: Uint8Array, folder: string): void {
  const bytes = gunzipSync(packed)
  const head = bytes.readUInt32LE(0)
  const entries = JSON.parse(bytes.toString('utf8', 4, 4 + head)) as readonly Entry[]
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let at = 4 + head
  for (const { path, size } of entries) {
    if (size < 0) {
      mkdirSync(join(folder, path), { mode: 0o700 })
      continue
    }
    const fd = openSync(join(folder, path), 'wx', 0o600)
    try {
      writeWhole(fd, bytes.subarray(at, at + size))
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    at += size
  }
  syncFolder(folder)
  for (const { path, size } of entries) if (size < 0) syncFolder(join(folder, path))
  syncFolder(dirname(folder))
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
