import { Type } from 'typebox'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { sendDocument } from '../../export/send-document.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { policyTextDocument } from '../../read/policy-pack-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/policies/:policy/text',
  id: 'getPolicyText',
  summary: 'The text of a policy pack, or of the overlay over it, as a download',
  tag: 'policy',
  access: 'policy:read',
  media: 'application/octet-stream',
  params: Type.Object({ policy: Id }),
  query: Type.Object({ part: Type.Optional(Type.Enum(['pack', 'overlay'], { default: 'pack' })) }),
  response: Type.Unknown(),
  handle: async (call) => {
    const { services, params, query } = call
    return sendDocument(call, await policyTextDocument(services.db, pictureOf(call), { id: params.policy, part: query.part ?? 'pack' }))
  },
})
