import { Refused } from '../verdict/refused.ts'

/** One armoured block (RFC 9580 §6.2). */
export interface ArmouredBlock {
  /** `PGP SIGNATURE`, `PGP PUBLIC KEY BLOCK`, … */
  readonly label: string
  readonly bytes: Buffer
}

const MAX_BYTES = 64 * 1024 * 1024
const BEGIN = /^-----BEGIN (PGP [A-Z ,0-9/]{1,40})-----[ \t]*$/

/**
 * All armoured blocks of a text, in order; text between them is passed over. Refuses a block that does not end, is no base64, or has a
 * checksum that does not fit. A `PGP SIGNED MESSAGE` is not one of them: see `readCleartext`.
 */
export function readArmour(text: string): readonly ArmouredBlock[] {
  if (text.length > MAX_BYTES) throw new Refused('limit-exceeded', `OpenPGP data of more than ${MAX_BYTES} bytes`)
  const lines = text.split(/\r?\n/)
  const blocks: ArmouredBlock[] = []
  for (let at = 0; at < lines.length; at++) {
    const label = BEGIN.exec(lines[at] as string)?.[1]
    if (label === undefined || label === 'PGP SIGNED MESSAGE') continue
    let end = at + 1
    while (end < lines.length && (lines[end] as string).trimEnd() !== `-----END ${label}-----`) end++
    if (end === lines.length) throw new Refused('malformed', `the ${label} does not end`)
    blocks.push({ label, bytes: decodeBody(lines.slice(at + 1, end), label) })
    at = end
  }
  return blocks
}

const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,40}: ?/

function decodeBody(lines: readonly string[], label: string): Buffer {
  let start = 0
  while (HEADER.test(lines[start] ?? '')) start++
  // Some old armours leave the empty line out when there are no headers.
  if ((lines[start] ?? '').trim() === '') start++
  const body = lines.slice(start).map((line) => line.trim())
  const checksum = body.findIndex((line) => /^=[A-Za-z0-9+/]{4}$/.test(line))
  const base64 = (checksum < 0 ? body : body.slice(0, checksum)).join('')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) throw new Refused('malformed', `the ${label} is not base64`)
  if (checksum >= 0 && body.slice(checksum + 1).some((line) => line !== ''))
    throw new Refused('malformed', `the ${label} goes on after its checksum`)
  const bytes = Buffer.from(base64, 'base64')
  if (checksum >= 0 && Buffer.from((body[checksum] as string).slice(1), 'base64').readUIntBE(0, 3) !== crc24(bytes))
    throw new Refused('malformed', `the ${label} does not have the checksum it states`)
  return bytes
}

/** RFC 9580 §6.1. */
function crc24(bytes: Uint8Array): number {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x800000 ? ((crc << 1) ^ 0x864cfb) & 0xffffff : (crc << 1) & 0xffffff
  }
  return crc
}
