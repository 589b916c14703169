import { Type } from 'typebox'
import { Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { sendDocument } from '../../export/send-document.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { trustPolicyText } from '../../read/trust-policy-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/trust-policies/:trustPolicy/text',
  id: 'getTrustPolicyText',
  summary: 'The text of a trust policy that is or was in use, as a download',
  tag: 'policy',
  access: 'policy:read',
  media: 'application/octet-stream',
  params: Type.Object({ trustPolicy: Id }),
  response: Type.Unknown(),
  handle: async (call) => {
    const { services, viewer, now, params } = call
    return sendDocument(call, await trustPolicyText(services.db, pictureOf({ viewer, now, query: {} }), params.trustPolicy))
  },
})
