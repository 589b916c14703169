/** A package for a test database; tags not given are left out. */
export interface RpmInput {
  readonly name: string
  readonly version: string
  readonly release: string
  readonly epoch?: number
  readonly arch?: string
  readonly license?: string
  readonly sourceRpm?: string
  readonly modularity?: string
  readonly provides?: readonly string[]
  readonly requires?: readonly string[]
  /** Bytes of a further tag, to make the header long. */
  readonly filler?: number
}

const INT32 = 4
const STRING = 6
const BINARY = 7
const STRING_ARRAY = 8

/** The header of a package as rpm's databases hold it: with the region entry that real ones start with. */
export function makeRpmHeader(rpm: RpmInput): Buffer {
  const texts = (values: readonly string[]) => Buffer.from(values.map((value) => value + '\0').join(''))
  const tags: [tag: number, type: number, count: number, data: Buffer][] = [
    [1000, STRING, 1, texts([rpm.name])],
    [1001, STRING, 1, texts([rpm.version])],
    [1002, STRING, 1, texts([rpm.release])],
  ]
  if (rpm.epoch !== undefined) tags.push([1003, INT32, 1, Buffer.from([0, 0, 0, rpm.epoch])])
  if (rpm.license !== undefined) tags.push([1014, STRING, 1, texts([rpm.license])])
  if (rpm.arch !== undefined) tags.push([1022, STRING, 1, texts([rpm.arch])])
  if (rpm.filler !== undefined) tags.push([1043, BINARY, rpm.filler, Buffer.alloc(rpm.filler, 0xaa)])
  if (rpm.sourceRpm !== undefined) tags.push([1044, STRING, 1, texts([rpm.sourceRpm])])
  if (rpm.provides !== undefined) tags.push([1047, STRING_ARRAY, rpm.provides.length, texts(rpm.provides)])
  if (rpm.requires !== undefined) tags.push([1049, STRING_ARRAY, rpm.requires.length, texts(rpm.requires)])
  if (rpm.modularity !== undefined) tags.push([5096, STRING, 1, texts([rpm.modularity])])
  const index: Buffer[] = []
  const data: Buffer[] = []
  let offset = 0
  for (const [tag, type, count, bytes] of tags) {
    const padding = type === INT32 ? (4 - (offset % 4)) % 4 : 0
    data.push(Buffer.alloc(padding), bytes)
    index.push(u32be(tag, type, offset + padding, count))
    offset += padding + bytes.length
  }
  const entries = index.length + 1
  data.push(u32be(63, BINARY, -16 * entries, 16))
  return Buffer.concat([u32be(entries, offset + 16), u32be(63, BINARY, offset, 16), ...index, ...data])
}

function u32be(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, at * 4)
  return bytes
}

/** rpm's ndb: one page of slots, then the blobs. */
export function makeNdb(headers: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096)
  slots.write('RpmP', 0)
  slots.writeUInt32LE(1, 12)
  const blobs: Buffer[] = []
  let place = 4096
  for (let at = 32; at < slots.length; at += 16) slots.write('Slot', at)
  for (const [at, header] of headers.entries()) {
    const head = Buffer.alloc(16)
    head.write('BlbS', 0)
    head.writeUInt32LE(at + 1, 4)
    head.writeUInt32LE(header.length, 12)
    const tail = Buffer.alloc(12 + ((16 - ((16 + header.length + 12) % 16)) % 16))
    tail.write('BlbE', tail.length - 12)
    const slot = 32 + at * 32
    slots.writeUInt32LE(at + 1, slot + 4)
    slots.writeUInt32LE(place / 16, slot + 8)
    blobs.push(head, header, tail)
    place += head.length + header.length + tail.length
  }
  return Buffer.concat([slots, ...blobs])
}

const BDB_PAGE = 4096

/** A Berkeley DB hash of one bucket: all values in overflow pages, as rpm's are. */
export function makeBdb(headers: readonly Buffer[], isLittle = true): Buffer {
  const u32 = (page: Buffer, value: number, at: number) => void (isLittle ? page.writeUInt32LE(value, at) : page.writeUInt32BE(value, at))
  const u16 = (page: Buffer, value: number, at: number) => void (isLittle ? page.writeUInt16LE(value, at) : page.writeUInt16BE(value, at))
  const meta = Buffer.alloc(BDB_PAGE)
  const bucket = Buffer.alloc(BDB_PAGE)
  const pages = [meta, bucket]
  let end = BDB_PAGE
  let entries = 0
  const item = (bytes: Buffer) => {
    end -= bytes.length
    bytes.copy(bucket, end)
    u16(bucket, end, 26 + entries++ * 2)
  }
  item(Buffer.from([1, 0, 0, 0, 0]))
  item(Buffer.from([1, 9, 0, 0, 0]))
  for (const [at, header] of headers.entries()) {
    item(Buffer.from([1, at + 1, 0, 0, 0]))
    const reference = Buffer.alloc(12)
    reference[0] = 3
    u32(reference, pages.length, 4)
    u32(reference, header.length, 8)
    item(reference)
    for (let start = 0; start < header.length; start += BDB_PAGE - 26) {
      const part = header.subarray(start, start + BDB_PAGE - 26)
      const page = Buffer.alloc(BDB_PAGE)
      u32(page, pages.length, 8)
      u32(page, start + part.length < header.length ? pages.length + 1 : 0, 16)
      u16(page, 1, 20)
      u16(page, part.length, 22)
      page[25] = 7
      part.copy(page, 26)
      pages.push(page)
    }
  }
  u32(bucket, 1, 8)
  u16(bucket, entries, 20)
  bucket[25] = 2
  u32(meta, 0x061561, 12)
  u32(meta, 9, 16)
  u32(meta, BDB_PAGE, 20)
  meta[25] = 8
  u32(meta, pages.length - 1, 32)
  // Bucket 0 stands on page 1, whichever of the 32 generations of pages is asked for.
  for (let generation = 0; generation < 32; generation++) u32(meta, 1, 96 + generation * 4)
  return Buffer.concat(pages)
}

const SQLITE_PAGE = 512

/** An SQLite file with the table Packages: a tree of two levels, long rows in overflow pages. */
export function makeSqlite(headers: readonly Buffer[]): Buffer {
  const pages: Buffer[] = [Buffer.alloc(SQLITE_PAGE), Buffer.alloc(SQLITE_PAGE)]
  const sql = 'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)'
  const schema = record([Buffer.from('table'), Buffer.from('Packages'), Buffer.from('Packages'), 2, Buffer.from(sql)])
  const leaves = headers.map((header, at) => {
    const payload = record([null, header])
    const [local, overflow] = split(payload)
    const next = addOverflow(overflow)
    return addPage(leaf([Buffer.concat([varint(payload.length), varint(at + 1), local, next])], 0))
  })
  const first = pages[0] as Buffer
  leaf([Buffer.concat([varint(schema.length), varint(1), schema])], 100).copy(first)
  first.write('SQLite format 3\0', 0)
  first.writeUInt16BE(SQLITE_PAGE, 16)
  first.writeUInt32BE(pages.length, 28)
  interior(leaves).copy(pages[1] as Buffer)
  return Buffer.concat(pages)

  function addPage(page: Buffer): number {
    return pages.push(page)
  }
  function addOverflow(rest: Buffer): Buffer {
    if (rest.length === 0) return Buffer.alloc(0)
    const next = addOverflow(rest.subarray(SQLITE_PAGE - 4))
    const page = Buffer.alloc(SQLITE_PAGE)
    next.copy(page)
    rest.copy(page, 4)
    return u32be(addPage(page))
  }
}

function split(payload: Buffer): readonly [Buffer, Buffer] {
  const most = SQLITE_PAGE - 35
  const least = Math.floor(((SQLITE_PAGE - 12) * 32) / 255) - 23
  const fitting = least + ((payload.length - least) % (SQLITE_PAGE - 4))
  const local = payload.length <= most ? payload.length : fitting <= most ? fitting : least
  return [payload.subarray(0, local), payload.subarray(local)]
}

function leaf(cells: readonly Buffer[], headerAt: number): Buffer {
  const page = Buffer.alloc(SQLITE_PAGE)
  let end = SQLITE_PAGE
  page[headerAt] = 0x0d
  page.writeUInt16BE(cells.length, headerAt + 3)
  for (const [at, cell] of cells.entries()) {
    end -= cell.length
    cell.copy(page, end)
    page.writeUInt16BE(end, headerAt + 8 + at * 2)
  }
  return page
}

function interior(children: readonly number[]): Buffer {
  const page = Buffer.alloc(SQLITE_PAGE)
  const keyed = children.slice(0, -1)
  page[0] = 0x05
  page.writeUInt16BE(keyed.length, 3)
  page.writeUInt32BE(children[children.length - 1] ?? 0, 8)
  for (const [at, child] of keyed.entries()) {
    const place = SQLITE_PAGE - (at + 1) * 5
    page.writeUInt32BE(child, place)
    page[place + 4] = at + 1
    page.writeUInt16BE(place, 12 + at * 2)
  }
  return page
}

function record(columns: readonly (Buffer | number | null)[]): Buffer {
  const types = columns.map((column, at) =>
    varint(column === null ? 0 : typeof column === 'number' ? 1 : column.length * 2 + (at === 1 && columns.length === 2 ? 12 : 13)),
  )
  const header = Buffer.concat(types)
  const bodies = columns.map((column) => (column === null ? Buffer.alloc(0) : typeof column === 'number' ? Buffer.from([column]) : column))
  return Buffer.concat([varint(header.length + 1), header, ...bodies])
}

function varint(value: number): Buffer {
  const bytes = [value & 0x7f]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest & 0x7f) | 0x80)
  return Buffer.from(bytes)
}
