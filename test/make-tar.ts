/** One member of a tar made for a test. */
export interface TarMemberInput {
  readonly name: string
  /** Default `0`, a file. */
  readonly type?: string
  readonly content?: string | Uint8Array
  readonly target?: string
  /** Default ustar; `old` has no magic. */
  readonly magic?: 'ustar' | 'gnu' | 'old'
  readonly prefix?: string
}

/** Writes a tar, one header and its data after the other, and two blank blocks. */
export function makeTar(members: readonly TarMemberInput[], end = Buffer.alloc(1024)): Buffer {
  const parts: Buffer[] = []
  for (const { name, type = '0', content = '', target = '', magic = 'ustar', prefix = '' } of members) {
    const data = Buffer.from(content as string)
    const header = Buffer.alloc(512)
    header.write(name, 0, 100)
    header.write('0000644\0' + '0000000\0' + '0000000\0', 100)
    header.write(data.length.toString(8).padStart(11, '0') + '\0' + '00000000000\0', 124)
    header.write(type, 156)
    header.write(target, 157, 100)
    if (magic === 'ustar') header.write('ustar\u000000', 257)
    if (magic === 'gnu') header.write('ustar  \0', 257)
    header.write(prefix, 345, 155)
    header.fill(' ', 148, 156)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(sum.toString(8).padStart(6, '0') + '\0 ', 148)
    parts.push(header, data, Buffer.alloc((512 - (data.length % 512)) % 512))
  }
  return Buffer.concat([...parts, end])
}

/** A pax record with its own length in front. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + String(rest).length
  if (rest + String(length).length !== length) length = rest + String(length).length
  return `${length} ${key}=${value}\n`
}
