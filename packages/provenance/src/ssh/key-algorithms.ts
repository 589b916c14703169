/** What the plain key types of OpenSSH hold and sign with. */
export type SshKeyAlgorithm = 'rsa' | 'p256' | 'p384' | 'p521' | 'ed25519' | 'mldsa44-ed25519'

export interface SshKeyKind {
  readonly algorithm: SshKeyAlgorithm
  /** Kept in a FIDO token: the key names an application, signatures carry flags and a counter (PROTOCOL.u2f). */
  readonly isToken: boolean
  /** Names that signatures by such a key may bear. */
  readonly signatures: readonly string[]
}

const MLDSA = 'ssh-mldsa44-ed25519@openssh.com'
const SK_ECDSA = 'sk-ecdsa-sha2-nistp256@openssh.com'
const SK_ED25519 = 'sk-ssh-ed25519@openssh.com'

function plain(algorithm: SshKeyAlgorithm, ...signatures: readonly string[]): SshKeyKind {
  return { algorithm, isToken: false, signatures }
}

/** Key types by name (RFC 4253 §6.6, RFC 5656, RFC 8709, PROTOCOL.u2f). DSA and RSA with SHA-1 are left out on purpose. */
export const SSH_KEY_KINDS: Readonly<Record<string, SshKeyKind>> = {
  'ssh-rsa': plain('rsa', 'rsa-sha2-512', 'rsa-sha2-256'),
  'ecdsa-sha2-nistp256': plain('p256', 'ecdsa-sha2-nistp256'),
  'ecdsa-sha2-nistp384': plain('p384', 'ecdsa-sha2-nistp384'),
  'ecdsa-sha2-nistp521': plain('p521', 'ecdsa-sha2-nistp521'),
  'ssh-ed25519': plain('ed25519', 'ssh-ed25519'),
  [MLDSA]: plain('mldsa44-ed25519', MLDSA),
  [SK_ECDSA]: { algorithm: 'p256', isToken: true, signatures: [SK_ECDSA, `webauthn-${SK_ECDSA}`] },
  [SK_ED25519]: { algorithm: 'ed25519', isToken: true, signatures: [SK_ED25519] },
}

const CERTIFICATE = /^(.{1,64})-cert-v01@openssh\.com$/

/** Plain key type inside a certificate type's name; null when the name is none. */
export function certifiedType(type: string): string | null {
  const plainName = CERTIFICATE.exec(type)?.[1]
  if (plainName === undefined) return null
  return [plainName, `${plainName}@openssh.com`].find((name) => Object.hasOwn(SSH_KEY_KINDS, name)) ?? null
}
