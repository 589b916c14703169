import { Type } from 'typebox'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { rawDocument } from '../../export/raw-document.ts'
import { sendDocument } from '../../export/send-document.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/document',
  id: 'getProjectDocument',
  summary: 'The very bytes of a document that was uploaded for a project, by digest; without one, those of its picture',
  tag: 'evidence',
  access: 'portfolio:read',
  media: 'application/octet-stream',
  params: Type.Object({ project: Id }),
  query: Type.Object({ ...AT_QUERY, digest: Type.Optional(Type.String({ pattern: '^(?:sha256:)?[0-9a-f]{64}$' })) }),
  response: Type.Unknown(),
  handle: async (call) => {
    const { services, params, query } = call
    const digest = query.digest?.slice(-64) ?? null
    return sendDocument(call, await rawDocument(services.db, pictureOf(call), { project: params.project, digest }))
  },
})
