import { createHash } from 'node:crypto'

/** A UUID made from a text: equal texts give equal identifiers (RFC 9562 §5.8, version 8, from SHA-256). */
export function uuidOf(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(digest[16] as string, 16) & 3) | 8).toString(16)
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
