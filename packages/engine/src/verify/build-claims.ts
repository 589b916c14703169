import type { BuildClaims } from '@cupel/model'
import { readProvenanceFacts, Refused, Trace, verifyProvenance } from '@cupel/provenance'
import type { ProvenanceEvidence, VerifiedBuild } from '@cupel/provenance'

const RUNNER = 'https://github.com/actions/runner'

/**
 * The build that provenance and its certificate both state, whoever built it: builder and source are taken from the certificate, and
 * refused where the statement says otherwise. Whether they are the right ones is for a policy, or the history of a package, to judge.
 */
export function statedBuild(evidence: ProvenanceEvidence, trace: Trace): VerifiedBuild {
  const { statement, signer } = evidence
  if (signer.kind !== 'certificate' || signer.claims.repository === undefined)
    throw new Refused('evidence-missing', 'the provenance is not signed by a certificate that names a source repository')
  const { builderId } = readProvenanceFacts(statement)
  const { repository, runner } = signer.claims
  const isRunner = builderId === RUNNER || builderId.startsWith(`${RUNNER}/`) || builderId.startsWith('https://github.com/npm/cli@')
  const machine = runner === undefined ? RUNNER : `${RUNNER}/${runner}`
  return verifyProvenance(evidence, { artifacts: [], sourceUri: repository, builderId: isRunner ? machine : builderId }, trace)
}

/** What a build was, for trust policies. Provenance that contradicts its certificate, or is not signed by one, states no build. */
export function buildClaims(evidence: ProvenanceEvidence): BuildClaims | null {
  const { signer } = evidence
  const { value } = Trace.run('build', 'the provenance agrees with its certificate', (trace) => statedBuild(evidence, trace))
  if (value === undefined || signer.kind !== 'certificate') return null
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
