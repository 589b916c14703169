import type { BuildClaims } from '@cupel/model'
import { Trace, verifyProvenance } from '@cupel/provenance'
import type { ProvenanceEvidence } from '@cupel/provenance'

/**
 * What a build was, for trust policies. The source is taken from the certificate and only compared with the statement, so nothing of it
 * has to be asked for here; provenance that contradicts its certificate, or is not signed by a builder's certificate, states no build.
 */
export function buildClaims(evidence: ProvenanceEvidence): BuildClaims | null {
  const { signer } = evidence
  if (signer.kind !== 'certificate' || signer.claims.repository === undefined) return null
  const sourceUri = signer.claims.repository
  const { value } = Trace.run('build', 'the provenance agrees with its certificate', (trace) =>
    verifyProvenance(evidence, { artifacts: [], sourceUri }, trace),
  )
  if (value === undefined) return null
  const ref = value.source.ref ?? ''
  return {
    builder: value.builderId,
    buildType: value.buildType,
    source: value.source.repository,
    branch: ref.startsWith('refs/heads/') ? ref.slice(11) : '',
    tag: ref.startsWith('refs/tags/') ? ref.slice(10) : '',
    workflow: signer.claims.workflow ?? '',
    level: value.level,
  }
}
