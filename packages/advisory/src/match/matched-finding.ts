import type { AdvisoryKind, Finding } from '@cupel/model'

/** A finding as the index alone can tell it: paths are the graph's, state and rank the policy's to add. */
export type MatchedFinding = Omit<Finding, 'kind' | 'paths' | 'state' | 'stateReason' | 'rank' | 'provenance'> & {
  readonly kind: AdvisoryKind
}
