import { verifiedStatement } from '../intoto/statement.ts'
import { spkiFingerprint } from '../keys/key-id.ts'
import type { Bundle } from '../sigstore/bundle.ts'
import { parseBundle } from '../sigstore/bundle.ts'
import type { VerifiedBundle } from '../sigstore/verify-bundle.ts'
import { verifyReadBundle } from '../sigstore/verify-bundle.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { StepNotes, Trace } from '../verdict/trace.ts'
import { isSelfIssued, readCertificate } from '../x509/certificate.ts'
import type { ProvenanceEvidence } from './build-signer.ts'
import { fulcioSigner } from './fulcio-signer.ts'

/**
 * Verifies a Sigstore bundle that carries provenance, whoever signed it; `verifyProvenance` judges the signer. Generators before
 * 2023-08 put the root certificate into their bundles, which the format forbids: it is left out, with a warning, and trusts nothing.
 */
export function verifyBundleEvidence(bytes: Uint8Array | string, trust: TrustedRoot, trace: Trace): ProvenanceEvidence {
  const bundle = trace.step('bundle', 'The bundle is well-formed and of a known version', (step) => withoutRoots(parseBundle(bytes), step))
  return bundleEvidence(verifyReadBundle(bundle, { trust, policy: { kind: 'judged-later' } }, trace))
}

/** The statement in a verified bundle and its signer, for policies over builds. Refuses bundles that sign an artifact directly. */
export function bundleEvidence(bundle: VerifiedBundle): ProvenanceEvidence {
  const { content, signer } = bundle
  if (content.kind !== 'dsse') throw new Refused('evidence-missing', 'The bundle signs an artifact and carries no statement')
  return {
    statement: verifiedStatement(content.payload),
    signer: signer.kind === 'identity' ? fulcioSigner(signer.identity) : { kind: 'key', key: spkiFingerprint(signer.key) },
  }
}

function withoutRoots(bundle: Bundle, step: StepNotes): Bundle {
  if (bundle.signer.kind !== 'certificates' || bundle.version !== '0.1') return bundle
  const { certificates } = bundle.signer
  const kept = certificates.filter((der, index) => index === 0 || !isSelfIssued(readCertificate(der, 'a certificate of the bundle')))
  if (kept.length === certificates.length) return bundle
  step.warn('certificate-invalid', 'the bundle brings a root certificate of its own, which is ignored')
  return { ...bundle, signer: { kind: 'certificates', certificates: kept } }
}
