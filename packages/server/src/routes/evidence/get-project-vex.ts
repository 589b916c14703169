import { Type } from 'typebox'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { sendDocument } from '../../export/send-document.ts'
import { vexDocument } from '../../export/vex-document.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/vex',
  id: 'getProjectVex',
  summary: 'What was decided about the findings of a project, as a VEX document to download',
  tag: 'evidence',
  access: 'portfolio:read',
  media: 'application/octet-stream',
  params: Type.Object({ project: Id }),
  query: Type.Object({ ...AT_QUERY, format: Type.Optional(Type.Enum(['openvex', 'csaf', 'cyclonedx'], { default: 'openvex' })) }),
  response: Type.Unknown(),
  handle: async (call) => {
    const { services, params, query, app } = call
    const request = { project: params.project, format: query.format ?? 'openvex', version: app.version, origin: app.origin } as const
    return sendDocument(call, await vexDocument(services.db, pictureOf(call), request))
  },
})
