import { Type } from 'typebox'
import { TeamPerformancePage } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, PAGE_QUERY } from '../../api/contract/common.ts'
import { TEAM_SORTS, teamPerformance } from '../../read/team-performance.ts'

export default defineRoute({
  method: 'GET',
  path: '/teams/performance',
  id: 'listTeamPerformance',
  summary: 'Open findings and time to update, by team, the slowest first unless told otherwise',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY, sort: Type.Optional(Type.Enum([...TEAM_SORTS])) }),
  response: TeamPerformancePage,
  handle: (call) => teamPerformance(call.services.db, pictureOf(call), call.query),
})
