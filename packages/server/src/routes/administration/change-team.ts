import { Type } from 'typebox'
import { Id, Team, TeamPatch } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { checkOrganisation } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { checkParent, teamOf } from '../../administration/team-of.ts'

export default defineRoute({
  method: 'PATCH',
  path: '/teams/:team',
  id: 'changeTeam',
  summary: 'Another name or place for a team',
  tag: 'administration',
  access: 'admin:write',
  params: Type.Object({ team: Id }),
  body: TeamPatch,
  response: Team,
  handle: async (call) => {
    const { services, viewer, params, body } = call
    const { organisation } = await teamOf(services.db, params.team)
    checkOrganisation(viewer, 'admin:write', organisation, 'the team')
    return audited(call, async (transaction) => {
      await checkParent(transaction, organisation, body.parent, params.team)
      await transaction.run(
        'UPDATE team SET name = coalesce($2, name), parent_id = CASE WHEN $3 THEN $4::int4 ELSE parent_id END WHERE id = $1',
        [params.team, body.name ?? null, body.parent !== undefined, body.parent ?? null],
      )
      const { team } = await teamOf(transaction, params.team)
      return { action: 'team.change', object: `team:${params.team}`, organisation, detail: body, result: team }
    })
  },
})
