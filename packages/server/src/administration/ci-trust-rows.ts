import type { Static } from 'typebox'
import { CiScope } from '../api/contract/administration.ts'
import type { CiTrust } from '../api/contract/administration.ts'
import { invalid } from '../api/problem-details.ts'

const CI_SCOPES: readonly string[] = CiScope.anyOf.map(({ const: scope }) => scope)

export const CI_TRUST_COLUMNS = 't.id, o.slug AS organisation, t.name, t.issuer, t.audience, t.condition, t.scopes, t.project_id AS project'
export const CI_TRUST_FROM = 'FROM ci_trust t JOIN organisation o ON o.id = t.org_id'

export function ciTrustOf(row: Static<typeof CiTrust>): Static<typeof CiTrust> {
  const { id, organisation, name, issuer, audience, condition, scopes, project } = row
  return { id, organisation, name, issuer, audience, condition, scopes: [...scopes], project }
}

export function checkCiScopes(scopes: readonly string[]): void {
  for (const scope of scopes) if (!CI_SCOPES.includes(scope)) throw invalid(`scopes: must be of ${CI_SCOPES.join(', ')}`)
}
