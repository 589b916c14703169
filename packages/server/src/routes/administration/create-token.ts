import { ApiTokenCreated, ApiTokenInput } from '../../api/contract/administration.ts'
import { invalid } from '../../api/problem-details.ts'
import type { Permission } from '../../api/permission.ts'
import { defineRoute } from '../../api/route.ts'
import { projectFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { TOKEN_COLUMNS, TOKEN_FROM, tokenOf } from '../../administration/token-rows.ts'
import type { TokenRow } from '../../administration/token-rows.ts'
import { newTokenText, tokenPrefix } from '../../login/api-token-text.ts'
import { secretDigest } from '../../login/secret.ts'
import { onlyOrganisation } from '../../write/only-organisation.ts'
import { onlySession } from '../../login/only-session.ts'

const DAY_MS = 86_400_000

export default defineRoute({
  method: 'POST',
  path: '/tokens',
  id: 'createToken',
  summary: 'A new API token with at most the caller’s own rights; its text is shown this once',
  tag: 'administration',
  access: 'token:self',
  status: 201,
  once: true,
  body: ApiTokenInput,
  response: ApiTokenCreated,
  handle: async (call) => {
    const { services, viewer, body, now } = call
    // A token that could make tokens would outlive its own end.
    const account = onlySession(call)
    for (const scope of body.scopes)
      if (!viewer.permissions.has(scope as Permission)) throw invalid(`scopes: you do not have ${scope} to give`)
    if (body.project !== undefined) await projectFor(services.db, viewer, 'portfolio:read', body.project)
    const organisation = body.organisation === undefined ? null : await onlyOrganisation(services.db, viewer, body.organisation)
    const token = newTokenText(services.random)
    const created = await audited(call, async (transaction) => {
      const [row] = await transaction.query<{ id: number }>(
        `INSERT INTO api_token (digest, prefix, name, account_id, scopes, org_id, project_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [
          secretDigest(token),
          tokenPrefix(token),
          body.name,
          account,
          [...new Set(body.scopes)],
          organisation,
          body.project ?? null,
          now,
          new Date(now.getTime() + body.days * DAY_MS),
        ],
      )
      const [made] = await transaction.query<TokenRow>(`SELECT ${TOKEN_COLUMNS} ${TOKEN_FROM} WHERE t.id = $1`, [row?.id])
      if (made === undefined) throw new Error('the token was not made')
      return { action: 'token.create', object: `token:${made.id}`, organisation, detail: body, result: tokenOf(made) }
    })
    return { ...created, token }
  },
})
