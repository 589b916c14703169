import { Type } from 'typebox'
import { Id } from '../../api/contract/common.ts'
import { Upload } from '../../api/contract/portfolio.ts'
import { notFound } from '../../api/problem-details.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { uploadById } from '../../read/upload-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/uploads/:id',
  id: 'getUpload',
  summary: 'What became of one document',
  tag: 'evidence',
  access: 'portfolio:read',
  params: Type.Object({ id: Id }),
  response: Upload,
  handle: async (call) => {
    const upload = await uploadById(call.services.db, pictureOf(call), call.params.id)
    if (upload === null) throw notFound('the upload')
    return upload
  },
})
