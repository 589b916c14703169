/** What the criticality formulas read. A signal that is absent could not be seen and leaves the score. */
export interface CriticalitySignals {
  /** Months of 30 days since the older of the repository's creation and its first commit. */
  readonly createdSince?: number
  /** Months of 30 days since the last commit. */
  readonly updatedSince?: number
  readonly contributorCount?: number
  /** Distinct organisations of the top contributors. */
  readonly orgCount?: number
  /** Commits a week over the last year. */
  readonly commitFrequency?: number
  /** Releases in the last year. */
  readonly recentReleaseCount?: number
  /** Issues and change requests updated in the last 90 days. */
  readonly updatedIssuesCount?: number
  /** Issues and change requests closed in the last 90 days. */
  readonly closedIssuesCount?: number
  /** Comments an issue in the last 90 days. */
  readonly issueCommentFrequency?: number
  /** Mentions of the project in commit messages elsewhere (the legacy formula calls it dependents). */
  readonly mentionCount?: number
  /** Packages that depend on it, as a package index counts them. */
  readonly dependentCount?: number
}
