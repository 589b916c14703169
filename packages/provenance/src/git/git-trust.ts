import type { PgpVerifyOptions } from '../openpgp/verify-pgp-signature.ts'
import type { AllowedSigners } from '../ssh/allowed-signers.ts'
import type { MlDsa44Verify } from '../ssh/load-ml-dsa44.ts'
import type { SshRevocations } from '../ssh/revocation-list.ts'
import type { SshIdentity } from '../ssh/ssh-certificate.ts'
import type { GitX509Trust } from './verify-git-x509.ts'

/** Whose signatures count, for each kind of signature that git knows. A kind left out cannot be checked. */
export interface GitTrust {
  readonly ssh?: GitSshTrust
  readonly openpgp?: PgpVerifyOptions
  readonly x509?: GitX509Trust
}

export interface GitSshTrust {
  readonly signers: AllowedSigners
  readonly revocations?: SshRevocations
  readonly mlDsa?: MlDsa44Verify
  readonly requireTouch?: boolean
  /** Keys already read; share one over a whole history. */
  readonly identities?: Map<string, SshIdentity>
}
