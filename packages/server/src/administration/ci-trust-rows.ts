import type { Static } from 'typebox'
import type { CiTrust } from '../api/contract/administration.ts'
import { PERMISSIONS } from '../api/permission.ts'
import type { Permission } from '../api/permission.ts'
import { invalid } from '../api/problem-details.ts'

/** What a CI job may be let do: nothing that is about people or the server. */
export const CI_SCOPES: readonly Permission[] = PERMISSIONS.filter((one) => !/:self$|^admin|^audit/.test(one))

export const CI_TRUST_COLUMNS = 't.id, o.slug AS organisation, t.name, t.issuer, t.audience, t.condition, t.scopes, t.project_id AS project'
export const CI_TRUST_FROM = 'FROM ci_trust t JOIN organisation o ON o.id = t.org_id'

export function ciTrustOf(row: Static<typeof CiTrust>): Static<typeof CiTrust> {
  const { id, organisation, name, issuer, audience, condition, scopes, project } = row
  return { id, organisation, name, issuer, audience, condition, scopes: [...scopes], project }
}

export function checkCiScopes(scopes: readonly string[]): void {
  for (const scope of scopes)
    if (!(CI_SCOPES as readonly string[]).includes(scope)) throw invalid(`scopes: must be of ${CI_SCOPES.join(', ')}`)
}
