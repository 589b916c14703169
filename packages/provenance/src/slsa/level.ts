import type { BuildSigner } from './build-signer.ts'
import type { TrustedBuilder } from './check-builder.ts'

export type SlsaLevel = 0 | 1 | 2 | 3

/** One sentence, for people. */
export type LevelReason = string

/**
 * SLSA build level of verified provenance (SLSA 1.1, "Build track"): 1 provenance exists, 2 it is signed by the platform, 3 the
 * signing is out of reach of the build's own steps. A builder that is not known counts as level 2 at most: its isolation is not
 * proved by its name.
 */
export function deriveLevel(
  builder: TrustedBuilder,
  signer: BuildSigner,
): { readonly level: SlsaLevel; readonly reasons: readonly LevelReason[] } {
  const reasons: LevelReason[] = ['the provenance is signed and names the artifact (level 1)']
  if (signer.kind === 'certificate' && signer.claims.runner === 'self-hosted') {
    return { level: 1, reasons: [...reasons, 'the build ran on a self-hosted machine, whose owner can sign what they like'] }
  }
  reasons.push(
    signer.kind === 'key' ? "the build service's key signed it (level 2)" : "the platform vouches for the signer's identity (level 2)",
  )
  if (builder.known === undefined) return { level: 2, reasons: [...reasons, 'the isolation of this builder has not been reviewed'] }
  if (builder.known.level < 3) return { level: builder.known.level, reasons: [...reasons, "the build's own steps could sign"] }
  if (!builder.pinned) return { level: 2, reasons: [...reasons, 'the builder ran at a ref that can move'] }
  return { level: 3, reasons: [...reasons, 'the builder signs apart from the build and ran at a fixed release (level 3)'] }
}
