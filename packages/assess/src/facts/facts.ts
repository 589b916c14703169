import type { Problem } from '@cupel/model'
import type { Fact } from '../outcome.ts'
import type { AdvisoryMatch } from './advisory-match.ts'
import type { FileIndex } from './file-index.ts'
import type { ForgeFacts } from './forge-facts.ts'
import type { GitFacts } from './git-facts.ts'
import type { ProjectIdentity } from './project-identity.ts'
import type { ReleaseFacts } from './release-facts.ts'

/**
 * Everything known about one project, gathered before any probe runs. Gathering may wait (git, a forge); what is here is plain
 * data or a lazy pure reading of it, so that probes stay pure and the same facts give the same answers. No clock: `asOf` is
 * given by the caller. Readings that several probes need (workflows, Dockerfiles, licences …) are functions made by `reading`.
 */
export interface Facts {
  /** Moment of the assessment, RFC 3339 in UTC; ages are counted from here. */
  readonly asOf: string
  readonly project: ProjectIdentity
  readonly files: FileIndex
  readonly git: Fact<GitFacts>
  /** Newest first. Known when release assets were given by path or a forge listed them. */
  readonly releases: Fact<readonly ReleaseFacts[]>
  /** What the engine matched in the tree's inventory. */
  readonly advisories: Fact<readonly AdvisoryMatch[]>
  /** What was matched where that may not be all there is; only set where `advisories` is unknown. */
  readonly advisoriesAtLeast?: readonly AdvisoryMatch[]
  readonly forge: ForgeFacts
  /** What could not be read while gathering. */
  readonly problems: readonly Problem[]
}
