import type { Static } from 'typebox'
import type { Team } from '../../api/contract/administration.ts'
import { PAGE, TeamPage } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'

type Row = Static<typeof Team>

export default defineRoute({
  method: 'GET',
  path: '/teams',
  id: 'listTeams',
  summary: 'Teams of the organisations in which the caller sees anything',
  tag: 'administration',
  access: 'session',
  list: true,
  query: PAGE,
  response: TeamPage,
  handle: (call) =>
    idPage<Row, Row>(call, {
      list: 'teams',
      columns: 't.id, o.slug AS organisation, t.parent_id AS parent, t.slug, t.name',
      from: 'FROM team t JOIN organisation o ON o.id = t.org_id',
      key: 't.id',
      where: (parameters) =>
        call.viewer.organisations === null ? [] : [`t.org_id = ANY(${parameters.add(call.viewer.organisations)}::int4[])`],
      item: ({ id, organisation, parent, slug, name }) => ({ id, organisation, parent, slug, name }),
    }),
})
