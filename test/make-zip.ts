import { crc32, deflateRawSync } from 'node:zlib'

/** One member of a zip made for a test. */
export interface ZipMember {
  readonly name: string | Uint8Array
  readonly content?: string | Uint8Array
  /** Default 8, deflated. */
  readonly method?: number
  /** General purpose bits; 0x800 says that the name is UTF-8. */
  readonly flags?: number
  /** Sizes after the data instead of before it. */
  readonly descriptor?: boolean
  /** Sizes in the ZIP64 extra field. */
  readonly zip64?: boolean
  /** Unix mode. */
  readonly mode?: number
  /** What the directory states instead of the true size. */
  readonly statedSize?: number
}

/** Writes a zip by APPNOTE.TXT, correct unless a member asks for something else. `prefix` bytes stand before it. */
export function makeZip(members: readonly ZipMember[], prefix: Uint8Array = new Uint8Array()): Uint8Array {
  const parts: Buffer[] = [Buffer.from(prefix)]
  const directory: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const name = Buffer.from(member.name as string)
    const content = Buffer.from((member.content ?? '') as string)
    const method = member.method ?? 8
    const data = method === 8 ? deflateRawSync(content) : content
    const flags = (member.flags ?? 0) | (member.descriptor ? 8 : 0)
    const size = member.statedSize ?? content.length
    const sum = crc32(content)
    const extra = Buffer.alloc(member.zip64 ? 20 : 0)
    if (member.zip64) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(16, 2)
      extra.writeBigUInt64LE(BigInt(size), 4)
      extra.writeBigUInt64LE(BigInt(data.length), 12)
    }
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    if (!member.descriptor) writeSizes(local, 14, sum, data.length, size)
    local.writeUInt16LE(name.length, 26)
    const descriptor = Buffer.alloc(member.descriptor ? 16 : 0)
    if (member.descriptor) {
      descriptor.writeUInt32LE(0x08074b50, 0)
      writeSizes(descriptor, 4, sum, data.length, size)
    }
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central[5] = 3
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    writeSizes(central, 16, sum, member.zip64 ? 0xffffffff : data.length, member.zip64 ? 0xffffffff : size)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt16LE(extra.length, 30)
    central.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 38)
    central.writeUInt32LE(offset, 42)
    directory.push(central, name, extra)
    parts.push(local, name, data, descriptor)
    offset += local.length + name.length + data.length + descriptor.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listed, end])
}

function writeSizes(header: Buffer, at: number, sum: number, packed: number, size: number): void {
  header.writeUInt32LE(sum, at)
  header.writeUInt32LE(packed, at + 4)
  header.writeUInt32LE(size, at + 8)
}
