import { gzipSync } from 'node:zlib'
import { paddedSize, TAR_BLOCK } from './tar-header.ts'

/** A file to pack. */
export interface PackedFile {
  /** With the root folder: `package/lib/a.js`. */
  readonly path: string
  readonly bytes: Buffer
  readonly executable: boolean
}

/** 1985-10-26T08:15:00Z, the one time that npm gives to everything it packs. */
const PACK_TIME = 499_162_500

/**
 * Packs files as npm does: ustar without owners, one time for all, gzip level 9 without file name or system. The same files in the same
 * order give the same bytes as `npm pack` with the same zlib. Throws RangeError for names that ustar cannot hold.
 */
export function writeTarball(files: readonly PackedFile[]): Buffer {
  const blocks = files.flatMap(({ path, bytes, executable }) => {
    const header = headerOf(path, bytes.length, executable ? 0o755 : 0o644)
    return [header, bytes, Buffer.alloc(paddedSize(bytes.length) - bytes.length)]
  })
  const tgz = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * TAR_BLOCK)]), { level: 9 })
  // RFC 1952 §2.3.1: 255 is "unknown operating system".
  tgz[9] = 0xff
  return tgz
}

function headerOf(path: string, size: number, mode: number): Buffer {
  const header = Buffer.alloc(TAR_BLOCK)
  const [prefix, name] = splitName(path)
  header.write(name, 0, 'utf8')
  header.write(`${octal(mode, 6)} \0`, 100, 'latin1')
  header.write(`${octal(size, 10)} \0`, 124, 'latin1')
  header.write(`${octal(PACK_TIME, 10)} \0`, 136, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  header.write('000000 \x00000000 \0', 329, 'latin1')
  header.write(prefix, 345, 'utf8')
  let sum = 8 * 0x20
  for (const byte of header) sum += byte
  header.write(`${octal(sum, 6)} \0`, 148, 'latin1')
  return header
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

/** A name over 100 bytes is split at a slash (POSIX.1-2017 ustar): the first part at most 155 bytes, as late as possible. */
function splitName(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path]
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)]
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return [prefix, name]
  }
  throw new RangeError(`the name is too long to be packed: ${path.slice(0, 80)}`)
}
