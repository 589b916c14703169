import { Type } from 'typebox'
import { AT_QUERY } from '../../api/contract/common.ts'
import { AdvisoryDetail } from '../../api/contract/knowledge.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { advisoryDetail } from '../../read/advisory-detail.ts'

export default defineRoute({
  method: 'GET',
  path: '/advisories/:advisory',
  id: 'getAdvisory',
  summary: 'One problem under all its names',
  tag: 'advisories',
  access: 'portfolio:read',
  params: Type.Object({ advisory: Type.String({ maxLength: 200 }) }),
  query: Type.Object({ ...AT_QUERY }),
  response: AdvisoryDetail,
  handle: (call) => advisoryDetail(call.services, pictureOf(call), call.params.advisory),
})
