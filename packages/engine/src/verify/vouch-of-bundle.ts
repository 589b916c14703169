import type { Vouch, VouchKind } from '@cupel/model'
import { fulcioSigner, Refused, sha256KeyId, textAt, verifiedStatement } from '@cupel/provenance'
import type { BuildSigner, VerifiedBundle, VerifiedStatement } from '@cupel/provenance'
import { buildClaims } from './build-claims.ts'
import { signerOfBundle } from './signer-of-bundle.ts'

const KINDS: readonly (readonly [RegExp, VouchKind])[] = [
  [/^https:\/\/slsa\.dev\/provenance\//, 'provenance'],
  [/^https:\/\/slsa\.dev\/verification_summary\//, 'vsa'],
  [/^https:\/\/github\.com\/npm\/attestation\/|^https:\/\/docs\.pypi\.org\/attestations\/publish\//, 'publish'],
  [/^https:\/\/spdx\.dev\/|^https:\/\/cyclonedx\.org\//, 'sbom'],
  [/^https:\/\/openvex\.dev\//, 'vex'],
  [/^https:\/\/in-toto\.io\/(?:Link|attestation\/link)\//, 'link'],
  [/^https:\/\/model_signing\//, 'model'],
]

/** What a statement of this type is evidence of. */
export function vouchKindOf(predicateType: string): VouchKind {
  return KINDS.find(([pattern]) => pattern.test(predicateType))?.[1] ?? 'attestation'
}

/** Statements that end in a word about their subject, and where the word stands. Anything but this one word is no vouch. */
const RESULTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^https:\/\/slsa\.dev\/verification_summary\//, ['verificationResult', 'verification_result']],
  [/^https:\/\/in-toto\.io\/attestation\/test-result\//, ['result']],
]

/** What a verified statement is evidence of. Refuses one that says its subject failed: whoever signed that does not vouch for it. */
export function evidenceOf({ predicateType, predicate }: VerifiedStatement): VouchKind {
  const [, fields = []] = RESULTS.find(([pattern]) => pattern.test(predicateType)) ?? []
  const found = fields.map((field) => textAt(predicate, field)).find((text) => text !== undefined)
  if (fields.length > 0 && found !== 'PASSED') {
    throw new Refused('policy-not-met', 'the statement does not say that its subject passed', {
      expected: 'PASSED',
      found: found ?? 'no result',
    })
  }
  return vouchKindOf(predicateType)
}

/** What a verified bundle says, as one vouch. `source` is the evidence's file. */
export function vouchOfBundle(bundle: VerifiedBundle, source: string): Vouch {
  const at = bundle.times.map(({ time }) => time).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
  const signer = signerOfBundle(bundle)
  if (bundle.content.kind === 'message') return { evidence: 'signature', signer, at, source }
  const { payload } = bundle.content
  if (payload.payloadType !== 'application/vnd.in-toto+json') return { evidence: 'attestation', signer, at, source }
  const statement = verifiedStatement(payload)
  const evidence = evidenceOf(statement)
  const build = evidence === 'provenance' ? buildClaims({ statement, signer: buildSigner(bundle) }) : null
  return { evidence, signer, at, source, ...(build === null ? {} : { build }) }
}

function buildSigner({ signer }: VerifiedBundle): BuildSigner {
  return signer.kind === 'identity' ? fulcioSigner(signer.identity) : { kind: 'key', key: sha256KeyId(signer.key) }
}
