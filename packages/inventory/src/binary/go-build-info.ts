import { asBuffer } from './as-buffer.ts'
import { byteReader } from './byte-reader.ts'
import { bytesAtAddress } from './executable.ts'
import type { Executable, Section } from './section.ts'

/** What the Go linker writes into a program about its build, as text. */
export interface GoBuildInfo {
  /** `go1.22.1`, `devel go1.23-…`. */
  readonly goVersion: string
  /** Lines of the modules; empty when the program was built without modules. */
  readonly modules: string
}

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1')
const HEADER_BYTES = 32
const ALIGNMENT = 16
const SCAN_BYTES = 64 * 1024 * 1024
const STEP_BYTES = 1024 * 1024
const MAX_TEXT_BYTES = 16 * 1024 * 1024
/** Marks of 16 bytes stand before and behind the module lines, for tools that search the file for them. */
const MARK_BYTES = 16

/**
 * The build information of a Go program (Go source, debug/buildinfo): the header with its magic, then either two strings after it
 * (since Go 1.18) or the addresses of two string headers. null when there is none; `damaged` when it is there and leads nowhere.
 */
export function goBuildInfo(executable: Executable): GoBuildInfo | 'damaged' | null {
  const place = findHeader(executable)
  if (place === null) return null
  const header = asBuffer(executable.file.read(place, HEADER_BYTES))
  if (header.length < HEADER_BYTES) return 'damaged'
  const flags = header[15] as number
  const texts = (flags & 2) !== 0 ? inlineTexts(executable, place + HEADER_BYTES) : pointedTexts(executable, header)
  if (texts === null || texts[0] === '') return 'damaged'
  return { goVersion: texts[0], modules: texts[1] }
}

function findHeader(executable: Executable): number | null {
  const named = executable.sections.find(({ name }) => name === '.go.buildinfo' || name === '__go_buildinfo')
  if (named !== undefined) return scan(executable, named)
  // Go always names the section, but on Windows, and where the names were stripped, it is a part of the data.
  const isStripped = executable.kind === 'elf' && executable.sections.length === 0
  if (executable.kind !== 'pe' && !isStripped) return null
  for (const segment of executable.segments) {
    const found = segment.writable ? scan(executable, segment) : null
    if (found !== null) return found
  }
  return null
}

function scan({ file }: Executable, { offset, size }: Section): number | null {
  const end = Math.min(size, SCAN_BYTES)
  for (let step = 0; step < end; step += STEP_BYTES) {
    const bytes = asBuffer(file.read(offset + step, Math.min(STEP_BYTES + MAGIC.length, end - step)))
    for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
      if ((step + at) % ALIGNMENT === 0) return offset + step + at
    }
  }
  return null
}

type Texts = readonly [goVersion: string, modules: string]

function inlineTexts({ file }: Executable, place: number): Texts | null {
  const version = inlineText(place)
  const modules = version === null ? null : inlineText(version.end)
  return version === null || modules === null ? null : [version.bytes.toString('utf8'), unmarked(modules.bytes)]

  function inlineText(at: number): { readonly bytes: Buffer; readonly end: number } | null {
    const head = asBuffer(file.read(at, 5))
    let length = 0
    let used = 0
    for (let more = true; more; used++) {
      const byte = head[used]
      if (byte === undefined) return null
      length += (byte & 0x7f) * 2 ** (7 * used)
      more = byte >= 128
    }
    if (length > MAX_TEXT_BYTES) return null
    const bytes = asBuffer(file.read(at + used, length))
    return bytes.length === length ? { bytes, end: at + used + length } : null
  }
}

function pointedTexts(executable: Executable, header: Buffer): Texts | null {
  const pointerBytes = header[14] as number
  if (pointerBytes !== 4 && pointerBytes !== 8) return null
  const isLittle = ((header[15] as number) & 1) === 0
  const is64 = pointerBytes === 8
  const { word } = byteReader(header, isLittle, is64)
  const version = pointed(word(16))
  const modules = word(16 + pointerBytes) === 0 ? Buffer.alloc(0) : pointed(word(16 + pointerBytes))
  return version === null || modules === null ? null : [version.toString('utf8'), unmarked(modules)]

  function pointed(address: number): Buffer | null {
    const string = bytesAtAddress(executable, address, pointerBytes * 2)
    if (string === null) return null
    const at = byteReader(string, isLittle, is64)
    const length = at.word(pointerBytes)
    return length > MAX_TEXT_BYTES ? null : bytesAtAddress(executable, at.word(0), length)
  }
}

function unmarked(modules: Buffer): string {
  const isMarked = modules.length > 2 * MARK_BYTES && modules[modules.length - MARK_BYTES - 1] === 10
  return isMarked ? modules.toString('utf8', MARK_BYTES, modules.length - MARK_BYTES) : ''
}
