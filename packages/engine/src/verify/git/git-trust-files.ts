import {
  loadMlDsa44,
  readAllowedSigners,
  readPemCertificates,
  readPgpKeyring,
  readRevocations,
  CertificateStore,
  Refused,
} from '@cupel/provenance'
import type { GitTrust, TrustedRoot } from '@cupel/provenance'
import { configInvalid, CupelError, usageMissingArgument } from '@cupel/model'
import { readEvidence } from '../read-evidence.ts'

/** Whose signatures count in a repository: files as git, ssh-keygen and gpg know them. */
export interface GitTrustFiles {
  /** `allowed_signers` of ssh-keygen. */
  readonly allowedSigners?: string
  /** Revoked SSH keys: a list of keys or a KRL. */
  readonly revocations?: string
  /** OpenPGP public keys, armoured or binary. */
  readonly keyrings: readonly string[]
  /** PEM certificates of authorities for X.509 signatures. */
  readonly authorities: readonly string[]
  /** Accept certificates of the Sigstore instance of the trusted root (gitsign). */
  readonly sigstore: boolean
}

/** Reads the files into what verification takes. Throws CupelError when one cannot be read, or when nobody is trusted at all. */
export async function gitTrustOf(
  files: GitTrustFiles,
  { root, cwd, now }: { readonly root: TrustedRoot; readonly cwd: string; readonly now: Date },
): Promise<GitTrust> {
  const { allowedSigners, revocations, keyrings, authorities, sigstore } = files
  if (allowedSigners === undefined && keyrings.length === 0 && authorities.length === 0 && !sigstore) throw nobody()
  const read = <T>(file: string, parse: (bytes: Buffer) => T): T => guarded(file, () => parse(readEvidence(file, cwd)))
  const ssh =
    allowedSigners === undefined
      ? {}
      : {
          ssh: {
            signers: read(allowedSigners, (bytes) => readAllowedSigners(bytes.toString('utf8'))),
            ...(revocations === undefined ? {} : { revocations: read(revocations, readRevocations) }),
            mlDsa: await loadMlDsa44(),
            identities: new Map(),
          },
        }
  const rings = keyrings.map((file) => read(file, (bytes) => ({ file, bytes })))
  const openpgp =
    rings.length === 0
      ? {}
      : { openpgp: { keyring: guarded(keyrings.join(', '), () => readPgpKeyring(...rings.map(({ bytes }) => bytes))), now } }
  const store =
    authorities.length === 0
      ? {}
      : {
          store: new CertificateStore(
            authorities.flatMap((file) => read(file, (bytes) => readPemCertificates(bytes.toString('latin1'), file))),
          ),
        }
  const x509 =
    authorities.length > 0 || sigstore ? { x509: { ...(sigstore ? { sigstore: root, requireProvenTime: true } : {}), ...store } } : {}
  return { ...ssh, ...openpgp, ...x509 }
}

function nobody(): CupelError {
  const missing = usageMissingArgument('whom to trust', 'verify git')
  const hint = 'give --allowed-signers FILE for SSH, --keyring FILE for OpenPGP, --authority FILE or --gitsign for certificates'
  return new CupelError(missing.code, missing.message, { hint })
}

function guarded<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refused) throw configInvalid(file, error.message, { cause: error })
    throw error
  }
}
