/** The digests strong enough to sign with. */
export type HashName = 'sha256' | 'sha384' | 'sha512'

/**
 * How a signature is computed: key type, padding, hash, encoding. `ecdsa-*` signatures are DER, `ecdsa-*-p1363` are r and s side by
 * side; the salt of `rsa-pss-*` may be of any length.
 */
export type SignatureScheme =
  | `rsa-pkcs1-${HashName}`
  | `rsa-pss-${HashName}`
  | `ecdsa-${HashName}`
  | `ecdsa-${HashName}-p1363`
  | 'ed25519'
  | 'ed448'
  | 'ml-dsa-44'
  | 'ml-dsa-65'
  | 'ml-dsa-87'

/** The hash a scheme applies to the message; undefined where the scheme takes the message itself. */
export function hashOfScheme(scheme: SignatureScheme): HashName | undefined {
  if (scheme.includes('sha256')) return 'sha256'
  if (scheme.includes('sha384')) return 'sha384'
  return scheme.includes('sha512') ? 'sha512' : undefined
}
