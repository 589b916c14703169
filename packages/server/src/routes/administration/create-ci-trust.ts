import type { Static } from 'typebox'
import { CiTrust, CiTrustInput } from '../../api/contract/administration.ts'
import { invalid } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { organisationFor, projectFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { checkCiScopes, CI_TRUST_COLUMNS, CI_TRUST_FROM, ciTrustOf } from '../../administration/ci-trust-rows.ts'
import { allowedUrl } from '../../http/guarded-fetch.ts'
import { claimsCondition } from '../../login/claims-condition.ts'

export default defineRoute({
  method: 'POST',
  path: '/ci-trusts',
  id: 'createCiTrust',
  summary: 'Lets CI jobs in whose OIDC token has this issuer and audience and fulfils the condition',
  tag: 'administration',
  access: 'admin:write',
  status: 201,
  body: CiTrustInput,
  response: CiTrust,
  handle: async (call) => {
    const { services, viewer, app, body, now } = call
    const organisation = await organisationFor(services.db, viewer, 'admin:write', body.organisation)
    allowedUrl(body.issuer, app.privateNetwork)
    claimsCondition(body.condition)
    checkCiScopes(body.scopes)
    if (body.project != null && (await projectFor(services.db, viewer, 'admin:write', body.project)).organisation !== organisation)
      throw invalid('the project is not one of the organisation')
    return audited(call, async (transaction) => {
      const [row] = await transaction.query<{ id: number }>(
        `INSERT INTO ci_trust (org_id, name, issuer, audience, condition, scopes, project_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [organisation, body.name, body.issuer, body.audience, body.condition, [...new Set(body.scopes)], body.project ?? null, now],
      )
      const [made] = await transaction.query<Static<typeof CiTrust>>(`SELECT ${CI_TRUST_COLUMNS} ${CI_TRUST_FROM} WHERE t.id = $1`, [
        row?.id,
      ])
      if (made === undefined) throw new Error('the trust was not made')
      return { action: 'ci-trust.create', object: `ci-trust:${made.id}`, organisation, detail: body, result: ciTrustOf(made) }
    })
  },
})
