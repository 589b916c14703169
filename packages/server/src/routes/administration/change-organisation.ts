import { Type } from 'typebox'
import { Id, Organisation, OrganisationPatch } from '../../api/contract/index.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { checkOrganisation } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/organisations/:organisation',
  id: 'changeOrganisation',
  summary: 'Another name for an organisation',
  tag: 'administration',
  access: 'admin:write',
  params: Type.Object({ organisation: Id }),
  body: OrganisationPatch,
  response: Organisation,
  handle: async (call) => {
    const { viewer, params, body } = call
    checkOrganisation(viewer, 'admin:write', params.organisation, 'the organisation')
    return audited(call, async (transaction) => {
      const [row] = await transaction.query<{ id: number; slug: string; name: string }>(
        'UPDATE organisation SET name = $2 WHERE id = $1 RETURNING id, slug, name',
        [params.organisation, body.name],
      )
      if (row === undefined) throw notFound('the organisation')
      return { action: 'organisation.change', object: `organisation:${row.id}`, organisation: row.id, detail: body, result: row }
    })
  },
})
