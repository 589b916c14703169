import { reading } from '../facts/reading.ts'

/** What the first bytes of a file say. */
export interface FileKind {
  /** Bytes; -1 when it cannot be opened. */
  readonly size: number
  readonly shebang: boolean
  /** Only characters of text in the first 1,024 bytes. */
  readonly text: boolean
  /** Format by its magic number, or empty. */
  readonly magic: string
}

const HEAD_BYTES = 1024

/** Kinds of all files of the tree. Reads the first bytes of each once. */
export const fileKinds = reading((facts): ReadonlyMap<string, FileKind> => {
  const kinds = new Map<string, FileKind>()
  for (const path of facts.files.paths) {
    const head = facts.files.bytes(path, 0, HEAD_BYTES)
    const size = head.length < HEAD_BYTES ? head.length : facts.files.size(path)
    kinds.set(path, { size, shebang: head[0] === 0x23 && head[1] === 0x21, text: isText(head), magic: magicOf(head) })
  }
  return kinds
})

/** No control characters but tab and line breaks; bytes that are no UTF-8 are taken as letters of another encoding. */
export function isText(head: Uint8Array): boolean {
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] ?? 0
    // The last character may be cut.
    if (at + 4 > head.length) break
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false
  }
  return true
}

const MAGIC: readonly (readonly [name: string, hex: string])[] = [
  ['elf', '7f454c46'],
  ['macho', 'feedfacf'],
  ['macho', 'feedface'],
  ['macho', 'bebafeca'],
  ['macho', 'cffaedfe'],
  ['macho', 'cefaedfe'],
  ['macho', 'cafebabe'],
  ['wasm', '0061736d01000000'],
  ['dex', '6465780a'],
  ['dey', '6465790a'],
  ['rpm', 'edabeedb'],
  ['deb', '213c617263683e0a64656269616e2d62696e617279'],
  ['ar', '213c617263683e0a'],
  ['crx', '43723234'],
  ['exe', '4d5a'],
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['gzip', '1f8b08'],
  ['bzip2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['lzip', '4c5a4950'],
  ['lzma', '5d000080'],
  ['zstd', '28b52ffd'],
  ['7z', '377abcaf271c'],
  ['rar', '526172211a07'],
  ['compress', '1f9d'],
]

/** Shortest file that can be of the format: a header, not four bytes by chance. */
const SHORTEST: Readonly<Record<string, number>> = { elf: 53, rpm: 97, dex: 37, dey: 41 }

/** The format that a file's first bytes name, or empty. */
export function magicOf(head: Uint8Array): string {
  const hex = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 24)).toString('hex')
  for (const [name, prefix] of MAGIC) if (hex.startsWith(prefix) && head.length >= (SHORTEST[name] ?? 0)) return name
  if (head.length > 261 && Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar') return 'tar'
  return ''
}
