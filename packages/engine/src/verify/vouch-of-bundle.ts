import type { BuildClaims, Vouch, VouchKind } from '@cupel/model'
import { fulcioSigner, sha256KeyId, Trace, verifiedStatement, verifyProvenance } from '@cupel/provenance'
import type { BuildSigner, VerifiedBuild, VerifiedBundle, VerifiedStatement } from '@cupel/provenance'
import { signerOfBundle } from './signer-of-bundle.ts'

const KINDS: readonly (readonly [RegExp, VouchKind])[] = [
  [/^https:\/\/slsa\.dev\/provenance\//, 'provenance'],
  [/^https:\/\/slsa\.dev\/verification_summary\//, 'vsa'],
  [/^https:\/\/github\.com\/npm\/attestation\/|^https:\/\/docs\.pypi\.org\/attestations\/publish\//, 'publish'],
  [/^https:\/\/spdx\.dev\/|^https:\/\/cyclonedx\.org\//, 'sbom'],
  [/^https:\/\/openvex\.dev\//, 'vex'],
  [/^https:\/\/in-toto\.io\/Link\/|^https:\/\/in-toto\.io\/attestation\/link\//, 'link'],
  [/^https:\/\/model_signing\//, 'model'],
]

/** What a verified bundle says, as one vouch. `source` is the evidence's file. */
export function vouchOfBundle(bundle: VerifiedBundle, source: string): Vouch {
  const at = bundle.times.map(({ time }) => time).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
  const signer = signerOfBundle(bundle)
  if (bundle.content.kind === 'message') return { evidence: 'signature', signer, at, source }
  const { payload } = bundle.content
  if (payload.payloadType !== 'application/vnd.in-toto+json') return { evidence: 'attestation', signer, at, source }
  const statement = verifiedStatement(payload)
  const evidence = vouchKindOf(statement.predicateType)
  const build = evidence === 'provenance' ? buildOf(bundle, statement) : null
  return { evidence, signer, at, source, ...(build === null ? {} : { build }) }
}

/** What a statement of this type is evidence of. */
export function vouchKindOf(predicateType: string): VouchKind {
  return KINDS.find(([pattern]) => pattern.test(predicateType))?.[1] ?? 'attestation'
}

/**
 * What the build was. The source is taken from the certificate and only compared with the statement, so nothing of it has to be
 * asked for here; provenance that contradicts its certificate states no build at all.
 */
function buildOf(bundle: VerifiedBundle, statement: VerifiedStatement): BuildClaims | null {
  const signer = buildSigner(bundle)
  const sourceUri = signer.kind === 'certificate' ? signer.claims.repository : undefined
  if (sourceUri === undefined) return null
  const verdict = Trace.run('provenance', 'The provenance agrees with its certificate', (trace) =>
    verifyProvenance({ statement, signer }, { artifacts: [], sourceUri }, trace),
  )
  return verdict.value === undefined ? null : claimsOf(verdict.value, signer)
}

/** The signer in the words of SLSA verification. */
export function buildSigner({ signer }: VerifiedBundle): BuildSigner {
  return signer.kind === 'identity' ? fulcioSigner(signer.identity) : { kind: 'key', key: sha256KeyId(signer.key) }
}

function claimsOf({ builderId, buildType, source, level }: VerifiedBuild, signer: BuildSigner): BuildClaims {
  const ref = source.ref ?? ''
  return {
    builder: builderId,
    buildType,
    source: source.repository,
    branch: ref.startsWith('refs/heads/') ? ref.slice(11) : '',
    tag: ref.startsWith('refs/tags/') ? ref.slice(10) : '',
    workflow: signer.kind === 'certificate' ? (signer.claims.workflow ?? '') : '',
    level,
  }
}
