import { Type } from 'typebox'
import { Id } from '../../api/contract/index.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { checkOrganisation } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/ci-trusts/:trust',
  id: 'deleteCiTrust',
  summary: 'Lets these CI jobs in no more; tokens that they have stay good for their few minutes',
  tag: 'administration',
  access: 'admin:write',
  status: 204,
  params: Type.Object({ trust: Id }),
  response: Type.Null(),
  handle: async (call) => {
    const { services, viewer, params } = call
    const [trust] = await services.db.query<{ org_id: number; name: string }>('SELECT org_id, name FROM ci_trust WHERE id = $1', [
      params.trust,
    ])
    if (trust === undefined) throw notFound('the trust')
    checkOrganisation(viewer, 'admin:write', trust.org_id, 'the trust')
    return audited(call, async (transaction) => {
      await transaction.run('DELETE FROM ci_trust WHERE id = $1', [params.trust])
      const object = `ci-trust:${params.trust}`
      return { action: 'ci-trust.delete', object, organisation: trust.org_id, detail: { name: trust.name }, result: null }
    })
  },
})
