/** How a dependency is brought in, in Scorecard's words; the last three are ours: what CI services other than GitHub's bring in. */
export type DependencyKind =
  | 'GitHubAction'
  | 'containerImage'
  | 'downloadThenRun'
  | 'goCommand'
  | 'chocoCommand'
  | 'npmCommand'
  | 'pipCommand'
  | 'nugetCommand'
  | 'ciInclude'
  | 'ciOrb'
  | 'ciTask'

/** One place that brings a dependency in, and whether what comes is fixed by a digest. */
export interface DependencyUse {
  readonly kind: DependencyKind
  readonly path: string
  /** 1-based. */
  readonly line: number
  readonly endLine: number
  readonly snippet: string
  readonly pinned: boolean
}

/** A part that could not be read: what stands there is not known to be pinned. */
export interface PinningFault {
  readonly path: string
  readonly line: number
  readonly reason: string
}

export interface Pinning {
  readonly uses: readonly DependencyUse[]
  readonly faults: readonly PinningFault[]
  /** A file so broken that Scorecard 5 gives no score at all. */
  readonly fatal: PinningFault | null
}
