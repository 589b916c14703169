import { Type } from 'typebox'
import { SearchHit, SearchResult } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { search } from '../../read/search.ts'
import { unheldId } from '../../read/unheld-id.ts'

export default defineRoute({
  method: 'GET',
  path: '/search',
  id: 'search',
  summary: 'Projects, packages, versions, problems and artifacts by name, purl, id or digest',
  tag: 'portfolio',
  access: 'portfolio:read',
  query: Type.Object({ q: Type.String({ minLength: 1, maxLength: 500 }) }),
  response: SearchResult,
  rows: { row: SearchHit, of: ({ hits }) => hits },
  handle: async (call) => {
    const found = await search(call.services.db, pictureOf(call), call.query.q)
    const isHeld = found.hits.some(({ kind }) => kind === 'vulnerability')
    const unheld = isHeld ? null : unheldId(call.services.advisories?.current() ?? null, found.query)
    return { ...found, unheld, asOf: call.now.toISOString() }
  },
})
