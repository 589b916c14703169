import { createHash } from 'node:crypto'
import type { PublicKey } from '../keys/public-key.ts'
import type { PgpKeyring } from '../openpgp/keyring.ts'
import { Refused } from '../verdict/refused.ts'
import type { DeveloperSignature } from './developer-signature.ts'

/** Gives the file at a path of the keyring; null when there is none. */
export type PatattKeyFiles = (path: string) => Uint8Array | null

/** Keys that are known otherwise than by the paths of a keyring: whose they are is judged by whoever knows them. */
export interface PatattKnownKeys {
  readonly ed25519: readonly PublicKey[]
  /** Fingerprints of SSH keys. */
  readonly openssh: ReadonlySet<string>
  readonly openpgp: PgpKeyring | null
}

/** Where a keyring has the key of a signature: in the open, and by the SHA-256 of that path. */
export function patattKeyPaths({
  algorithm,
  identity,
  selector,
}: Pick<DeveloperSignature, 'algorithm' | 'identity' | 'selector'>): readonly string[] {
  const at = identity.indexOf('@')
  if (at < 0) throw new Refused('malformed', 'the identity of the developer signature is no mail address')
  const parts = [algorithm, identity.slice(at + 1).toLowerCase(), identity.slice(0, at).toLowerCase(), selector.toLowerCase()]
  const path = parts.map(quoted).join('/')
  const hash = createHash('sha256').update(path).digest('hex')
  return [path, `by-hash/${hash.slice(0, 2)}/${hash.slice(2)}`]
}

/** Percent encoding of everything that could lead elsewhere in a path. */
function quoted(part: string): string {
  const text = encodeURIComponent(part).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  if (text === '' || text === '.' || text === '..')
    throw new Refused('malformed', 'the developer signature names a key that no keyring can have')
  return text.replaceAll('%20', '+')
}
