/** Kind of a signature by the first line of its armour. */
export type GitSignatureKind = 'ssh' | 'openpgp' | 'x509' | 'unknown'

/** A signature that a commit or tag carries, and the bytes it should cover. Nothing is verified. */
export interface GitSignature {
  readonly kind: GitSignatureKind
  readonly armour: string
  /** The object without the signature. */
  readonly payload: Uint8Array
  /** Signatures the object carries; anything but 1 is never made by git. */
  readonly count: number
}

const LF = 0x0a
const SPACE = 0x20
const HEADERS = [Buffer.from('gpgsig '), Buffer.from('gpgsig-sha256 ')]
const BEGINS: readonly (readonly [string, GitSignatureKind])[] = [
  ['-----BEGIN PGP SIGNATURE-----', 'openpgp'],
  ['-----BEGIN PGP MESSAGE-----', 'openpgp'],
  ['-----BEGIN SIGNED MESSAGE-----', 'x509'],
  ['-----BEGIN SSH SIGNATURE-----', 'ssh'],
]

/**
 * Takes the `gpgsig` header out of a raw commit (gitformat-signature). The headers of both hash algorithms leave the payload; the one
 * of the object's own algorithm is the signature. null when there is none.
 */
export function splitSignedCommit(raw: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): GitSignature | null {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  if (!bytes.includes('gpgsig')) return null
  const kept: Buffer[] = []
  const armours: Buffer[] = []
  const own = algorithm === 'sha1' ? 0 : 1
  let keptFrom = 0
  let at = 0
  while (at < bytes.length && bytes[at] !== LF) {
    const header = HEADERS.findIndex((name) => bytes.subarray(at, at + name.length).equals(name))
    const end = endOfHeader(bytes, at)
    if (header >= 0) {
      kept.push(bytes.subarray(keptFrom, at))
      keptFrom = end
      if (header === own) armours.push(bytes.subarray(at + (HEADERS[header] as Buffer).length, end))
    }
    at = end
  }
  if (armours.length === 0) return null
  kept.push(bytes.subarray(keptFrom))
  const armour = (armours[0] as Buffer).toString('latin1').replaceAll('\n ', '\n')
  return { kind: kindOf(armour), armour, payload: Buffer.concat(kept), count: armours.length }
}

/**
 * Splits a raw tag at the last line that begins an armour (gitformat-signature): before it stands what was signed. null when there
 * is none.
 */
export function splitSignedTag(raw: Uint8Array): GitSignature | null {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  let start = -1
  for (const [begin] of BEGINS) {
    const found = bytes.lastIndexOf('\n' + begin)
    if (found >= start && found >= 0) start = found + 1
  }
  if (start < 0) return null
  const armour = bytes.subarray(start).toString('latin1')
  return { kind: kindOf(armour), armour, payload: bytes.subarray(0, start), count: 1 }
}

const MERGE_TAG = Buffer.from('mergetag ')

/** Raw tags that a merge commit keeps of what it merged (`mergetag` headers), signatures and all. */
export function splitMergeTags(raw: Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const tags: Uint8Array[] = []
  for (let at = 0; at < bytes.length && bytes[at] !== LF;) {
    const end = endOfHeader(bytes, at)
    if (bytes.subarray(at, at + MERGE_TAG.length).equals(MERGE_TAG)) {
      const folded = bytes.subarray(at + MERGE_TAG.length, end).toString('latin1')
      tags.push(Buffer.from(folded.replaceAll('\n ', '\n'), 'latin1'))
    }
    at = end
  }
  return tags
}

/** Where the header at `at` and its continuation lines end. */
function endOfHeader(bytes: Buffer, at: number): number {
  for (let end = bytes.indexOf(LF, at); ; end = bytes.indexOf(LF, end + 1)) {
    if (end < 0) return bytes.length
    if (bytes[end + 1] !== SPACE) return end + 1
  }
}

function kindOf(armour: string): GitSignatureKind {
  return BEGINS.find(([begin]) => armour.startsWith(begin))?.[1] ?? 'unknown'
}
