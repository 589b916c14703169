import type { ArchiveProblem } from './archive-refused.ts'

/** Where a layer's bytes are in the archive, and what they must hash to. Empty texts: not stated. */
export interface PlannedLayer {
  /** Path in the archive. */
  readonly path: string
  /** Digest of the blob as it is stored. */
  readonly digest: string
  /** Digest of the tar in it. */
  readonly diffId: string
  /** The build step, from the history of the image's configuration. */
  readonly createdBy: string
  readonly mediaType: string
}

/** The one image to read out of an archive or layout. */
export interface ImagePlan {
  /** `repository:tag` or the reference name; empty when the archive has none. */
  readonly name: string
  /** Manifest digest, or the digest of the configuration (image id) where the archive has no manifest. */
  readonly digest: string
  readonly platform: string
  readonly layers: readonly PlannedLayer[]
  readonly problems: readonly ArchiveProblem[]
}

export interface ImageChoice {
  /** Name of the image when the archive holds several. */
  readonly image?: string
  /** `linux/arm64`, `linux/arm/v7`; default: the only one, else linux/amd64. */
  readonly platform?: string
}

/** The `created_by` of the history entries that made a layer, in order. */
export function createdByOf(history: readonly unknown[]): readonly string[] {
  const made: string[] = []
  for (const step of history) {
    if (typeof step !== 'object' || step === null || ('empty_layer' in step && step.empty_layer === true)) continue
    made.push('created_by' in step && typeof step.created_by === 'string' ? step.created_by : '')
  }
  return made
}
