import { Team, TeamInput } from '../../api/contract/administration.ts'
import { HttpProblem } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { organisationFor } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { checkParent, teamOf } from '../../administration/team-of.ts'

export default defineRoute({
  method: 'POST',
  path: '/teams',
  id: 'createTeam',
  summary: 'A new team, below another one or not',
  tag: 'administration',
  access: 'admin:write',
  status: 201,
  body: TeamInput,
  response: Team,
  handle: async (call) => {
    const { services, viewer, body } = call
    const organisation = await organisationFor(services.db, viewer, 'admin:write', body.organisation)
    return audited(call, async (transaction) => {
      await checkParent(transaction, organisation, body.parent, null)
      const [row] = await transaction.query<{ id: number }>(
        'INSERT INTO team (org_id, parent_id, slug, name) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, slug) DO NOTHING RETURNING id',
        [organisation, body.parent ?? null, body.slug, body.name],
      )
      if (row === undefined) throw new HttpProblem(409, 'exists', `the organisation has a team ${body.slug}`)
      const { team } = await teamOf(transaction, row.id)
      return { action: 'team.create', object: `team:${row.id}`, organisation, detail: body, result: team }
    })
  },
})
