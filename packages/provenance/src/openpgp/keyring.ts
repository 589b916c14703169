import { readArmour } from './armour.ts'
import type { PgpBoundKey, PgpCertificate } from './pgp-certificate.ts'
import { readPgpCertificates } from './pgp-certificate.ts'

/** Keys to verify with. Whoever makes one says by it whose signatures count. */
export interface PgpKeyring {
  readonly certificates: readonly PgpCertificate[]
  /** Keys by fingerprint and by key id; ids may be shared. */
  readonly byIssuer: ReadonlyMap<string, readonly PgpKeyringEntry[]>
  /** Certificates that could not be used, and why. */
  readonly problems: readonly string[]
}

export interface PgpKeyringEntry {
  readonly certificate: PgpCertificate
  readonly bound: PgpBoundKey
}

/** Reads keyrings, armoured or binary, into one. Throws Refused when one of them is no keyring at all. */
export function readPgpKeyring(...files: readonly (Uint8Array | string)[]): PgpKeyring {
  const problems: string[] = []
  const certificates = files.flatMap((file) =>
    blocksOf(file).flatMap((bytes) => readPgpCertificates(bytes, (detail) => problems.push(detail))),
  )
  const byIssuer = new Map<string, PgpKeyringEntry[]>()
  for (const certificate of certificates) {
    for (const bound of certificate.keys) {
      for (const issuer of [bound.key.fingerprint, bound.key.keyId]) {
        const entries = byIssuer.get(issuer) ?? []
        if (!entries.some((entry) => entry.bound === bound)) entries.push({ certificate, bound })
        byIssuer.set(issuer, entries)
      }
    }
  }
  return { certificates, byIssuer, problems }
}

function blocksOf(file: Uint8Array | string): readonly Buffer[] {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length > 0 && ((bytes[0] as number) & 0x80) !== 0) return [bytes]
  return readArmour(bytes.toString('utf8'))
    .filter((block) => block.label === 'PGP PUBLIC KEY BLOCK')
    .map((block) => block.bytes)
}
