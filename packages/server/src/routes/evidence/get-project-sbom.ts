import { BOM_TARGETS } from '@cupel/formats'
import { Type } from 'typebox'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { sbomDocument } from '../../export/sbom-document.ts'
import { sendDocument } from '../../export/send-document.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/sbom',
  id: 'getProjectSbom',
  summary: 'Bill of materials of a project, as a download',
  tag: 'evidence',
  access: 'portfolio:read',
  media: 'application/octet-stream',
  params: Type.Object({ project: Id }),
  query: Type.Object({ ...AT_QUERY, format: Type.Optional(Type.Enum(['cyclonedx', 'spdx', ...BOM_TARGETS], { default: 'cyclonedx' })) }),
  response: Type.Unknown(),
  handle: async (call) => {
    const { services, params, query, app } = call
    const request = { project: params.project, format: query.format ?? 'cyclonedx', version: app.version }
    return sendDocument(call, await sbomDocument(services.db, pictureOf(call), request))
  },
})
