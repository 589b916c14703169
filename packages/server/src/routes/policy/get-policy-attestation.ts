import { Type } from 'typebox'
import { AT_QUERY, Id } from '../../api/contract/common.ts'
import { defineRoute } from '../../api/route.ts'
import { sendDocument } from '../../export/send-document.ts'
import { verdictDocument } from '../../policy/verdict-document.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/policy/attestation',
  id: 'getPolicyAttestation',
  summary: "The verdict of a project's policy packs as an in-toto statement, signed where the server has a key",
  tag: 'policy',
  access: 'policy:read',
  media: 'application/octet-stream',
  params: Type.Object({ project: Id }),
  query: Type.Object(AT_QUERY),
  response: Type.Unknown(),
  handle: async (call) =>
    sendDocument(
      call,
      await verdictDocument(call.services, pictureOf(call), { project: call.params.project, key: call.app.signingKey ?? null }),
    ),
})
