import { decodeBase64 } from '../encoding/base64.ts'
import type { DigestSet } from '../intoto/digest.ts'
import { Refused } from '../verdict/refused.ts'

/**
 * The digest in a registry's `dist.integrity` (W3C Subresource Integrity, one value). Refuses algorithms other than SHA-512, which
 * registries have written for every release since 2017, and several values at once.
 */
export function readIntegrity(integrity: string): DigestSet {
  const dash = integrity.indexOf('-')
  const algorithm = integrity.slice(0, Math.max(dash, 0))
  if (algorithm !== 'sha512') {
    const code = algorithm === 'sha1' ? 'weak-algorithm' : 'unsupported-algorithm'
    throw new Refused(code, 'The integrity is not one SHA-512 digest', { expected: 'sha512-…', found: integrity.slice(0, 40) })
  }
  const digest = decodeBase64(integrity.slice(dash + 1), 'The integrity')
  if (digest.length !== 64) throw new Refused('malformed', 'The integrity has the wrong length', { found: `${digest.length} bytes` })
  return { sha512: digest.toString('hex') }
}
