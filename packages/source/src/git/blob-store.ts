import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { RandomAccess } from '../random-access.ts'
import { bufferAccess } from '../random-access.ts'
import { ReadFailed } from '../tree.ts'
import { gitEnvironment, SAFE_OPTIONS } from './git-environment.ts'
import type { GitPlace } from './run-git.ts'

/** Contents of the files of one tree, fetched when first needed. */
export interface BlobStore {
  /** Bytes of the blob at a place of the list; throws ReadFailed when git does not give it. */
  open(index: number): RandomAccess
  close(): void
}

interface Blob {
  readonly id: string
  readonly size: number
}

const BATCH_BLOBS = 4096
/** Small files that follow are fetched before any was used: most trees are of small files, and a child costs more than they do. */
const FIRST_BLOBS = 32
const FIRST_BYTES = 256 * 1024
const BATCH_BYTES = 64 * 1024 * 1024
const HEAD_BYTES = 128

/**
 * Reads blobs synchronously through `cat-file --batch` straight into a temporary file. A walk reads nearly all files in order, so
 * each child is asked for some of those that follow too: a few small ones, or twice as many as were used of those before.
 */
export function openBlobStore(place: GitPlace, blobs: readonly Blob[]): BlobStore {
  const path = join(place.home, 'blobs')
  const descriptor = openSync(path, 'a+', 0o600)
  if (process.platform !== 'win32') unlinkSync(path)
  const places = new Map<number, number>()
  let used = 0
  let isOpen = true

  function fetch(index: number): void {
    const batch: number[] = []
    let bytes = 0
    for (let next = index; next < blobs.length && batch.length < Math.min(BATCH_BLOBS, Math.max(FIRST_BLOBS, used * 2 + 1)); next++) {
      const blob = blobs[next] as Blob
      if (batch.length > 0 && bytes + blob.size > (batch.length > used * 2 ? FIRST_BYTES : BATCH_BYTES)) break
      if (places.has(next)) continue
      batch.push(next)
      bytes += blob.size
    }
    used = 0
    let at = fstatSync(descriptor).size
    const done = spawnSync('git', [...SAFE_OPTIONS, 'cat-file', '--batch'], {
      cwd: place.home,
      env: gitEnvironment(place.home, { GIT_DIR: place.gitDir ?? place.home }),
      input: batch.map((next) => (blobs[next] as Blob).id + '\n').join(''),
      stdio: ['pipe', descriptor, 'ignore'],
      timeout: place.limits.timeoutMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    })
    if (done.error !== undefined || done.status !== 0) throw new ReadFailed('git did not give the content of the file')
    for (const next of batch) at = placeOf(next, at)
  }

  /** Reads the head line of an answer; where the next one starts. */
  function placeOf(index: number, at: number): number {
    const { id, size } = blobs[index] as Blob
    const head = Buffer.alloc(HEAD_BYTES)
    const count = readSync(descriptor, head, 0, HEAD_BYTES, at)
    const line = head.subarray(0, count).toString('latin1').split('\n', 1)[0] as string
    const start = at + line.length + 1
    if (line !== `${id} blob ${size}`) return line.endsWith(' missing') ? start : wrong()
    places.set(index, start)
    return start + size + 1
  }

  return {
    open(index) {
      if (!isOpen) throw new ReadFailed('the tree is closed')
      const blob = blobs[index] as Blob
      if (blob.size > place.limits.objectBytes) throw new ReadFailed(`the file is larger than ${place.limits.objectBytes} bytes`)
      if (blob.size === 0) return bufferAccess(new Uint8Array())
      if (!places.has(index)) fetch(index)
      used++
      const start = places.get(index)
      if (start === undefined) throw new ReadFailed('the content of the file is not in the repository')
      return {
        size: blob.size,
        read: (offset, length) => readAt(descriptor, start + offset, Math.max(0, Math.min(length, blob.size - offset))),
      }
    },
    close() {
      if (isOpen) closeSync(descriptor)
      isOpen = false
    },
  }
}

function wrong(): never {
  throw new ReadFailed('git gave another object than asked for')
}

function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(length)
  let done = 0
  while (done < length) {
    const count = readSync(descriptor, bytes, done, length - done, offset + done)
    if (count === 0) break
    done += count
  }
  return bytes.subarray(0, done)
}
