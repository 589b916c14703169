import { createHash, timingSafeEqual } from 'node:crypto'

/** How a secret is kept: its SHA-256. Our secrets have 256 random bits, so nothing slower protects them better. */
export function secretDigest(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}

/** Whether two texts are equal, in a time that tells nothing of where they differ. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(secretDigest(left), secretDigest(right))
}

/** 32 random bytes as text for addresses and headers. */
export function newSecret(random: (bytes: number) => Uint8Array): string {
  return Buffer.from(random(32)).toString('base64url')
}
