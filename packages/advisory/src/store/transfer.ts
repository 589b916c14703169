import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { outputUnwritable } from '@cupel/model'
import { damaged, homeError, sourceUnusable } from '../errors.ts'
import { readContents } from './bundle-format.ts'
import type { BundledFile } from './bundle-format.ts'
import type { ByteSource } from './byte-source.ts'
import { fileSource } from './byte-source.ts'
import { commitManifest, removeUnknown } from './commit.ts'
import { indexFolder } from './home.ts'
import { takeLock } from './lock.ts'
import type { Manifest } from './manifest.ts'
import { filesOf, readManifest } from './manifest.ts'
import { NewFile } from './new-file.ts'
import { requireManifest, requireWhole } from './verify-database.ts'
import { bundleOf } from './write-bundle.ts'

export interface TransferOptions {
  readonly home: string
  /** The one file to write or read. */
  readonly file: string
  readonly signal: AbortSignal
  readonly waitMs?: number
}

const PIECE = 1 << 22

/** Writes the whole database into one file, for a machine without a network. Every digest is checked first. Gives the bytes written. */
export async function exportDatabase({ home, file, signal, waitMs = 60_000 }: TransferOptions): Promise<number> {
  requireManifest(home)
  const lock = await takeLock(home, { signal, waitMs, waiting: () => undefined })
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const manifest = requireManifest(home)
    requireWhole(indexFolder(home), filesOf(manifest))
    const bytes = writePieces(temporary, bundleOf(indexFolder(home), manifest, 'deflate'), signal)
    renameSync(temporary, file)
    return bytes
  } catch (error) {
    rmSync(temporary, { force: true })
    throw (error as NodeJS.ErrnoException).code === undefined || signal.aborted || isCupel(error) ? error : outputUnwritable(file, error)
  } finally {
    lock.release()
  }
}

/** Takes a database out of such a file and makes it the home's. Refuses a file that is damaged or of a newer format; the old database stays then. */
export async function importDatabase({ home, file, signal, waitMs = 60_000 }: TransferOptions): Promise<Manifest> {
  const source = openBundle(file)
  try {
    const { parsed, files } = readContents(source)
    const folder = indexFolder(home)
    mkdirSync(folder, { recursive: true })
    const lock = await takeLock(home, { signal, waitMs, waiting: () => undefined })
    try {
      const old = manifestOrNull(folder)
      const known = new Map(filesOf(parsed).map((stamp) => [stamp.file, stamp.sha256]))
      if (files.length !== known.size) throw damaged(file, 'its list of files is not that of its manifest')
      for (const one of files) {
        signal.throwIfAborted()
        if (known.get(one.file) !== one.sha256) throw damaged(file, `${one.file} is not in its manifest`)
        placeFile(folder, one, unpack(source, one, file))
      }
      const manifest = commitManifest(folder, parsed, old)
      removeUnknown(folder, manifest, true)
      return manifest
    } finally {
      lock.release()
    }
  } catch (error) {
    throw homeError(home, error) ?? error
  } finally {
    source.close()
  }
}

function openBundle(file: string): ByteSource {
  try {
    return fileSource(file, file)
  } catch (error) {
    throw sourceUnusable(file, 'it cannot be opened', error)
  }
}

function manifestOrNull(folder: string): Manifest | null {
  try {
    return readManifest(folder)
  } catch {
    return null
  }
}

function unpack(source: ByteSource, { offset, packedBytes, bytes, sha256, file }: BundledFile, bundle: string): Buffer {
  const packed = source.read(offset, packedBytes)
  let plain: Buffer
  try {
    plain = inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) })
  } catch (error) {
    throw damaged(bundle, `${file} cannot be unpacked: ${error instanceof Error ? error.message : 'damaged'}`)
  }
  if (plain.length !== bytes || createHash('sha256').update(plain).digest('hex') !== sha256)
    throw damaged(bundle, `${file} has another digest`)
  return plain
}

function placeFile(folder: string, { file }: BundledFile, bytes: Buffer): void {
  const place = new NewFile(folder, 'import')
  try {
    place.append(bytes)
    const { file: temporary } = place.finish('import', '.tmp')
    renameSync(join(folder, temporary), join(folder, file))
  } catch (error) {
    place.abandon()
    throw error
  }
}

function writePieces(path: string, pieces: Iterable<Buffer>, signal: AbortSignal): number {
  const fd = openSync(path, 'wx')
  let total = 0
  try {
    for (const piece of pieces) {
      for (let done = 0; done < piece.length;) {
        signal.throwIfAborted()
        done += writeSync(fd, piece, done, Math.min(PIECE, piece.length - done))
      }
      total += piece.length
    }
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  return total
}

function isCupel(error: unknown): boolean {
  return error instanceof Error && error.name === 'CupelError'
}
