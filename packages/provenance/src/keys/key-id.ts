import type { PublicKey } from './public-key.ts'

/** SHA-256 over the SubjectPublicKeyInfo: the log id of RFC 6962 §3.2 and of Rekor, and most other key ids' raw form. */
export function spkiDigest(key: PublicKey): Buffer {
  return key.digest
}

/** The same in lower-case hexadecimal. */
export function spkiFingerprint(key: PublicKey): string {
  return spkiDigest(key).toString('hex')
}

/** `SHA256:` and the digest in base64 without padding, as package registries and OpenSSH write it. */
export function sha256KeyId(key: PublicKey): string {
  return `SHA256:${spkiDigest(key).toString('base64').replace(/=+$/, '')}`
}
