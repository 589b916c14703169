import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const BUFFER_BYTES = 1 << 18

/** Name, length and SHA-256 of a finished file. */
export interface FileStamp {
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

/** A file being written beside the others under a temporary name; it gets its name, made from its content, only when complete and on disk. */
export class NewFile {
  readonly #folder: string
  readonly #temporary: string
  readonly #fd: number
  #pending: Buffer[] = []
  #pendingBytes = 0
  #written = 0
  #closed = false

  constructor(folder: string, label: string) {
    this.#folder = folder
    this.#temporary = join(folder, `.${label}.${process.pid}.tmp`)
    rmSync(this.#temporary, { force: true })
    this.#fd = openSync(this.#temporary, 'wx+')
  }

  /** Bytes appended so far: the place of the next ones. */
  get length(): number {
    return this.#written + this.#pendingBytes
  }

  append(bytes: Buffer): number {
    const place = this.length
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes >= BUFFER_BYTES) this.#flush()
    return place
  }

  /** Overwrites bytes at the start. */
  replaceStart(bytes: Buffer): void {
    this.#flush()
    writeAll(this.#fd, bytes, 0)
  }

  /** Writes to disk, names the file `<stem>-<digest><extension>` and gives its stamp. */
  finish(stem: string, extension: string): FileStamp {
    this.#flush()
    const sha256 = digestOf(this.#fd, this.#written)
    fsyncSync(this.#fd)
    closeSync(this.#fd)
    this.#closed = true
    const file = `${stem}-${sha256.slice(0, 16)}${extension}`
    renameSync(this.#temporary, join(this.#folder, file))
    return { file, bytes: this.#written, sha256 }
  }

  /** Gives up; nothing stays. */
  abandon(): void {
    if (!this.#closed) closeSync(this.#fd)
    rmSync(this.#temporary, { force: true })
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#pending)
    writeAll(this.#fd, bytes, this.#written)
    this.#written += bytes.length
    this.#pending = []
    this.#pendingBytes = 0
  }
}

function writeAll(fd: number, bytes: Buffer, place: number): void {
  let done = 0
  while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, place + done)
}

function digestOf(fd: number, length: number): string {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(1 << 20)
  for (let done = 0; done < length;) {
    const count = readSync(fd, chunk, 0, Math.min(chunk.length, length - done), done)
    if (count === 0) break
    hash.update(chunk.subarray(0, count))
    done += count
  }
  return hash.digest('hex')
}
