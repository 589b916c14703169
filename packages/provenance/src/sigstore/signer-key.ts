import type { PublicKey } from '../keys/public-key.ts'
import type { HashName, SignatureScheme } from '../keys/signature-scheme.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'
import { isSelfIssued, readCertificate } from '../x509/certificate.ts'
import type { BundleSigner } from './bundle.ts'

/** The key that the signature of a bundle must be by. With a certificate it is not trusted before the chain is verified. */
export interface BundleSignerKey {
  readonly key: PublicKey
  readonly certificate: Certificate | undefined
  /** Certificates beside the leaf: links that may help, never anchors. */
  readonly intermediates: readonly Certificate[]
}

/**
 * The signer's key: from the bundle's leaf certificate, or the one the policy gives. Refuses a key-signed bundle when no key is
 * given, a certificate when only a key is trusted, and a root among the
 * certificates that the trust root does not have.
 */
export function signerKey(signer: BundleSigner, trusted: PublicKey | undefined, trust: TrustedRoot): BundleSignerKey {
  if (signer.kind === 'key') {
    if (trusted === undefined) {
      throw new Refused('trust-missing', 'the bundle is signed with a key, and no key is given to verify it with', {
        found: signer.hint === '' ? 'no hint' : `hint ${signer.hint.slice(0, 200)}`,
        remedy: "give the signer's public key",
      })
    }
    return { key: trusted, certificate: undefined, intermediates: [] }
  }
  if (trusted !== undefined) {
    throw new Refused('signer-mismatch', 'the bundle is signed by the holder of a certificate, but the policy names a key', {
      remedy: 'name the identity that may sign in place of the key',
    })
  }
  const [leaf, ...others] = signer.certificates.map((der, index) =>
    readCertificate(der, index === 0 ? 'the signing certificate' : 'a certificate of the bundle'),
  )
  if (leaf === undefined) throw new Refused('evidence-missing', 'the bundle has no certificate')
  // Early signers sent the instance's own root along, which is harmless; a root of anybody else's is an attempt.
  const known = (certificate: Certificate): boolean => trust.certificateAuthorities.some(({ store }) => store.isAnchor(certificate))
  if (others.some((certificate) => isSelfIssued(certificate) && !known(certificate))) {
    throw new Refused('certificate-invalid', 'the bundle brings a root certificate of its own', {
      remedy: 'roots come from the trust root alone; have the bundle made again without it',
    })
  }
  return { key: leaf.publicKey, certificate: leaf, intermediates: others.filter((certificate) => !isSelfIssued(certificate)) }
}

/**
 * The schemes a bundle's signature may be of: the key type's usual one, and SHA-256 with the larger curves as older signers had it. A
 * hint at the hash says no more than which to try first.
 */
export function schemesOf(key: PublicKey, hint?: HashName): readonly SignatureScheme[] {
  if (key.type !== 'p384' && key.type !== 'p521') return [key.defaultScheme]
  return hint === 'sha256' ? ['ecdsa-sha256', key.defaultScheme] : [key.defaultScheme, 'ecdsa-sha256']
}
