import { Type } from 'typebox'
import { AT_QUERY, Id, PAGE_QUERY } from '../../api/contract/common.ts'
import { AttestationPage } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { attestationPage } from '../../read/attestation-rows.ts'
import { pictureOf } from '../../read/picture-of.ts'

export default defineRoute({
  method: 'GET',
  path: '/projects/:project/provenance',
  id: 'listProvenance',
  summary: 'Attestations about a project’s artifacts, and whether they held',
  tag: 'evidence',
  access: 'portfolio:read',
  list: true,
  params: Type.Object({ project: Id }),
  query: Type.Object({ ...PAGE_QUERY, ...AT_QUERY }),
  response: AttestationPage,
  handle: (call) => attestationPage(call.services.db, pictureOf(call), call.params.project, call.query),
})
