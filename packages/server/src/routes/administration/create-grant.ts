import { Account, GrantInput } from '../../api/contract/administration.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { accountById } from '../../administration/account-rows.ts'
import { audited } from '../../administration/audited.ts'
import { checkRole, grantPlace } from '../../administration/grant-place.ts'

export default defineRoute({
  method: 'POST',
  path: '/grants',
  id: 'createGrant',
  summary: 'Gives somebody a role: on the server, in an organisation, a team with those below it, or a project',
  tag: 'administration',
  access: 'admin:write',
  status: 201,
  body: GrantInput,
  response: Account,
  handle: async (call) => {
    const { services, viewer, body, now } = call
    checkRole(body.role)
    const place = await grantPlace(services.db, viewer, body)
    await accountById(services.db, viewer, body.account)
    return audited(call, async (transaction) => {
      const [account] = await transaction.query('SELECT 1 FROM account WHERE id = $1 FOR UPDATE', [body.account])
      if (account === undefined) throw notFound('the account')
      const sql = 'INSERT INTO role_grant (account_id, role, org_id, team_id, project_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)'
      await transaction.run(sql, [body.account, body.role, place.organisation, place.team, place.project, now])
      const result = await accountById(transaction, viewer, body.account)
      return { action: 'grant.create', object: `account:${body.account}`, organisation: place.organisation, detail: body, result }
    })
  },
})
