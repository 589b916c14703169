import type { Problem } from '@cupel/model'
import type { Tree } from '@cupel/source'
import type { Fact } from '../outcome.ts'
import type { AdvisoryMatch } from './advisory-match.ts'
import { missing } from './fact.ts'
import type { Facts } from './facts.ts'
import { indexFiles } from './file-index.ts'
import type { FileLimits } from './file-index.ts'
import type { ForgeFacts } from './forge-facts.ts'
import type { HistoryLimits, HistorySource } from './gather-history.ts'
import { gatherHistory } from './gather-history.ts'
import type { GivenRelease, VerifySignature } from './gather-releases.ts'
import { gatherReleases } from './gather-releases.ts'
import type { GitFacts } from './git-facts.ts'
import { noForge } from './no-forge.ts'
import type { ProjectIdentity } from './project-identity.ts'
import type { ReleaseFacts } from './release-facts.ts'

/** What the caller knows besides the tree and its history. */
export interface GivenFacts {
  readonly asOf: string
  readonly project: ProjectIdentity
  /** Left out: nobody looked. */
  readonly advisories?: readonly AdvisoryMatch[]
  /** Releases whose files are at hand; left out, the forge's list counts, if there is one. */
  readonly releases?: readonly GivenRelease[]
  /** Releases as a forge lists them, without their contents. */
  readonly listedReleases?: Fact<readonly ReleaseFacts[]>
  readonly forge?: ForgeFacts
}

export interface GatherOptions {
  readonly files?: FileLimits
  readonly history?: HistoryLimits
  /** Verifies a signature over an asset; without it every signature stays unjudged. */
  readonly verifySignature?: VerifySignature
}

/** Gathers everything that probes may ask: the tree is walked, the history read once, release signatures verified. Nothing is executed. */
export async function gatherFacts(tree: Tree, git: HistorySource | null, given: GivenFacts, options: GatherOptions = {}): Promise<Facts> {
  const problems: Problem[] = []
  const files = indexFiles(tree, options.files)
  return {
    asOf: given.asOf,
    project: given.project,
    files,
    git: await historyOf(git, options.history ?? {}, problems),
    releases: await releasesOf(given, options.verifySignature),
    advisories:
      given.advisories === undefined
        ? missing('evidence', 'no advisory data was matched with the tree’s components', 'build an advisory index: `cupel db update`')
        : { known: true, value: given.advisories },
    forge: given.forge ?? noForge(),
    problems,
  }
}

async function historyOf(git: HistorySource | null, limits: HistoryLimits, problems: Problem[]): Promise<Fact<GitFacts>> {
  if (git === null) return missing('history', 'the tree is not a git repository', 'assess a clone with its history')
  try {
    return await gatherHistory(git, limits)
  } catch (error) {
    problems.push({ code: 'unreadable', effect: 'incomplete', path: '', detail: 'the history could not be read', by: 'assess' })
    if (!(error instanceof Error)) throw error
    return missing('history', 'the history could not be read', 'check the repository with `git fsck`')
  }
}

async function releasesOf(given: GivenFacts, verify: VerifySignature | undefined): Promise<Fact<readonly ReleaseFacts[]>> {
  if (given.releases !== undefined) return { known: true, value: await gatherReleases(given.releases, verify) }
  return (
    given.listedReleases ??
    missing('network', 'releases are kept by the forge', 'give the release files by path, or run with a token of the forge')
  )
}
