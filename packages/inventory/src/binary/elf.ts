import type { RandomAccess } from '@cupel/source'
import { asBuffer } from './as-buffer.ts'
import { byteReader, fixedText } from './byte-reader.ts'
import type { Executable, Section } from './section.ts'

const LOADED = 1
const NO_BITS = 8
const MAX_NAMES_BYTES = 1 << 22

/** Section and program headers of an ELF file (System V ABI, chapter 4), 32 and 64 bits, either byte order. null: no ELF. */
export function readElf(file: RandomAccess): Executable | null {
  const head = asBuffer(file.read(0, 64))
  if (head.length < 52 || head.readUInt32BE(0) !== 0x7f454c46) return null
  const is64 = head[4] === 2
  const isLittle = head[5] !== 2
  const { u16, word } = byteReader(head, isLittle, is64)
  const tables = {
    isLittle,
    is64,
    programs: { offset: word(is64 ? 32 : 28), entry: u16(is64 ? 54 : 42), count: u16(is64 ? 56 : 44) },
    sections: { offset: word(is64 ? 40 : 32), entry: u16(is64 ? 58 : 46), count: u16(is64 ? 60 : 48) },
    names: u16(is64 ? 62 : 50),
  }
  return {
    kind: 'elf',
    file,
    sections: sectionsOf(file, tables),
    segments: segmentsOf(file, tables),
    isCut: isBehind(tables.sections, file),
  }
}

interface Table {
  readonly offset: number
  readonly entry: number
  readonly count: number
}

interface Tables {
  readonly isLittle: boolean
  readonly is64: boolean
  readonly programs: Table
  readonly sections: Table
  /** Number of the section with the names. */
  readonly names: number
}

function isBehind({ offset, entry, count }: Table, file: RandomAccess): boolean {
  return offset + entry * count > file.size
}

function segmentsOf(file: RandomAccess, { isLittle, is64, programs }: Tables): readonly Section[] {
  const bytes = asBuffer(file.read(programs.offset, programs.entry * programs.count))
  const { u32, word } = byteReader(bytes, isLittle, is64)
  const segments: Section[] = []
  for (let at = 0; programs.entry >= (is64 ? 56 : 32) && at < bytes.length; at += programs.entry) {
    if (u32(at) !== LOADED) continue
    const flags = u32(at + (is64 ? 4 : 24))
    segments.push({
      name: '',
      offset: word(at + (is64 ? 8 : 4)),
      address: word(at + (is64 ? 16 : 8)),
      size: word(at + (is64 ? 32 : 16)),
      writable: (flags & 2) !== 0,
    })
  }
  return segments
}

function sectionsOf(file: RandomAccess, { isLittle, is64, sections, names }: Tables): readonly Section[] {
  const bytes = asBuffer(file.read(sections.offset, sections.entry * sections.count))
  if (sections.offset === 0 || sections.entry < (is64 ? 64 : 40)) return []
  const { u32, word } = byteReader(bytes, isLittle, is64)
  const at = (number: number) => number * sections.entry
  const placeOf = (start: number) => ({ offset: word(start + (is64 ? 24 : 16)), size: word(start + (is64 ? 32 : 20)) })
  const { offset, size } = placeOf(at(names))
  const texts = asBuffer(file.read(offset, Math.min(size, MAX_NAMES_BYTES)))
  const found: Section[] = []
  for (let number = 1; at(number + 1) <= bytes.length; number++) {
    const start = at(number)
    if (u32(start + 4) === NO_BITS) continue
    const flags = word(start + 8)
    found.push({
      name: fixedText(texts, u32(start), 64),
      ...placeOf(start),
      address: word(start + (is64 ? 16 : 12)),
      writable: flags % 2 === 1,
    })
  }
  return found
}
