import type { ReleaseAsset, ReleaseFacts } from '../facts/release-facts.ts'
import { signatureKind, signedNames } from './signature-names.ts'

/** A file that may hold a signature or provenance, and the files that it can be meant for, the smallest first. */
export interface EvidenceChoice {
  readonly evidence: ReleaseAsset
  readonly over: readonly ReleaseAsset[]
}

export interface EvidenceLimits {
  /** Of one release. */
  readonly maxChoices: number
  /** A signature is a small thing. */
  readonly maxEvidenceBytes: number
  readonly maxAssetBytes: number
}

/**
 * Which files of a release to fetch so that one signature can be verified: provenance before signatures, then by the size of what they
 * can be meant for. Files of unknown size are as large as is allowed.
 */
export function chooseEvidence({ assets }: ReleaseFacts, limits: EvidenceLimits): readonly EvidenceChoice[] {
  const names = assets.map(({ name }) => name)
  const byName = new Map(assets.map((asset) => [asset.name, asset]))
  return assets
    .filter(({ name, size }) => signatureKind(name) !== null && (size ?? 0) <= limits.maxEvidenceBytes)
    .flatMap((evidence) => {
      const fitting = signedNames(evidence.name, names)
        .flatMap((name) => byName.get(name) ?? [])
        .filter(({ size }) => (size ?? 0) <= limits.maxAssetBytes)
      const over = fitting.sort((a, b) => bytesOf(a, limits) - bytesOf(b, limits))
      return over.length === 0 ? [] : [{ evidence, over }]
    })
    .sort((a, b) => rank(a) - rank(b) || leastOf(a, limits) - leastOf(b, limits))
    .slice(0, limits.maxChoices)
}

function bytesOf({ size }: ReleaseAsset, { maxAssetBytes }: EvidenceLimits): number {
  return size ?? maxAssetBytes
}

function leastOf({ over: [first] }: EvidenceChoice, limits: EvidenceLimits): number {
  return first === undefined ? limits.maxAssetBytes : bytesOf(first, limits)
}

function rank({ evidence }: EvidenceChoice): number {
  return signatureKind(evidence.name) === 'provenance' ? 0 : 1
}
