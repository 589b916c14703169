import { createHash } from 'node:crypto'
import type { ArchiveProblem } from './archive-refused.ts'
import { ArchiveRefused } from './archive-refused.ts'
import { inflateInto } from './decompress.ts'
import type { Limits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { bufferAccess } from './random-access.ts'
import { listTar } from './tar.ts'
import { TAR_BLOCK } from './tar-header.ts'

/** One file of a tarball with what packing wrote about it besides its contents. */
export interface TarballFile {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'hardlink'
  readonly target: string
  readonly bytes: Buffer
  /** Permission bits. */
  readonly mode: number
  /** Seconds since 1970. */
  readonly mtime: number
  /** `uid:gid user:group`. */
  readonly owner: string
}

/** A tarball read whole, in the order of its entries. */
export interface Tarball {
  /** Bytes of the gzip header that differ from one packer to another (RFC 1952 §2.3): null when it is not compressed. */
  readonly gzip: { readonly mtime: number; readonly flags: number; readonly extra: number; readonly system: number } | null
  readonly sha256: string
  readonly sha512: string
  /** Digest of the tar before compression. */
  readonly tarSha256: string
  readonly files: readonly TarballFile[]
  readonly problems: readonly ArchiveProblem[]
}

const MAX_TAR = 512 * 1024 * 1024

/** Reads a `.tgz` or `.tar` into memory. Throws ArchiveRefused when it is damaged or inflates to more than 512 MiB. */
export async function readTarball(bytes: Buffer, limits: Limits = DEFAULT_LIMITS): Promise<Tarball> {
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const tar = gzip ? await inflated(bytes) : bytes
  const { members, problems } = listTar(bufferAccess(tar), limits)
  const digest = (algorithm: string, data: Buffer): string => createHash(algorithm).update(data).digest('hex')
  return {
    gzip: gzip ? { mtime: bytes.readUInt32LE(4), flags: bytes[3] ?? 0, extra: bytes[8] ?? 0, system: bytes[9] ?? 0 } : null,
    sha256: digest('sha256', bytes),
    sha512: digest('sha512', bytes),
    tarSha256: digest('sha256', tar),
    files: members.map(({ path, kind, target, size, offset }) => {
      const header = tar.subarray(offset - TAR_BLOCK, offset)
      return {
        path,
        kind,
        target,
        bytes: tar.subarray(offset, offset + size),
        mode: octal(header, 100, 8) & 0o7777,
        mtime: octal(header, 136, 12),
        owner: `${octal(header, 108, 8)}:${octal(header, 116, 8)} ${text(header, 265, 32)}:${text(header, 297, 32)}`,
      }
    }),
    problems,
  }
}

async function inflated(bytes: Buffer): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  await inflateInto([bytes], 'gzip', (piece) => {
    size += piece.length
    if (size > MAX_TAR) throw new ArchiveRefused('limit-exceeded', `inflates to more than ${MAX_TAR} bytes`)
    pieces.push(Buffer.from(piece))
  })
  return Buffer.concat(pieces)
}

function octal(header: Buffer, at: number, length: number): number {
  const digits = text(header, at, length).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : 0
}

function text(header: Buffer, at: number, length: number): string {
  const end = header.indexOf(0, at)
  return header.toString('utf8', at, end < 0 || end > at + length ? at + length : end)
}
