/** Bounds for reading one repository. Sizes are bytes, times milliseconds. */
export interface GitLimits {
  /** One child process that gives its whole answer at once, or the pause of one that streams. */
  readonly timeoutMs: number
  /** The answer of one child process that is kept whole (lists of commits, of files). */
  readonly answerBytes: number
  /** One object; a larger one is passed over and reported with its size only. */
  readonly objectBytes: number
  /** Refs of a repository. */
  readonly refs: number
  /** Files of one commit's tree. */
  readonly files: number
}

export const DEFAULT_GIT_LIMITS: GitLimits = {
  timeoutMs: 120_000,
  answerBytes: 512 * 1024 * 1024,
  objectBytes: 64 * 1024 * 1024,
  refs: 1_000_000,
  files: 2_000_000,
}
