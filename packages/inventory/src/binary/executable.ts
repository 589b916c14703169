import type { RandomAccess } from '@cupel/source'
import { asBuffer } from './as-buffer.ts'
import { readElf } from './elf.ts'
import { readFat, readMachO } from './mach-o.ts'
import { readPe } from './pe.ts'
import type { Executable, Section } from './section.ts'
import { readWasm } from './wasm.ts'

/** First bytes, in hexadecimal, of the executables read here. `cafebabe` begins Java classes too; those are told apart. */
export const EXECUTABLE_MAGIC: readonly string[] = [
  '7f454c46',
  '4d5a',
  'cffaedfe',
  'cefaedfe',
  'feedfacf',
  'feedface',
  'cafebabe',
  'cafebabf',
  '0061736d',
]
export const EXECUTABLE_EXTENSIONS: readonly string[] = ['exe', 'dll', 'so', 'dylib', 'bin', 'wasm', 'node', 'out', 'elf']

/**
 * The programs in a file: one, or one for each architecture of a universal binary; none when it is no executable. Only headers are
 * read. What lies outside the file or over the bounds is left out: a damaged header costs itself.
 */
export function readExecutables(file: RandomAccess): readonly Executable[] {
  const head = asBuffer(file.read(0, 8))
  if (head.length < 8) return []
  const magic = head.readUInt32BE(0)
  const parts = magic === 0xcafebabe || magic === 0xcafebabf ? readFat(file, magic === 0xcafebabf) : [file]
  const found: Executable[] = []
  for (const part of parts) {
    const one = readElf(part) ?? readPe(part) ?? readMachO(part) ?? readWasm(part)
    if (one !== null) found.push(clipped(one))
  }
  return found
}

/** Of a part that is cut off, what is there may still be what is looked for. */
function clipped(executable: Executable): Executable {
  const { file } = executable
  const clip = (section: Section) => ({ ...section, size: Math.min(section.size, file.size - section.offset) })
  const kept = (sections: readonly Section[]) => sections.map(clip).filter(({ offset, size }) => offset >= 0 && size > 0)
  const isBehind = ({ offset, size }: Section) => offset + size > file.size
  return {
    ...executable,
    sections: kept(executable.sections),
    segments: kept(executable.segments),
    isCut: executable.isCut || executable.sections.some(isBehind) || executable.segments.some(isBehind),
  }
}

/** Bytes at an address of the running program; null when no segment holds all of them. */
export function bytesAtAddress({ file, segments }: Executable, address: number, length: number): Buffer | null {
  for (const segment of segments) {
    const at = address - segment.address
    if (at >= 0 && at + length <= segment.size) return asBuffer(file.read(segment.offset + at, length))
  }
  return null
}
