import { Organisation, OrganisationInput } from '../../api/contract/administration.ts'
import { forbidden, HttpProblem } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { audited } from '../../administration/audited.ts'

export default defineRoute({
  method: 'POST',
  path: '/organisations',
  id: 'createOrganisation',
  summary: 'A new organisation',
  tag: 'administration',
  access: 'admin:write',
  status: 201,
  body: OrganisationInput,
  response: Organisation,
  handle: async (call) => {
    const { viewer, body, now } = call
    if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
    return audited(call, async (transaction) => {
      const [row] = await transaction.query<{ id: number }>(
        'INSERT INTO organisation (slug, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING RETURNING id',
        [body.slug, body.name, now],
      )
      if (row === undefined) throw new HttpProblem(409, 'exists', `there is an organisation ${body.slug}`)
      const object = `organisation:${row.id}`
      return { action: 'organisation.create', object, organisation: row.id, detail: body, result: { id: row.id, ...body } }
    })
  },
})
