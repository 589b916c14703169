import { verifyCredential, verifySdJwt, verifyVcJwt } from '@cupel/provenance'
import type { CredentialOptions, Trace, VerifiedCredential } from '@cupel/provenance'

/** Verifies a credential however it is secured: with embedded proofs, as SD-JWT or as JWT. */
export async function verifyCredentialBytes(bytes: Buffer, options: CredentialOptions, trace: Trace): Promise<VerifiedCredential> {
  const text = bytes.toString('latin1').trim()
  if (text.startsWith('{')) return verifyCredential(bytes, options, trace)
  return text.includes('~') ? verifySdJwt(text, options, trace) : verifyVcJwt(text, options, trace)
}
