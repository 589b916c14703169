import type { RandomAccess } from '@cupel/source'
import { windowAccess } from '@cupel/source'
import { asBuffer } from './as-buffer.ts'
import { byteReader, fixedText } from './byte-reader.ts'
import type { Executable, Section } from './section.ts'

const SEGMENT = 0x1
const SEGMENT_64 = 0x19
const MAX_COMMAND_BYTES = 1 << 22
/** A universal binary has a handful; what states more is a Java class, whose version stands in the same place. */
const MAX_ARCHITECTURES = 20

/** Parts of a universal binary (mach-o/fat.h); none when the file is something else with the same magic. */
export function readFat(file: RandomAccess, is64: boolean): readonly RandomAccess[] {
  const head = asBuffer(file.read(0, 8))
  const count = head.length < 8 ? 0 : head.readUInt32BE(4)
  if (count > MAX_ARCHITECTURES) return []
  const entry = is64 ? 32 : 20
  const bytes = asBuffer(file.read(8, count * entry))
  const { word } = byteReader(bytes, false, is64)
  const parts: RandomAccess[] = []
  for (let at = 0; at + entry <= bytes.length; at += entry) {
    const offset = word(at + 8)
    const size = word(at + (is64 ? 16 : 12))
    if (offset > 0 && offset + size <= file.size) parts.push(windowAccess(file, offset, size))
  }
  return parts
}

/** Segments and sections of a Mach-O file (mach-o/loader.h), 32 and 64 bits, either byte order. null: no Mach-O. */
export function readMachO(file: RandomAccess): Executable | null {
  const head = asBuffer(file.read(0, 32))
  if (head.length < 32) return null
  const magic = head.readUInt32BE(0)
  const isLittle = magic === 0xcffaedfe || magic === 0xcefaedfe
  const is64 = magic === 0xcffaedfe || magic === 0xfeedfacf
  if (!isLittle && !is64 && magic !== 0xfeedface) return null
  const numbers = byteReader(head, isLittle, is64)
  const bytes = asBuffer(file.read(is64 ? 32 : 28, Math.min(numbers.u32(20), MAX_COMMAND_BYTES)))
  const { u32, word } = byteReader(bytes, isLittle, is64)
  const width = is64 ? 8 : 4
  const sections: Section[] = []
  const segments: Section[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = u32(at + 4)
    if (size < 8) break
    if (u32(at) === (is64 ? SEGMENT_64 : SEGMENT)) {
      const places = at + 24
      const writable = (u32(places + width * 4 + 4) & 2) !== 0
      segments.push({
        name: fixedText(bytes, at + 8, 16),
        address: word(places),
        offset: word(places + width * 2),
        size: word(places + width * 3),
        writable,
      })
      const first = places + width * 4 + 16
      const entry = is64 ? 80 : 68
      for (let section = first; section + entry <= Math.min(at + size, bytes.length); section += entry) {
        sections.push({
          name: fixedText(bytes, section, 16),
          address: word(section + 32),
          size: word(section + 32 + width),
          offset: u32(section + 32 + width * 2),
          writable,
        })
      }
    }
    at += size
  }
  return { kind: 'mach-o', file, sections, segments, isCut: bytes.length < numbers.u32(20) && bytes.length < MAX_COMMAND_BYTES }
}
