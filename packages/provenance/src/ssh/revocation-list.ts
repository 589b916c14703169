import { Refused } from '../verdict/refused.ts'
import { readKrl } from './krl.ts'
import { readPublicKeyLine } from './ssh-public-key.ts'
import type { SshIdentity } from './ssh-certificate.ts'

/** Revoked keys and certificates. */
export interface SshRevocations {
  /** Why the key or certificate is revoked; null when it is not. */
  reasonFor(identity: SshIdentity): string | null
}

/** Reads a revocation file of OpenSSH: a key revocation list in its binary form, or a list of public keys. */
export function readRevocations(bytes: Uint8Array): SshRevocations {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(8, bytes.length))
  return start.toString('latin1').startsWith('SSHKRL\n') ? readKrl(bytes) : readKeyList(Buffer.from(bytes).toString('utf8'))
}

const DIGEST_LINE = /^(sha256|sha1|hash):\s{0,8}(\S+)$/i

function readKeyList(text: string): SshRevocations {
  const blobs = new Set<string>()
  for (const line of text.split('\n')) {
    const bare = line.trim()
    if (bare === '' || bare.startsWith('#')) continue
    if (DIGEST_LINE.test(bare))
      throw new Refused('malformed', 'a list of revoked keys holds a specification for a revocation list', {
        remedy: 'make the list with ssh-keygen -k',
      })
    blobs.add(readPublicKeyLine(bare).blob.toString('latin1'))
  }
  return {
    reasonFor({ key, certificate }) {
      if (blobs.has(key.blob.toString('latin1'))) return `the key ${key.fingerprint} is on the list of revoked keys`
      if (certificate !== null && blobs.has(certificate.authority.blob.toString('latin1')))
        return 'the authority of the certificate is on the list of revoked keys'
      return null
    },
  }
}
