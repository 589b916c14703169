import { Buffer, isAscii } from 'node:buffer'
import type { RandomAccess } from '@cupel/source'

/** A text that is too large or not UTF-8. */
export class TextRefused extends Error {
  override readonly name = 'TextRefused'
  readonly code: 'limit-exceeded' | 'malformed'
  readonly line: number | undefined

  constructor(code: 'limit-exceeded' | 'malformed', message: string, line?: number) {
    super(message)
    this.code = code
    this.line = line
  }
}

/** Whole file as text: UTF-8 (with or without byte order mark), UTF-16 with one, or the single-byte encoding that XML states. Invalid bytes are refused with their line. */
export function decodeText(file: RandomAccess, maxBytes: number): string {
  if (file.size > maxBytes) throw new TextRefused('limit-exceeded', `${file.size} bytes are over the limit of ${maxBytes} for text`)
  const bytes = file.read(0, file.size)
  if (bytes.length < file.size) throw new TextRefused('malformed', 'the file ends before its stated size')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode('utf-16be', bytes)
  const encoding = statedEncoding(bytes)
  // ASCII is the same in nearly all of them, and soonest told and read.
  if (encoding === 'utf-8' && isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  return decode(encoding, bytes)
}

/** XML says its encoding in its first line, and old ones say a single-byte one. */
function statedEncoding(bytes: Uint8Array): string {
  if (bytes[0] !== 0x3c || bytes[1] !== 0x3f) return 'utf-8'
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const stated = /^<\?xml[^>]*\sencoding\s*=\s*["']((?:iso-8859-|windows-125)\d+|latin1|us-ascii)["']/i.exec(head)?.[1]
  return stated ?? 'utf-8'
}

function decode(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new TextRefused('malformed', `invalid ${encoding.toUpperCase()}`, encoding === 'utf-8' ? lineOfInvalid(bytes) : undefined)
  }
}

/**
 * Text with a few bytes of another encoding, as in the comments of old files: those are replaced. Null when the bytes are no text
 * of one byte a character. The caller says that the file is damaged.
 */
export function decodeDamaged(file: RandomAccess): string | null {
  const bytes = file.read(0, file.size)
  const text = bytes.length === file.size && !bytes.includes(0)
  return text ? new TextDecoder('utf-8').decode(bytes) : null
}

/** Line of the first byte that is not UTF-8, by halving: every prefix up to it decodes. */
function lineOfInvalid(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodesSoFar(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  let line = 1
  for (let at = 0; at < good; at++) if (bytes[at] === 10) line++
  return line
}

function decodesSoFar(prefix: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true })
    return true
  } catch {
    return false
  }
}
