import { Type } from 'typebox'
import { Id } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { checkOrganisation } from '../../administration/administered-organisations.ts'
import { audited } from '../../administration/audited.ts'
import { teamOf } from '../../administration/team-of.ts'

export default defineRoute({
  method: 'DELETE',
  path: '/teams/:team',
  id: 'deleteTeam',
  summary: 'Removes a team with those below it; their projects stay, without a team',
  tag: 'administration',
  access: 'admin:write',
  status: 204,
  params: Type.Object({ team: Id }),
  response: Type.Null(),
  handle: async (call) => {
    const { services, viewer, params } = call
    const { team, organisation } = await teamOf(services.db, params.team)
    checkOrganisation(viewer, 'admin:write', organisation, 'the team')
    return audited(call, async (transaction) => {
      await transaction.run('DELETE FROM team WHERE id = $1', [params.team])
      return { action: 'team.delete', object: `team:${params.team}`, organisation, detail: { slug: team.slug }, result: null }
    })
  },
})
