import { createHash } from 'node:crypto'

const PREFIX = 'cupel_'
const SECRET_LENGTH = 43
const CHECK_LENGTH = 6

/** A new API token: `cupel_`, 256 random bits, and a checksum, so that scanners for leaked secrets can tell it from chance. */
export function newTokenText(random: (bytes: number) => Uint8Array): string {
  const secret = Buffer.from(random(32)).toString('base64url')
  return `${PREFIX}${secret}${checksum(secret)}`
}

/** Whether a text has the form and the checksum of a token; whether it is one, only the store knows. */
export function isTokenText(text: string): boolean {
  if (!text.startsWith(PREFIX) || text.length !== PREFIX.length + SECRET_LENGTH + CHECK_LENGTH) return false
  const secret = text.slice(PREFIX.length, -CHECK_LENGTH)
  return checksum(secret) === text.slice(-CHECK_LENGTH)
}

/** What is shown of a token in lists. */
export function tokenPrefix(text: string): string {
  return text.slice(0, PREFIX.length + 6)
}

function checksum(secret: string): string {
  return createHash('sha256').update(`${PREFIX}${secret}`).digest('base64url').slice(0, CHECK_LENGTH)
}
