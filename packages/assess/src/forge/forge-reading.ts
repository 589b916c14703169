import type { ForgeFacts } from '../facts/forge-facts.ts'
import type { ReleaseFacts } from '../facts/release-facts.ts'
import type { Fact } from '../outcome.ts'
import type { ForgeCost } from './forge-session.ts'

/** What one forge said about one repository, and what asking cost. */
export interface ForgeReading {
  readonly facts: ForgeFacts
  readonly releases: Fact<readonly ReleaseFacts[]>
  readonly cost: ForgeCost
}

/** What the clone knows already, so that the forge need not be asked. */
export interface ForgeHints {
  /** Commits of the whole history by author address in lower case. */
  readonly commitsByEmail: ReadonlyMap<string, number>
  /** Commit that is assessed; empty when unknown. */
  readonly commit: string
}
