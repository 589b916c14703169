import { Type } from 'typebox'
import { Id } from '../../api/contract/index.ts'
import { HttpProblem, notFound } from '../../api/problem-details.ts'
import { lockAdministrators, needsSetup } from '../../login/setup-token.ts'
import { defineRoute } from '../../api/route.ts'
import { GRANT_ORGANISATION } from '../../administration/account-rows.ts'
import { checkOrganisation } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/grants/:grant',
  id: 'deleteGrant',
  summary: 'Takes a role away',
  tag: 'administration',
  access: 'admin:write',
  status: 204,
  params: Type.Object({ grant: Id }),
  response: Type.Null(),
  handle: async (call) => {
    const { services, viewer, params } = call
    const [grant] = await services.db.query<{ account_id: number; role: string; place: number | null; whole: boolean }>(
      `SELECT g.account_id, g.role, ${GRANT_ORGANISATION} AS place,
         (g.org_id IS NULL AND g.team_id IS NULL AND g.project_id IS NULL) AS whole FROM role_grant g WHERE g.id = $1`,
      [params.grant],
    )
    if (grant === undefined) throw notFound('the grant')
    checkOrganisation(viewer, 'admin:write', grant.place, 'the grant')
    return audited(call, async (transaction) => {
      if (grant.whole) await lockAdministrators(transaction)
      await transaction.run('DELETE FROM role_grant WHERE id = $1', [params.grant])
      if (grant.whole && grant.role === 'admin') {
        if (await needsSetup({ db: transaction }))
          throw new HttpProblem(409, 'last-administrator', 'somebody must be left to administer the server')
      }
      const object = `account:${grant.account_id}`
      return { action: 'grant.delete', object, organisation: grant.place, detail: { role: grant.role }, result: null }
    })
  },
})
