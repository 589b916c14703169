export interface SectionInput {
  readonly name: string
  readonly bytes: Uint8Array
  readonly address?: number
  readonly writable?: boolean
}

export interface ElfOptions {
  readonly is64?: boolean
  readonly isLittle?: boolean
  /** Without section table, as after `sstrip`. */
  readonly stripped?: boolean
}

/** An ELF file with the sections, each also a loaded segment. */
export function makeElf(sections: readonly SectionInput[], { is64 = true, isLittle = true, stripped = false }: ElfOptions = {}): Buffer {
  const word = is64 ? 8 : 4
  const headerSize = is64 ? 64 : 52
  const programEntry = is64 ? 56 : 32
  const sectionEntry = is64 ? 64 : 40
  const put = writer(isLittle)
  const names = '\0' + [...sections.map(({ name }) => name), '.shstrtab'].map((name) => name + '\0').join('')
  const all: readonly SectionInput[] = [...sections, { name: '.shstrtab', bytes: Buffer.from(names) }]
  let place = headerSize + programEntry * sections.length
  const places = all.map(({ bytes }) => {
    place = Math.ceil(place / 16) * 16
    place += bytes.length
    return place - bytes.length
  })
  const table = Math.ceil(place / 16) * 16
  const file = Buffer.alloc(table + (stripped ? 0 : sectionEntry * (all.length + 1)))
  file.write('\x7fELF', 0, 'latin1')
  file[4] = is64 ? 2 : 1
  file[5] = isLittle ? 1 : 2
  put(file, headerSize, is64 ? 32 : 28, word)
  put(file, programEntry, is64 ? 54 : 42, 2)
  put(file, sections.length, is64 ? 56 : 44, 2)
  if (!stripped) {
    put(file, table, is64 ? 40 : 32, word)
    put(file, sectionEntry, is64 ? 58 : 46, 2)
    put(file, all.length + 1, is64 ? 60 : 48, 2)
    put(file, all.length, is64 ? 62 : 50, 2)
  }
  for (const [at, { name, bytes, address = 0, writable = false }] of all.entries()) {
    const offset = places[at] as number
    Buffer.from(bytes).copy(file, offset)
    const program = headerSize + programEntry * at
    if (at < sections.length) {
      put(file, 1, program, 4)
      put(file, writable ? 6 : 4, program + (is64 ? 4 : 24), 4)
      put(file, offset, program + (is64 ? 8 : 4), word)
      put(file, address, program + (is64 ? 16 : 8), word)
      put(file, bytes.length, program + (is64 ? 32 : 16), word)
    }
    const entry = table + sectionEntry * (at + 1)
    if (stripped) continue
    put(file, names.indexOf('\0' + name + '\0') + 1, entry, 4)
    put(file, 1, entry + 4, 4)
    put(file, writable ? 3 : 2, entry + 8, word)
    put(file, address, entry + 8 + word, word)
    put(file, offset, entry + 8 + word * 2, word)
    put(file, bytes.length, entry + 8 + word * 3, word)
  }
  return file
}

/** A 64-bit Windows program with the sections. */
export function makePe(sections: readonly SectionInput[]): Buffer {
  const put = writer(true)
  const optional = 240
  const table = 64 + 24 + optional
  let place = 512
  const places = sections.map(({ bytes }) => (place += Math.ceil(bytes.length / 512) * 512) - Math.ceil(bytes.length / 512) * 512)
  const file = Buffer.alloc(place)
  file.write('MZ', 0)
  put(file, 64, 60, 4)
  file.write('PE\0\0', 64)
  put(file, sections.length, 64 + 6, 2)
  put(file, optional, 64 + 20, 2)
  put(file, 0x20b, 64 + 24, 2)
  put(file, 0x400000, 64 + 48, 8)
  for (const [at, { name, bytes, address = 0x1000, writable = false }] of sections.entries()) {
    const entry = table + at * 40
    file.write(name, entry, 8)
    put(file, address, entry + 12, 4)
    put(file, bytes.length, entry + 16, 4)
    put(file, places[at] as number, entry + 20, 4)
    put(file, writable ? 0xc0000040 : 0x40000040, entry + 36, 4)
    Buffer.from(bytes).copy(file, places[at])
  }
  return file
}

/** A 64-bit Mach-O file with one segment, `__DATA`, that holds the sections. */
export function makeMachO(sections: readonly SectionInput[]): Buffer {
  const put = writer(true)
  const commandSize = 72 + 80 * sections.length
  let place = 4096
  const places = sections.map(({ bytes }) => (place += Math.ceil(bytes.length / 16) * 16) - Math.ceil(bytes.length / 16) * 16)
  const file = Buffer.alloc(place)
  file.write('cffaedfe', 0, 'hex')
  put(file, 1, 16, 4)
  put(file, commandSize, 20, 4)
  put(file, 0x19, 32, 4)
  put(file, commandSize, 36, 4)
  file.write('__DATA', 40)
  put(file, 0x100000, 56, 8)
  put(file, 4096, 72, 8)
  put(file, place - 4096, 80, 8)
  put(file, 3, 92, 4)
  put(file, sections.length, 96, 4)
  for (const [at, { name, bytes }] of sections.entries()) {
    const entry = 104 + at * 80
    const offset = places[at] as number
    file.write(name, entry, 16)
    put(file, 0x100000 + offset - 4096, entry + 32, 8)
    put(file, bytes.length, entry + 40, 8)
    put(file, offset, entry + 48, 4)
    Buffer.from(bytes).copy(file, offset)
  }
  return file
}

/** A universal binary of the parts. */
export function makeFat(parts: readonly Uint8Array[]): Buffer {
  const put = writer(false)
  let place = 4096
  const places = parts.map((part) => (place += Math.ceil(part.length / 4096) * 4096) - Math.ceil(part.length / 4096) * 4096)
  const file = Buffer.alloc(place)
  file.write('cafebabe', 0, 'hex')
  put(file, parts.length, 4, 4)
  for (const [at, part] of parts.entries()) {
    put(file, places[at] as number, 8 + at * 20 + 8, 4)
    put(file, part.length, 8 + at * 20 + 12, 4)
    Buffer.from(part).copy(file, places[at])
  }
  return file
}

/** A WebAssembly module of custom sections. */
export function makeWasm(sections: readonly SectionInput[]): Buffer {
  const parts: Buffer[] = [Buffer.from('0061736d01000000', 'hex')]
  for (const { name, bytes } of sections) {
    const content = Buffer.concat([leb128(name.length), Buffer.from(name), Buffer.from(bytes)])
    parts.push(Buffer.from([0]), leb128(content.length), content)
  }
  return Buffer.concat(parts)
}

/** Seven bits a byte, lowest first. */
export function leb128(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7) {
    bytes.push(rest > 127 ? (rest & 127) | 128 : rest)
    if (rest <= 127) return Buffer.from(bytes)
  }
}

function writer(isLittle: boolean): (file: Buffer, value: number, at: number, length: number) => void {
  return (file, value, at, length) => {
    if (length === 8) {
      file.writeUInt32LE(0, at)
      file.writeUInt32LE(0, at + 4)
      if (isLittle) file.writeUInt32LE(value, at)
      else file.writeUInt32BE(value, at + 4)
    } else if (isLittle) file.writeUIntLE(value, at, length)
    else file.writeUIntBE(value, at, length)
  }
}
