/** Statuses after which a finding no longer counts as open. */
export const CLOSING_STATUSES = `('not-affected', 'fixed', 'accepted')`

interface FindingColumns {
  /** SQL of the finding's ids. */
  readonly project: string
  readonly organisation: string
  readonly vulnerability: string
  readonly version: string
  readonly package: string
  /** SQL of the moment against which expiry is judged. */
  readonly now: string
}

/**
 * SQL of a subquery that gives the status of the one statement that decides about a finding now: the project's before the
 * organisation's, the version's before the package's before the vulnerability's, the newest – by when it was stored, as clocks go back.
 * NULL: nobody said anything.
 */
export function decidingStatus({ project, organisation, vulnerability, version, package: of, now }: FindingColumns): string {
  return `(SELECT x.status FROM triage x
    WHERE x.vulnerability_id = ${vulnerability} AND x.until IS NULL AND x.org_id = ${organisation}
      AND (x.project_id IS NULL OR x.project_id = ${project}) AND (x.version_id IS NULL OR x.version_id = ${version})
      AND (x.package_id IS NULL OR x.package_id = ${of}) AND (x.expires_at IS NULL OR x.expires_at > ${now})
    ORDER BY (x.project_id IS NOT NULL) DESC, (x.version_id IS NOT NULL) DESC, (x.package_id IS NOT NULL) DESC, x.id DESC
    LIMIT 1)`
}
