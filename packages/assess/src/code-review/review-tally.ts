import type { Missing, Place } from '../outcome.ts'

/** How many of the last changes were reviewed by somebody else. */
export interface ReviewTally {
  readonly approved: number
  readonly total: number
  /** Changes whose review is only written about, by those who wrote the change or anyone else. */
  readonly claimed: number
  /** Distinct people who wrote or reviewed the changes. */
  readonly people: number
  /** Changes without a review, a few of them. */
  readonly unreviewed: readonly Place[]
  /** Nothing but bots was seen. */
  readonly botsOnly: boolean
  /** Set when reviews may have been elsewhere. */
  readonly missing?: Missing
}
