import type { RandomAccess } from '@cupel/source'
import { asBuffer } from './as-buffer.ts'
import { byteReader, fixedText } from './byte-reader.ts'
import type { Executable, Section } from './section.ts'

/** Section table of a Windows program (Microsoft "PE Format"). null: no such program. */
export function readPe(file: RandomAccess): Executable | null {
  const dos = asBuffer(file.read(0, 64))
  if (dos.length < 64 || dos.readUInt16BE(0) !== 0x4d5a) return null
  const start = dos.readUInt32LE(60)
  const head = asBuffer(file.read(start, 24 + 32))
  if (head.length < 24 + 32 || head.readUInt32BE(0) !== 0x50450000) return null
  const { u16, u32, u64 } = byteReader(head, true, true)
  const sectionCount = u16(6)
  const optionalBytes = u16(20)
  const base = u16(24) === 0x20b ? u64(24 + 24) : u32(24 + 28)
  const bytes = asBuffer(file.read(start + 24 + optionalBytes, sectionCount * 40))
  const table = byteReader(bytes, true, true)
  const sections: Section[] = []
  for (let at = 0; at + 40 <= bytes.length; at += 40) {
    sections.push({
      name: fixedText(bytes, at, 8),
      address: base + table.u32(at + 12),
      size: table.u32(at + 16),
      offset: table.u32(at + 20),
      writable: table.u32(at + 36) >>> 31 === 1,
    })
  }
  return { kind: 'pe', file, sections, segments: sections, isCut: bytes.length < sectionCount * 40 }
}
