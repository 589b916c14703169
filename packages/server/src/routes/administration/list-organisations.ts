import { Organisation, OrganisationPage, PAGE } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import type { Static } from 'typebox'

export default defineRoute({
  method: 'GET',
  path: '/organisations',
  id: 'listOrganisations',
  summary: 'Organisations in which the caller sees anything',
  tag: 'administration',
  access: 'session',
  list: true,
  query: PAGE,
  response: OrganisationPage,
  handle: (call) =>
    idPage<Static<typeof Organisation>, Static<typeof Organisation>>(call, {
      list: 'organisations',
      columns: 'o.id, o.slug, o.name',
      from: 'FROM organisation o',
      key: 'o.id',
      where: (parameters) =>
        call.viewer.organisations === null ? [] : [`o.id = ANY(${parameters.add(call.viewer.organisations)}::int4[])`],
      item: ({ id, slug, name }) => ({ id, slug, name }),
    }),
})
