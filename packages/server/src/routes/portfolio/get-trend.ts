import { Type } from 'typebox'
import { Trend, TrendPoint } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { trend } from '../../read/trend.ts'

export default defineRoute({
  method: 'GET',
  path: '/trend',
  id: 'getTrend',
  summary: 'Open findings by day, up to now or up to a moment',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  query: Type.Object({ ...AT_QUERY, days: Type.Optional(Type.Integer({ minimum: 2, maximum: 365 })), project: Type.Optional(Id) }),
  response: Trend,
  rows: { row: TrendPoint, of: ({ points }) => points },
  handle: (call) =>
    trend(call.services.db, pictureOf(call), {
      days: call.query.days ?? 30,
      ...(call.query.project === undefined ? {} : { project: call.query.project }),
    }),
})
