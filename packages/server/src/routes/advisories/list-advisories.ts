import { AdvisoryPage, AdvisoryQuery } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { vulnerabilityPage } from '../../read/vulnerability-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/advisories',
  id: 'listAdvisories',
  summary: 'Problems that touch somebody here',
  tag: 'advisories',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: AdvisoryQuery,
  response: AdvisoryPage,
  handle: async (call) => {
    const page = await vulnerabilityPage(call.services.db, pictureOf(call), { ...call.query, sort: call.query.sort ?? 'published' })
    return { ...page, items: page.items.map(({ vulnerability, projects, versions }) => ({ vulnerability, projects, versions })) }
  },
})
