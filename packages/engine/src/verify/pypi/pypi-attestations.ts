import type { Vouch } from '@cupel/model'
import {
  asObject,
  fulcioSigner,
  LinearPattern,
  parseStrictJson,
  verifyPypiAttestation,
  verifyPypiProvenance,
  verifyPypiSigstoreBundle,
} from '@cupel/provenance'
import type { PypiDistribution, Trace, TrustedRoot, VerifiedPypiAttestation } from '@cupel/provenance'
import { buildClaims } from '../build-claims.ts'
import { signerOfIdentity } from '../signer-of-bundle.ts'
import { vouchKindOf } from '../vouch-of-bundle.ts'

interface AttestationInput {
  readonly distribution: PypiDistribution
  readonly root: TrustedRoot
  /** Called before a single attestation is taken, which names no publisher: throws unless somebody else says who may have signed. */
  readonly single?: () => void
}

/** Verifies a provenance object against the publisher it names, or a single attestation or bundle by whomever: who it was is for the caller to judge. */
export function verifyPypiDocument(
  bytes: Buffer,
  { distribution, root, single }: AttestationInput,
  trace: Trace,
): readonly VerifiedPypiAttestation[] {
  const document = asObject(parseStrictJson(bytes, 'the provenance'), 'the provenance')
  if ('attestation_bundles' in document) return verifyPypiProvenance(bytes, { trust: root, distribution }, trace)
  single?.()
  const signer = { anyOf: [{ issuer: new LinearPattern('.*') }] }
  const verify = 'verificationMaterial' in document ? verifyPypiSigstoreBundle : verifyPypiAttestation
  return [verify(bytes, { trust: root, distribution, signer }, trace)]
}

/** What a verified attestation says, as one vouch. */
export function vouchOfPypi({ statement, identity }: VerifiedPypiAttestation, source: string): Vouch {
  const signer = signerOfIdentity(identity)
  const evidence = vouchKindOf(statement.predicateType)
  const build = evidence === 'provenance' ? buildClaims({ statement, signer: fulcioSigner(identity) }) : null
  return { evidence, signer, at: null, source, ...(build === null ? {} : { build }) }
}
