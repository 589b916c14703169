import type { Signer, VerificationReport } from '@cupel/model'
import {
  envelopeKey,
  parseEnvelope,
  parseStrictJson,
  readBundle,
  Refused,
  sha256KeyId,
  Trace,
  verifiedStatement,
  verifyEnvelope,
  verifyReadBundle,
  verifySummary,
} from '@cupel/provenance'
import type { BundlePolicy, SummaryPolicy, VerifiedStatement } from '@cupel/provenance'
import { givenArtifact } from '../given-artifact.ts'
import { jsonTexts, readEvidence } from '../read-evidence.ts'
import { signerOfBundle } from '../signer-of-bundle.ts'
import type { Trust, TrustRequest } from '../trust-input.ts'
import { loadTrust } from '../trust-input.ts'
import { keySigner, verdictItem } from '../verdict-item.ts'
import { documentName, oneOfSeveral } from '../one-of-several.ts'
import { verificationReport } from '../verification.ts'
import { nobodyTrusted } from '../verify-artifact.ts'

export interface VsaRequest {
  readonly artifact: string
  /** Files with summaries: envelopes, Sigstore bundles, JSON lines of them. */
  readonly attestations: readonly [string, ...string[]]
  readonly policy: Omit<SummaryPolicy, 'subject'>
  /** The verifier's identity or key: only it may have signed. */
  readonly trust: Pick<TrustRequest, 'identity' | 'key' | 'trustedRoot'>
  readonly cwd: string
  readonly now: Date
}

/** Verifies that a trusted verifier has verified an artifact (SLSA 1.1, "Verification Summary Attestation"). */
export function verifyVsa(request: VsaRequest): VerificationReport {
  const { cwd, now, artifact: name, attestations } = request
  const trust = loadTrust(request.trust, { cwd, now })
  if (trust.identity === null && trust.key === null) throw nobodyTrusted()
  const { digests } = givenArtifact(name, cwd)
  // Summaries name one digest as a rule; the strongest that both have would do, and SHA-256 is what everybody writes.
  const subject = 'sha256' in digests ? { sha256: digests['sha256'] ?? '' } : digests
  const texts = attestations.flatMap((file) =>
    jsonTexts(readEvidence(file, cwd)).map((text, at, all) => ({ source: documentName(file, at, all.length), text })),
  )
  const tried = texts.map(({ source, text }) => {
    const verdict = Trace.run('vsa', `${request.policy.verifierId} verified the artifact, says ${source}`, (trace) => {
      const { statement, signer } = trace.step('signer', 'the verifier signed the summary', (step) => readSummary(text, trust, step))
      const summary = trace.step('summary', 'the summary says what is asked', (step) =>
        verifySummary(statement, { ...request.policy, subject }, step),
      )
      return { signer, summary }
    })
    return { source, verdict }
  })
  const verdict = oneOfSeveral(tried as [(typeof tried)[number], ...typeof tried], 'summaries')
  const { value } = verdict
  const parts = value === undefined ? {} : { signers: [value.signer], details: { summary: shown(value.summary) } }
  const item = verdictItem(name, 'verification-summary', { verdict, parts: { digests, ...parts } })
  return verificationReport([item], [], trust.shown)
}

function shown({ verifierId, resourceUri, levels, timeVerified }: ReturnType<typeof verifySummary>): Readonly<Record<string, unknown>> {
  return {
    verifier: verifierId,
    resource: resourceUri,
    levels,
    ...(timeVerified === undefined ? {} : { timeVerified: timeVerified.toISOString() }),
  }
}

function readSummary(
  text: Buffer,
  { identity, key, root }: Trust,
  trace: Trace,
): { readonly statement: VerifiedStatement; readonly signer: Signer } {
  const value = parseStrictJson(text, 'the summary')
  if (typeof value === 'object' && value !== null && 'verificationMaterial' in value) {
    const policy: BundlePolicy =
      key === null
        ? { kind: 'identities', anyOf: [{ san: identity?.subject ?? '', issuer: identity?.issuer ?? '' }] }
        : { kind: 'key', key }
    const bundle = readBundle(value)
    // A verifier's own key needs no log: whoever gives the key says whom to believe.
    const thresholds = key === null ? {} : { thresholds: { logs: 0 } }
    const verified = verifyReadBundle(bundle, { trust: root, policy, ...thresholds }, trace)
    if (verified.content.kind !== 'dsse') throw new Refused('evidence-missing', 'the bundle carries no statement')
    return { statement: verifiedStatement(verified.content.payload), signer: signerOfBundle(verified) }
  }
  if (key === null) throw new Refused('trust-missing', 'an envelope can only be verified by a key', { remedy: 'give --key FILE' })
  const id = sha256KeyId(key)
  const verified = verifyEnvelope(parseEnvelope(text), { keys: [{ ...envelopeKey(key), id }] }, trace)
  return { statement: verifiedStatement(verified), signer: keySigner(id) }
}
