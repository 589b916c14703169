import type { RandomAccess } from '@cupel/source'

const MAX_BYTES = 64 * 1024 * 1024
const FIXED = 62
const GITLINK = 0o160000

/**
 * Commits of the submodules that a git index holds (git documentation, "index-format", version 2 to 4, SHA-1): path → commit. Empty for an
 * index of another form or one that is cut short: what is not known is not guessed.
 */
export function gitIndexLinks(file: RandomAccess): ReadonlyMap<string, string> {
  const links = new Map<string, string>()
  if (file.size > MAX_BYTES || file.size < 12) return links
  const bytes = Buffer.from(file.read(0, file.size))
  const version = bytes.readUInt32BE(4)
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return links
  const count = bytes.readUInt32BE(8)
  let at = 12
  let name = ''
  for (let entry = 0; entry < count; entry++) {
    if (at + FIXED > bytes.length) return new Map()
    const mode = bytes.readUInt32BE(at + 24)
    const extended = version > 2 && (bytes.readUInt16BE(at + 60) & 0x4000) !== 0
    let start = at + FIXED + (extended ? 2 : 0)
    if (version === 4) {
      const [strip, next] = offsetAt(bytes, start)
      name = name.slice(0, Math.max(0, name.length - strip))
      start = next
    } else name = ''
    const end = bytes.indexOf(0, start)
    if (end < 0) return new Map()
    name += bytes.toString('latin1', start, end)
    if (mode === GITLINK) links.set(Buffer.from(name, 'latin1').toString('utf8'), bytes.toString('hex', at + 40, at + 60))
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7)
  }
  return links
}

/** Git's offset encoding: seven bits a byte, each further byte adds one. */
function offsetAt(bytes: Buffer, start: number): readonly [value: number, next: number] {
  let at = start
  let byte = bytes[at++] ?? 0
  let value = byte & 0x7f
  while ((byte & 0x80) !== 0 && at < bytes.length && at - start < 5) {
    byte = bytes[at++] ?? 0
    value = (value + 1) * 128 + (byte & 0x7f)
  }
  return [value, at]
}
