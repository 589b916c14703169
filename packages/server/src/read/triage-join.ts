import type { Parameters } from './parameters.ts'
import { momentSql } from './picture.ts'
import type { Picture } from './picture.ts'

/** Statuses after which a finding no longer counts as open. */
export const CLOSING = `('not-affected', 'fixed', 'accepted')`

/**
 * The one statement that decides about a finding: of those that fit, the project's before the organisation's, the version's before
 * the package's before the vulnerability's, the newest. Needs `f`, a finding of
 * `findingSource`; gives `t`.
 */
export function triageJoin(picture: Picture, parameters: Parameters): string {
  const moment = momentSql(picture, parameters)
  const holds = picture.at === null ? 'x.until IS NULL' : `x.since <= ${moment} AND (x.until IS NULL OR x.until > ${moment})`
  return `LEFT JOIN LATERAL (
    SELECT x.id, x.status, x.justification, x.statement, x.since FROM triage x
    WHERE x.vulnerability_id = f.vulnerability_id AND ${holds} AND x.org_id = f.org_id
      AND (x.project_id IS NULL OR x.project_id = f.project_id)
      AND (x.version_id IS NULL OR x.version_id = f.version_id)
      AND (x.package_id IS NULL OR x.package_id = (SELECT y.package_id FROM package_version y WHERE y.id = f.version_id))
      AND (x.expires_at IS NULL OR x.expires_at > ${moment})
    ORDER BY (x.project_id IS NOT NULL) DESC, (x.version_id IS NOT NULL) DESC, (x.package_id IS NOT NULL) DESC, x.id DESC
    LIMIT 1) t ON true`
}
