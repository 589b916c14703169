import type { Vouch } from '@cupel/model'
import {
  PURPOSE,
  readPem,
  readSignedData,
  Refused,
  verifyChain,
  verifyPgpSignature,
  verifySignedData,
  verifySignify,
  verifySshSignature,
} from '@cupel/provenance'
import type { Certificate, Trace } from '@cupel/provenance'
import type { PolicyKeys } from './policy-keys.ts'
import { rawFingerprint } from './policy-keys.ts'

/** Kinds of detached signatures over a file. */
export type SignatureKind = 'SSH signature' | 'OpenPGP signature' | 'minisign or signify signature' | 'CMS signature'

/** What a file of evidence is by its first bytes; null when it is no detached signature. */
export function signatureKindOf(text: Buffer): SignatureKind | null {
  const head = text.toString('latin1', 0, 100)
  if (head.startsWith('-----BEGIN SSH SIGNATURE-----')) return 'SSH signature'
  if (head.startsWith('-----BEGIN PGP SIGNATURE-----') || [0x88, 0x89, 0xc2].includes(text[0] ?? 0)) return 'OpenPGP signature'
  if (head.startsWith('untrusted comment:')) return 'minisign or signify signature'
  if (/^-----BEGIN (?:CMS|PKCS7|SIGNED MESSAGE)-----/.test(head) || (text[0] === 0x30 && ((text[1] ?? 0) & 0x80) !== 0))
    return 'CMS signature'
  return null
}

export interface SignatureFile {
  readonly kind: SignatureKind
  readonly text: Buffer
  /** The signed file. */
  readonly bytes: Buffer
  readonly source: string
}

type Keys = Omit<PolicyKeys, 'policy'>

/** Verifies a detached signature with the keys of the policy. Who signed is then for the policy to judge. */
export function vouchOfSignature({ kind, text, bytes, source }: SignatureFile, keys: Keys, now: Date, trace: Trace): Vouch {
  const vouch = (signer: Pick<Vouch['signer'], 'kind' | 'subject' | 'key'>, claims = {}): Vouch => {
    return { evidence: 'signature', signer: { issuer: '', claims, ...signer }, at: null, source }
  }
  if (kind === 'SSH signature') {
    const { identity } = trace.step('ssh', 'the SSH signature verifies', (step) =>
      verifySshSignature(text.toString('latin1'), bytes, { options: { namespace: 'file' }, trace: step }),
    )
    const { fingerprint } = identity.key
    return vouch({ kind: 'ssh', subject: keys.ssh.get(fingerprint) ?? '', key: fingerprint })
  }
  if (kind === 'OpenPGP signature') {
    const { openpgp } = keys
    if (openpgp === null) throw missing('openpgp', 'a keyring file as its key')
    const evidence = text[0] === 0x2d ? text.toString('latin1') : text
    const { certificate } = trace.step('openpgp', 'the OpenPGP signature verifies', (step) =>
      verifyPgpSignature(evidence, bytes, { options: { keyring: openpgp, now, sha1: 'refuse' }, trace: step }),
    )
    return vouch({ kind: 'openpgp', subject: certificate.userIds[0] ?? '', key: certificate.primary.key.fingerprint })
  }
  if (kind === 'minisign or signify signature') {
    if (keys.signify.length === 0) throw missing('minisign or signify', 'the public key')
    const known = keys.signify.map(({ key }) => key)
    const { key } = trace.step('signify', 'the signature verifies', (step) =>
      verifySignify(text.toString('utf8'), bytes, { keys: known, trace: step }),
    )
    const found = keys.signify.find((one) => one.key === key)
    return vouch({ kind: found?.kind ?? 'minisign', subject: '', key: found?.fingerprint ?? '' })
  }
  return vouchOfCms(text, bytes, { keys, now, vouch }, trace)
}

interface CmsInput {
  readonly keys: Keys
  readonly now: Date
  readonly vouch: (signer: Pick<Vouch['signer'], 'kind' | 'subject' | 'key'>, claims?: Readonly<Record<string, string>>) => Vouch
}

/** No trusted party says when such a signature was made: the certificate must be valid now. */
function vouchOfCms(text: Buffer, bytes: Buffer, { keys, now, vouch }: CmsInput, trace: Trace): Vouch {
  if (keys.authorities.length === 0) throw missing('x509', 'the authorities as its root')
  const { certificate, others } = trace.step('cms', 'the CMS signature verifies', () => {
    const data = readSignedData(cmsBytes(text), 'the signature')
    return { certificate: verifySignedData(data, { content: bytes, what: 'the signature' }).certificate, others: data.certificates }
  })
  const names = namesOf(certificate)
  trace.step('certificate-use', 'the certificate is for signing documents', () => requireSigner(certificate))
  return trace.step('authority', 'an authority of the policy issued the certificate', (step) => {
    let refusal: Refused | undefined
    // The identity that names this subject first: its refusal is the one that matters.
    const ordered = keys.authorities.toSorted((a, b) => Number(names.includes(b.subject)) - Number(names.includes(a.subject)))
    for (const { mark, subject, store } of ordered) {
      try {
        verifyChain(certificate, { store, intermediates: others, at: now })
        const name = names.includes(subject) ? subject : (names[0] ?? '')
        step.found(name)
        return vouch({ kind: 'x509', subject: name, key: rawFingerprint(certificate.der) }, { root: mark })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        refusal ??= error
      }
    }
    throw refusal ?? missing('x509', 'the authorities as its root')
  })
}

function namesOf({ subjectAltNames }: Certificate): readonly string[] {
  return subjectAltNames.flatMap((name) => ('value' in name && typeof name.value === 'string' ? [name.value] : []))
}

function missing(kind: string, what: string): Refused {
  return new Refused('trust-missing', `the policy has no identity of kind ${kind} to verify this signature with`, {
    remedy: `add an identity of kind ${kind} with ${what}, if you trust the signer`,
  })
}

const CMS_LABELS = ['CMS', 'PKCS7', 'SIGNED MESSAGE']

function cmsBytes(text: Buffer): Buffer {
  if (text[0] !== 0x2d) return text
  const [block, ...more] = readPem(text.toString('latin1'), 'the signature')
  if (block === undefined || more.length > 0 || !CMS_LABELS.includes(block.label))
    throw new Refused('malformed', 'the signature is not one CMS block')
  return block.bytes
}

/** An authority of one's own issues certificates for servers and logins too: those sign no documents (RFC 5280 §4.2.1.12). */
function requireSigner({ basicConstraints, extendedKeyUsage }: Certificate): void {
  if (basicConstraints?.ca === true)
    throw new Refused('certificate-invalid', 'the signature is by an authority itself, not by somebody it vouches for')
  const signing: readonly string[] = [PURPOSE.codeSigning, PURPOSE.emailProtection, PURPOSE.any]
  if (extendedKeyUsage === undefined || extendedKeyUsage.some((purpose) => signing.includes(purpose))) return
  throw new Refused('certificate-invalid', 'the certificate is not for signing documents', {
    expected: 'code signing or e-mail protection, or no restriction',
    found: extendedKeyUsage.join(', '),
  })
}
