import { Type } from 'typebox'
import { Id, PAGE_QUERY } from '../../api/contract/common.ts'
import { UploadPage } from '../../api/contract/portfolio.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { uploadPage } from '../../read/upload-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/uploads',
  id: 'listUploads',
  summary: 'Documents that were handed in, and what became of them',
  tag: 'evidence',
  access: 'portfolio:read',
  list: true,
  query: Type.Object({ ...PAGE_QUERY, project: Type.Optional(Id) }),
  response: UploadPage,
  handle: (call) => uploadPage(call.services.db, pictureOf(call), call.query),
})
