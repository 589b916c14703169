import type { RandomAccess } from '@cupel/source'
import { asBuffer } from './as-buffer.ts'
import type { Executable, Section } from './section.ts'

const MAX_SECTIONS = 10_000

/** Custom sections of a WebAssembly module (core specification §5.5.3). null: no module. */
export function readWasm(file: RandomAccess): Executable | null {
  const head = asBuffer(file.read(0, 8))
  if (head.length < 8 || head.readUInt32BE(0) !== 0x0061736d) return null
  const sections: Section[] = []
  let isCut = false
  for (let at = 8, count = 0; at < file.size && count < MAX_SECTIONS; count++) {
    const bytes = asBuffer(file.read(at, 6 + 5 + 64))
    const size = leb128(bytes, 1)
    if (size === null) {
      isCut = true
      break
    }
    const end = at + size.end + size.value
    isCut ||= end > file.size
    const name = bytes[0] === 0 ? leb128(bytes, size.end) : null
    if (name !== null && name.value <= 64) {
      const offset = at + name.end + name.value
      sections.push({
        name: bytes.toString('utf8', name.end, name.end + name.value),
        offset,
        size: end - offset,
        address: 0,
        writable: false,
      })
    }
    at = end
  }
  return { kind: 'wasm', file, sections, segments: [], isCut }
}

/** An unsigned number of up to five bytes, seven bits each, lowest first. */
function leb128(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | null {
  let value = 0
  for (let at = start; at < start + 5; at++) {
    const byte = bytes[at]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 2 ** (7 * (at - start))
    if (byte < 128) return { value, end: at + 1 }
  }
  return null
}
