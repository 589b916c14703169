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
  // A name that no caller gives to anything: theirs would be hidden behind it, and every statement taken for one about the finding.
  return `(SELECT said.status FROM triage said
    WHERE said.vulnerability_id = ${vulnerability} AND said.until IS NULL AND said.org_id = ${organisation}
      AND (said.project_id IS NULL OR said.project_id = ${project}) AND (said.version_id IS NULL OR said.version_id = ${version})
      AND (said.package_id IS NULL OR said.package_id = ${of}) AND (said.expires_at IS NULL OR said.expires_at > ${now})
    ORDER BY (said.project_id IS NOT NULL) DESC, (said.version_id IS NOT NULL) DESC, (said.package_id IS NOT NULL) DESC, said.id DESC
    LIMIT 1)`
}
