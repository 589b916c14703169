import { Type } from 'typebox'
import { Id } from '../../api/contract/common.ts'
import { Upload, UploadQuery } from '../../api/contract/portfolio.ts'
import { forbidden, notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { receiveUpload } from '../../ingest/receive-upload.ts'
import type { UploadKind } from '../../ingest/receive-upload.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { seenProject } from '../../read/seen-project.ts'
import { uploadById } from '../../read/upload-rows.ts'

export default defineRoute({
  method: 'POST',
  path: '/projects/:project/uploads',
  id: 'uploadDocument',
  summary: 'Hand in an SBOM, a scan, an assessment, an attestation or VEX, as the body; it is kept before the answer and read soon after',
  tag: 'evidence',
  access: 'upload:write',
  bodyKind: 'raw',
  status: 202,
  params: Type.Object({ project: Id }),
  query: UploadQuery,
  response: Upload,
  handle: async (call) => {
    const picture = pictureOf({ viewer: call.viewer, now: call.now })
    const { db } = call.services
    const { id: projectId, org_id } = await seenProject(db, picture, call.params.project)
    if (!call.viewer.mayIn('upload:write', { project: projectId, organisation: org_id })) throw forbidden('upload:write')
    const { kind = 'auto', name = '' } = call.query
    const origin = call.request.headers['x-cupel-origin'] === 'cli' ? 'cli' : 'api'
    const { id } = await receiveUpload(call.services, {
      projectId,
      bytes: call.body as AsyncIterable<Uint8Array>,
      kind: kind as UploadKind,
      name,
      actor: call.viewer.actor,
      decides: call.viewer.mayIn('triage:write', { project: projectId, organisation: org_id }),
      origin,
      audited: { organisation: org_id },
    })
    const upload = await uploadById(db, picture, id)
    if (upload === null) throw notFound('the upload')
    return upload
  },
})
